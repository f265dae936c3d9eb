//! The page's origin: the built page, the MCP endpoint, the attacker's log, and one strict CSP on every response, with
//! another that only reports. The document carries a third.
//!
//! `/undefended/` is the exception: the same files without that header, for the comparison.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
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

/// On trial, as a site would try a shorter list: nothing that the page does is outside it.
const REPORT_ONLY: &str =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; report-uri /csp-reports";

/// What the defended document says itself: it stays where a proxy drops headers.
const META: &str = "object-src 'none'; base-uri 'none'; form-action 'none'";

const EVERYWHERE: [(HeaderName, HeaderValue); 3] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

const DEFENDED: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::CONTENT_SECURITY_POLICY_REPORT_ONLY, HeaderValue::from_static(REPORT_ONLY)),
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
    let index = dist.join("index.html");
    let document = get(move || defended(index.clone()));
    Router::new()
        .route("/attacker/hits", get(hits))
        .route("/attacker/reset", post(reset))
        .route("/csp-reports", get(reports).post(report))
        .with_state(Lab { attacker, reports: Arc::default() })
        .route("/", document.clone())
        .route("/index.html", document)
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

async fn defended(index: PathBuf) -> Response {
    match tokio::fs::read_to_string(index).await {
        Ok(html) => {
            let meta = format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{META}\">");
            Html(html.replacen("<head>", &meta, 1)).into_response()
        }
        Err(_) => not_found().await.into_response(),
    }
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
