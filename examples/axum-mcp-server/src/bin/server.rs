//! An MCP server on axum and rmcp, behind `mcp-cordon`.
//!
//! `ALLOWED_HOSTS` are the names that it answers to, `ALLOWED_ORIGINS` the web pages elsewhere that may call it, both separated
//! by commas. It listens on `PORT` of loopback, prints its address, and logs JSON lines to stderr.

use std::env;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue};
use mcp_cordon::cors::{CorsPolicy, CorsPolicyInput, CorsPreset, OneOrMany, OriginInput};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::IsolationLayer;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::{ProgressNotificationParam, RequestMetaObject};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, Peer, RoleServer, schemars, tool, tool_router};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// How soon a client whose stream broke comes back.
const RETRY: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let hosts = list("ALLOWED_HOSTS", "localhost,127.0.0.1");
    let isolation = isolation(hosts.clone(), list("ALLOWED_ORIGINS", ""))?;
    let app = Router::new()
        .route_service("/mcp", mcp(hosts))
        .layer(isolation)
        .layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static("x-content-type-options"),
            HeaderValue::from_static("nosniff"),
        ))
        .layer(TraceLayer::new_for_http());

    let port = env::var("PORT").unwrap_or_default().parse().unwrap_or(0);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}/mcp", listener.local_addr()?);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}

/// What stands in front: who may call by Fetch Metadata and `Host`, and who may read the answers by CORS.
fn isolation(hosts: Vec<String>, origins: Vec<String>) -> anyhow::Result<IsolationLayer> {
    let isolation = Isolation::parse(IsolationInput { allowed_hosts: Some(hosts), ..IsolationInput::default() })?;
    let cors = CorsPolicy::parse(CorsPolicyInput {
        preset: Some(CorsPreset::Mcp20251125),
        origins: OneOrMany::Many(origins.into_iter().map(OriginInput::Exact).collect()),
        ..CorsPolicyInput::default()
    })?;
    let layer = IsolationLayer::new(isolation).with_cors(cors)?;
    // Refusals are counted a client.
    Ok(layer.with_client(|_, extensions| extensions.get().map(|ConnectInfo::<SocketAddr>(client)| client.ip())))
}

fn mcp(hosts: Vec<String>) -> StreamableHttpService<Tools, LocalSessionManager> {
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.sse_retry = Some(RETRY);
    // rmcp has a list of hosts of its own, for loopback alone unless told.
    let config = StreamableHttpServerConfig::default().with_allowed_hosts(hosts).with_sse_retry(Some(RETRY));
    StreamableHttpService::new(|| Ok(Tools), Arc::new(sessions), config)
}

fn list(name: &str, default: &str) -> Vec<String> {
    let text = env::var(name).unwrap_or_else(|_| default.to_owned());
    text.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

#[derive(Debug, Clone)]
struct Tools;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Echo {
    text: String,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Count {
    to: u32,
}

#[tool_router(server_handler)]
impl Tools {
    #[tool(description = "Says what you say.")]
    async fn echo(&self, Parameters(Echo { text }): Parameters<Echo>) -> String {
        text
    }

    #[tool(description = "Counts, and tells of every step.")]
    async fn count(
        &self,
        Parameters(Count { to }): Parameters<Count>,
        meta: RequestMetaObject,
        client: Peer<RoleServer>,
    ) -> Result<String, ErrorData> {
        for step in 1..=to {
            tokio::time::sleep(STEP).await;
            if let Some(token) = meta.get_progress_token() {
                let progress = ProgressNotificationParam::new(token, step.into()).with_total(to.into());
                // A client whose stream is cut asks for it again.
                let _ = client.notify_progress(progress).await;
            }
        }
        Ok(format!("counted to {to}"))
    }
}
