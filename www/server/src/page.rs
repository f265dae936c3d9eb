//! The page's origin: the built page, the MCP endpoint, the attacker's log, and one strict CSP on every response. The
//! document carries another.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::policy::{CompileOptions, Policy, PolicyInput};
use mcp_cordon::tower::IsolationLayer;
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use crate::attacker::{Attacker, api};
use crate::mcp;
use crate::recent::{Recent, Snapshot};
use crate::tools::Tool;

/// What the page's document may do. `'wasm-unsafe-eval'` is what the sanitizer needs.
fn csp(frame: &str) -> String {
    one_line(include_str!("../../csp/page.txt")).replace("{frame}", frame)
}

/// Of the document that connects to a visitor's own MCP server, and shows nothing.
fn connect_csp() -> String {
    one_line(include_str!("../../csp/connect.txt"))
}

/// A policy of `www/csp`, where the static build finds them too.
fn one_line(directives: &str) -> String {
    directives.lines().collect::<Vec<_>>().join(" ")
}

/// What the page's document says itself: it stays where a proxy drops headers.
const META: &str = "object-src 'none'; base-uri 'none'; form-action 'none'";

/// A frame has no feature that the page around it lacks, and today's client is to have these.
const GRANTED: [&str; 2] = ["deferred-fetch", "deferred-fetch-minimal"];

/// Hosts that this server answers to.
const HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

type Reports = Recent<Value>;

/// Where things are, and what they know of each other.
#[derive(Clone, Debug)]
pub(crate) struct Lab {
    pub(crate) page: String,
    pub(crate) frame: String,
    pub(crate) attacker: Arc<Attacker>,
    pub(crate) tools: Arc<[Tool]>,
}

pub(crate) fn router(dist: &Path, lab: Lab) -> Result<Router, String> {
    let index = dist.join("index.html");
    let connect = dist.join("connect.html");
    let document = get(move || document(index.clone()));
    let about = json!({ "frame": format!("{}/", lab.frame), "mcp": "/mcp", "attacker": "/attacker/" });
    let headers = headers(&lab.frame)?;
    let called_by_scripts = Router::new()
        .nest_service("/mcp", mcp::service(&lab.page, lab.tools))
        .merge(api::router(lab.attacker))
        .layer(isolation()?);
    Ok(Router::new()
        .route("/csp-reports", get(reports).post(report))
        .with_state(Arc::<Reports>::default())
        .route("/", document.clone())
        .route("/index.html", document)
        .route("/connect.html", get(move || connecting(connect.clone())))
        .route("/lab.json", get(async || Json(about)))
        .merge(called_by_scripts)
        .fallback_service(ServeDir::new(dist).fallback(get(not_found)))
        .layer(middleware::map_response(move |response| add_headers(headers.clone(), response))))
}

/// No other origin calls these: not the frame's, where attacks run, and no page elsewhere.
fn isolation() -> Result<IsolationLayer, String> {
    let hosts = HOSTS.map(str::to_owned).to_vec();
    let input = IsolationInput { allowed_hosts: Some(hosts), ..IsolationInput::default() };
    Isolation::parse(input).map(IsolationLayer::new).map_err(|error| error.to_string())
}

/// The crate's own for a page, with a CSP that has no need of a policy's width, and no referrer.
fn headers(frame: &str) -> Result<HeaderMap, String> {
    let input = PolicyInput { permissions: Some(GRANTED.map(str::to_owned).to_vec()), ..PolicyInput::default() };
    let compiled = Policy::parse(input).and_then(|policy| policy.compile(&CompileOptions::default()));
    let compiled = compiled.map_err(|error| error.to_string())?.headers;
    let own = [
        ("Content-Security-Policy", csp(frame)),
        ("Cache-Control", "no-store".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in compiled.into_iter().chain(own) {
        let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
        headers.insert(name, HeaderValue::try_from(value).map_err(|error| error.to_string())?);
    }
    Ok(headers)
}

async fn add_headers(headers: HeaderMap, mut response: Response) -> Response {
    let own = response.headers().get(header::CONTENT_SECURITY_POLICY).cloned();
    response.headers_mut().extend(headers);
    if let Some(own) = own {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, own);
    }
    response
}

async fn document(index: PathBuf) -> Response {
    match tokio::fs::read_to_string(index).await {
        Ok(html) => {
            let meta = format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{META}\">");
            Html(html.replacen("<head>", &meta, 1)).into_response()
        }
        Err(_) => not_found().await.into_response(),
    }
}

async fn connecting(document: PathBuf) -> Response {
    match tokio::fs::read_to_string(document).await {
        Ok(html) => ([(header::CONTENT_SECURITY_POLICY, connect_csp())], Html(html)).into_response(),
        Err(_) => not_found().await.into_response(),
    }
}

async fn reports(State(reports): State<Arc<Reports>>) -> Json<Snapshot<Value>> {
    Json(reports.snapshot())
}

async fn report(State(reports): State<Arc<Reports>>, body: Bytes) -> StatusCode {
    match serde_json::from_slice(&body) {
        Ok(report) => {
            reports.push(report);
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
