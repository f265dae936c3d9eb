//! The attacker's origin: answers everything and writes it down.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::recent::{Recent, Snapshot, now_ms};

const BODY_LIMIT: usize = 1 << 20;
/// A connection that a browser opened ahead of need would serve its next preconnect too, which then went uncounted.
const IDLE: Duration = Duration::from_millis(200);
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;";

#[derive(Debug, Default)]
pub(crate) struct Attacker {
    /// A preconnect or a blocked frame contacts the attacker without a request.
    connections: AtomicU64,
    requests: Recent<Hit>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Hit {
    time: u64,
    method: String,
    path: String,
    query: Option<String>,
    content_type: Option<String>,
    /// `null` where the body went past the limit or broke off.
    body_bytes: Option<usize>,
    sec_purpose: Option<String>,
    sec_fetch_dest: Option<String>,
    sec_fetch_mode: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    connections: u64,
    #[serde(flatten)]
    requests: Snapshot<Hit>,
}

impl Attacker {
    pub(crate) fn report(&self) -> Report {
        Report { connections: self.connections.load(Ordering::Relaxed), requests: self.requests.snapshot() }
    }

    pub(crate) fn reset(&self) {
        self.connections.store(0, Ordering::Relaxed);
        self.requests.clear();
    }
}

pub(crate) async fn serve(listener: TcpListener, attacker: Arc<Attacker>) -> io::Result<()> {
    let service = TowerToHyperService::new(Router::new().fallback(answer).with_state(Arc::clone(&attacker)));
    loop {
        let (stream, _) = listener.accept().await?;
        attacker.connections.fetch_add(1, Ordering::Relaxed);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE)
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), service.clone());
        // A connection that breaks off was counted all the same.
        tokio::spawn(async { connection.await.ok() });
    }
}

async fn answer(State(attacker): State<Arc<Attacker>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let text = |name: &str| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let dest = text("sec-fetch-dest");
    attacker.requests.push(Hit {
        time: now_ms(),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(String::from),
        content_type: text("content-type"),
        body_bytes: to_bytes(body, BODY_LIMIT).await.ok().map(|bytes| bytes.len()),
        sec_purpose: text("sec-purpose").or_else(|| text("x-moz")),
        sec_fetch_dest: dest.clone(),
        sec_fetch_mode: text("sec-fetch-mode"),
    });
    let mut response = if parts.method == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        content_for(parts.uri.path(), dest.as_deref())
    };
    welcome_everyone(&parts.headers, response.headers_mut());
    response
}

fn content_for(path: &str, dest: Option<&str>) -> Response {
    let (kind, body) = if path.ends_with(".gif") || dest == Some("image") {
        ("image/gif", Body::from(GIF))
    } else if path.ends_with(".css") || dest == Some("style") {
        ("text/css", Body::empty())
    } else {
        ("text/html", Body::from("<!doctype html><title>attacker</title><p>Gotcha."))
    };
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

fn welcome_everyone(request: &HeaderMap, response: &mut HeaderMap) {
    let any = HeaderValue::from_static("*");
    let echo = |name: HeaderName| request.get(name).cloned().unwrap_or_else(|| any.clone());
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, echo(header::ORIGIN));
    response.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, echo(header::ACCESS_CONTROL_REQUEST_METHOD));
    response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, echo(header::ACCESS_CONTROL_REQUEST_HEADERS));
    response.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}
