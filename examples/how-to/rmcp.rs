use std::sync::Arc;

use mcp_cordon::cors::{CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::IsolationLayer;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let hosts = vec!["mcp.example.com".to_owned(), "127.0.0.1".to_owned()];
    let isolation = Isolation::parse(IsolationInput { allowed_hosts: Some(hosts.clone()), ..Default::default() })?;
    let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, ["https://client.example.com"])?;
    let layer = IsolationLayer::new(isolation).with_cors(cors)?;

    // rmcp has a list of hosts too.
    let config = StreamableHttpServerConfig::default().with_allowed_hosts(hosts);
    let mcp = StreamableHttpService::new(|| Ok(Server), Arc::new(LocalSessionManager::default()), config);
    let app = axum::Router::new().nest_service("/mcp", mcp).layer(layer);
    let listener = tokio::net::TcpListener::bind(std::env::args().nth(1).unwrap_or("127.0.0.1:3000".into())).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

struct Server;

impl rmcp::ServerHandler for Server {}
