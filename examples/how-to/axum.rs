use std::net::SocketAddr;

use axum::{Router, extract::ConnectInfo, routing::post};
use mcp_cordon::cors::{CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::IsolationLayer;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let hosts = vec!["mcp.example.com".to_owned(), "127.0.0.1".to_owned()];
    let isolation = Isolation::parse(IsolationInput { allowed_hosts: Some(hosts), ..Default::default() })?;
    let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, ["https://client.example.com"])?;
    let layer = IsolationLayer::new(isolation)
        .with_cors(cors)?
        .with_client(|_, extensions| extensions.get::<ConnectInfo<SocketAddr>>().map(|client| client.0.ip()));

    let app = Router::new().route("/mcp", post(async || "called")).layer(layer);
    let listener = tokio::net::TcpListener::bind(std::env::args().nth(1).unwrap_or("127.0.0.1:3000".into())).await?;
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}
