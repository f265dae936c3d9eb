//! Two servers that a page of another site calls, the same but for what stands in front: one welcomes everybody, as
//! careless ones do, and one has the crate's policy. The slot in the address is told what reached the handler.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use mcp_cordon::cors::{CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::IsolationLayer;

use crate::attacker::{Attacker, welcome_everyone};
use crate::frame::has_session;

/// `lab` is the one origin that may call and read the answers of the server with a policy.
pub(crate) fn router(lab: &str, attacker: &Arc<Attacker>) -> Result<Router, String> {
    let server = || Router::new().route("/{slot}/{*path}", any(called)).with_state(Arc::clone(attacker));
    Ok(Router::new()
        .nest("/servers/careless", server().layer(middleware::from_fn(careless)))
        .nest("/servers/cordon", server().layer(policy(lab)?)))
}

fn policy(lab: &str) -> Result<IsolationLayer, String> {
    let hosts = Some(vec!["localhost".to_owned()]);
    let input = IsolationInput { allowed_hosts: hosts, ..IsolationInput::default() };
    let isolation = Isolation::parse(input).map_err(|error| error.to_string())?;
    let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, [lab]).map_err(|error| error.to_string())?;
    IsolationLayer::new(isolation).with_cors(cors).map_err(|error| error.to_string())
}

/// Whoever asks is allowed, with credentials, whatever they want to do.
async fn careless(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    welcome_everyone(&asked, response.headers_mut());
    response
}

async fn called(
    State(attacker): State<Arc<Attacker>>,
    Path((id, path)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(slot) = attacker.slot(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let session = has_session(request.headers());
    slot.record(request, format!("/{path}"), Some(session)).await;
    "Invoice 1041: 12,400".into_response()
}

#[cfg(test)]
mod tests;
