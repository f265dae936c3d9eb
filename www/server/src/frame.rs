//! The frame's origin: a client of today's, under the headers that its address asks for and no others, with an API of its
//! own and an image proxy that its allowlist would trust.

mod proxy;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as UrlPath, Query, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get};
use mcp_cordon::policy::{CompileOptions, Policy, PolicyInput};
use serde::Deserialize;
use tower_http::services::ServeDir;

use crate::attacker::{Attacker, text};

/// Cookies know no ports: a common name would overwrite what other programs on localhost have set.
const COOKIE: &str = "cordon-lab-session";

#[derive(Clone, Debug)]
struct Shared {
    document: PathBuf,
    /// Who may frame it.
    lab: String,
}

pub(crate) fn router(dist: &Path, lab_origin: &str, attacker: Arc<Attacker>) -> Router {
    let shared = Shared { document: dist.join("frame.html"), lab: lab_origin.to_owned() };
    let own = Router::new()
        .route("/own/{slot}/open-proxy", get(proxy::fetch))
        .route("/own/{slot}/{*path}", any(own))
        .with_state(attacker);
    Router::new()
        .route("/frame.html", get(document))
        .with_state(shared)
        .fallback_service(ServeDir::new(dist))
        .layer(middleware::from_fn(no_link_from_elsewhere))
        .merge(own)
        .layer(middleware::map_response(async |mut response: Response| {
            response.headers_mut().extend([
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            ]);
            response
        }))
}

/// A client runs what its address says, and that is for the lab alone to say: every port of localhost shares cookies and
/// site. Not by path: a folder's service knows a file by more than one.
async fn no_link_from_elsewhere(request: Request, next: Next) -> Response {
    if says(&request, "sec-fetch-site", "cross-site") && says(&request, "sec-fetch-mode", "navigate") {
        return (StatusCode::FORBIDDEN, "Open it from the lab.\n").into_response();
    }
    next.run(request).await
}

fn says(request: &Request, name: &str, value: &str) -> bool {
    text(request.headers(), name).as_deref() == Some(value)
}

/// What the address of `frame.html` says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    layers: String,
    policy: Option<String>,
}

async fn document(State(shared): State<Shared>, Query(asked): Query<Asked>) -> Response {
    let headers = match headers(&asked, &shared.lab) {
        Ok(headers) => headers,
        Err(why) => return (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
    };
    match tokio::fs::read_to_string(&shared.document).await {
        Ok(html) => (headers, Html(html)).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn headers(asked: &Asked, lab: &str) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let mut add = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value).map_err(|_| format!("policy: {value:?} cannot be a header"))?;
        headers.append(name, value);
        Ok::<(), String>(())
    };
    add(header::CONTENT_SECURITY_POLICY, &format!("frame-ancestors 'self' {lab}"))?;
    add(header::SET_COOKIE, &format!("{COOKIE}=1; Path=/; SameSite=Lax; HttpOnly"))?;
    if asked.layers.split(',').any(|layer| layer == "header") {
        for (name, value) in compiled(asked.policy.as_deref())? {
            let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
            add(name, &value.replace("frame-ancestors 'self'", &format!("frame-ancestors 'self' {lab}")))?;
        }
    }
    Ok(headers)
}

fn compiled(policy: Option<&str>) -> Result<Vec<(&'static str, String)>, String> {
    let input: PolicyInput = match policy {
        Some(json) => serde_json::from_str(json).map_err(|error| format!("policy: {json:?}: {error}"))?,
        None => PolicyInput::default(),
    };
    let compiled = Policy::parse(input).and_then(|policy| policy.compile(&CompileOptions::default()));
    compiled.map(|compiled| compiled.headers).map_err(|error| error.to_string())
}

/// The client's own API. Its address names the slot of a run, which is told of the call.
async fn own(
    State(attacker): State<Arc<Attacker>>,
    UrlPath((id, path)): UrlPath<(String, String)>,
    request: Request,
) -> StatusCode {
    let Some(slot) = attacker.slot(&id) else { return StatusCode::NOT_FOUND };
    let session = has_session(request.headers());
    slot.record(request, format!("/{path}"), Some(session)).await;
    StatusCode::NO_CONTENT
}

/// Whether the reader's session came along.
pub(crate) fn has_session(headers: &HeaderMap) -> bool {
    let cookies = text(headers, "cookie").unwrap_or_default();
    let session = format!("{COOKIE}=");
    cookies.split(';').any(|cookie| cookie.trim_start().starts_with(&session))
}

#[cfg(test)]
mod tests;
