//! The page's origin: the built page, the MCP endpoint, the attacker's log, and one strict CSP on every response.
//!
//! `/undefended/` is the exception: the same files without that header, for the comparison.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use tower_http::services::ServeDir;

use crate::attacker::{Attacker, Report};
use crate::mcp;
use crate::recent::{Recent, Snapshot};

/// `'wasm-unsafe-eval'` is what the sanitizer needs; `lab-worker` names the page's own service worker script.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types mcp-cordon lab-worker; report-uri /csp-reports";

const EVERYWHERE: [(HeaderName, HeaderValue); 3] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

const DEFENDED: [(HeaderName, HeaderValue); 3] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (header::X_DNS_PREFETCH_CONTROL, HeaderValue::from_static("off")),
];

type Reports = Recent<Value>;

#[derive(Clone, Debug, Default)]
struct Lab {
    attacker: Arc<Attacker>,
    reports: Arc<Reports>,
}

pub(crate) fn router(dist: &Path, page_origin: &str, attacker_origin: &str, attacker: Arc<Attacker>) -> Router {
    let files = || ServeDir::new(dist).fallback(get(not_found));
    Router::new()
        .route("/attacker/hits", get(hits))
        .route("/attacker/reset", post(reset))
        .route("/csp-reports", get(reports).post(report))
        .with_state(Lab { attacker, reports: Arc::default() })
        .nest_service("/mcp", mcp::service(page_origin, attacker_origin))
        .route("/undefended", get(|| async { Redirect::permanent("/undefended/") }))
        .nest_service("/undefended/", files())
        .fallback_service(files())
        .layer(middleware::from_fn(add_headers))
}

async fn add_headers(request: Request, next: Next) -> Response {
    let defended = !request.uri().path().starts_with("/undefended/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.extend(EVERYWHERE);
    if defended {
        headers.extend(DEFENDED);
    }
    response
}

async fn hits(State(lab): State<Lab>) -> Json<Report> {
    Json(lab.attacker.report())
}

async fn reset(State(lab): State<Lab>) -> StatusCode {
    lab.attacker.reset();
    StatusCode::NO_CONTENT
}

async fn reports(State(lab): State<Lab>) -> Json<Snapshot<Value>> {
    Json(lab.reports.snapshot())
}

async fn report(State(lab): State<Lab>, body: Bytes) -> StatusCode {
    match serde_json::from_slice(&body) {
        Ok(report) => {
            lab.reports.push(report);
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn not_found() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "Nothing here.\n")
}

#[cfg(test)]
mod tests;
