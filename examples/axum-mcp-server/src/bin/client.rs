//! An MCP client on rmcp: `client URL` opens a session, lists the tools, calls two, closes, and prints what came as JSON.

use std::env;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use rmcp::model::{CallToolRequestParams, ProgressNotificationParam};
use rmcp::service::NotificationContext;
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::{ClientHandler, RoleClient, ServiceExt};
use serde_json::{Value, json};

#[derive(Debug, Clone, Default)]
struct Client {
    progress: Arc<Mutex<Vec<f64>>>,
}

impl ClientHandler for Client {
    async fn on_progress(&self, params: ProgressNotificationParam, _context: NotificationContext<RoleClient>) {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).push(params.progress);
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = env::args().nth(1).context("usage: client URL")?;
    let client = Client::default();
    let mut session = client.clone().serve(StreamableHttpClientTransport::from_uri(url)).await?;
    let server = session.peer_info().map(|info| info.protocol_version.to_string());
    let tools: Vec<_> = session.list_all_tools().await?.into_iter().map(|tool| tool.name).collect();
    let echo = session.call_tool(call("echo", json!({ "text": "hello" }))).await?;
    let count = session.call_tool(call("count", json!({ "to": 3 }))).await?;
    session.close().await?;
    let progress = client.progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
    println!(
        "{}",
        json!({ "version": server, "tools": tools, "echo": echo.content, "count": count.content, "progress": progress }),
    );
    Ok(())
}

fn call(name: &'static str, arguments: Value) -> CallToolRequestParams {
    let arguments = match arguments {
        Value::Object(members) => members,
        _ => Default::default(),
    };
    CallToolRequestParams::new(name).with_arguments(arguments)
}
