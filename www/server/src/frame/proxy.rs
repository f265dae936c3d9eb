//! An image proxy that fetches what it is told to, as chat services had them: who may use it may reach anybody.
//!
//! This one goes to the attacker's slots alone, so that it is open to nobody else's network.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, State};
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;

use crate::attacker::{Attacker, Slot};

const IMAGE_LIMIT: usize = 1 << 16;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    url: String,
}

pub(super) async fn fetch(State(attacker): State<Arc<Attacker>>, Query(Asked { url }): Query<Asked>) -> Response {
    let Some((slot, target)) = find(&attacker, &url) else {
        let why = format!("url: {url:?} is of no open slot of the attacker's\n");
        return (StatusCode::BAD_REQUEST, why).into_response();
    };
    match image(&slot, target).await {
        Ok((kind, image)) => ([(header::CONTENT_TYPE, kind)], image).into_response(),
        Err(why) => (StatusCode::BAD_GATEWAY, format!("{url:?}: {why}\n")).into_response(),
    }
}

fn find(attacker: &Attacker, url: &str) -> Option<(Arc<Slot>, PathAndQuery)> {
    let url = url.parse::<Uri>().ok().filter(|url| url.scheme() == Some(&Scheme::HTTP))?;
    let slot = attacker.at(url.authority()?)?;
    Some((slot, url.path_and_query()?.clone()))
}

async fn image(slot: &Slot, target: PathAndQuery) -> Result<(HeaderValue, Bytes), String> {
    let failed = |error: &dyn std::error::Error| error.to_string();
    let stream = TcpStream::connect(slot.address).await.map_err(|error| failed(&error))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
    tokio::spawn(async { connection.await.ok() });
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from(target);
    let host = HeaderValue::try_from(slot.address.to_string()).map_err(|error| failed(&error))?;
    request.headers_mut().insert(header::HOST, host);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("image/*"));
    let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
    let (parts, body) = response.into_parts();
    // Anything else would be a document of this origin.
    let kind = parts.headers.get(header::CONTENT_TYPE).filter(|kind| kind.as_bytes().starts_with(b"image/"));
    let kind = kind.ok_or("no image came")?.clone();
    let image = to_bytes(Body::new(body), IMAGE_LIMIT).await.map_err(|error| failed(&error))?;
    Ok((kind, image))
}
