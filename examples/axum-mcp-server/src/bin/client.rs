//! An MCP client on rmcp: `client URL [REVISION]` begins, lists the tools, calls two, closes, and prints what came as
//! JSON. From revision 2026-07-28 on there is no session.

use std::env;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use rmcp::model::{CallToolRequestParams, CallToolResult, ProgressNotificationParam, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, NotificationContext};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::{ClientHandler, RoleClient};
use serde_json::{Value, from_value, json};

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
    let mut args = env::args().skip(1);
    let url = args.next().context("usage: client URL [REVISION]")?;
    let revision = args.next().map(|revision| from_value::<ProtocolVersion>(revision.into())).transpose()?;
    let lifecycle = match revision {
        Some(revision) if !revision.has_initialize() => {
            ClientLifecycleMode::Discover { preferred_versions: vec![revision] }
        }
        _ => ClientLifecycleMode::Initialize,
    };

    let client = Client::default();
    let transport = StreamableHttpClientTransport::from_uri(url);
    let mut session = client.clone().serve_with_lifecycle(transport, lifecycle).await?;
    let tools: Vec<_> = session.list_all_tools().await?.into_iter().map(|tool| tool.name).collect();
    let echo = session.call_tool(call("echo", json!({ "text": "hello" }))).await?;
    let count = session.call_tool(call("count", json!({ "to": 12 }))).await?;
    session.close().await?;
    let progress = client.progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
    println!("{}", json!({ "tools": tools, "echo": text(&echo), "count": text(&count), "progress": progress }));
    Ok(())
}

fn call(name: &'static str, arguments: Value) -> CallToolRequestParams {
    CallToolRequestParams::new(name).with_arguments(arguments.as_object().cloned().unwrap_or_default())
}

fn text(result: &CallToolResult) -> Option<&str> {
    result.content.first().and_then(|content| content.as_text()).map(|content| content.text.as_str())
}
