//! The MCP server: it lists the table and answers with its texts.

use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, Implementation, JsonObject,
    ListToolsResult, MetaObject, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool as Described,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler};
use serde_json::json;

use crate::tools::{TOOLS, Tool};

/// What the page and the tests need to know of a tool; a real server would hardly tell.
const META_KEY: &str = "mcp-cordon.lab/tool";

#[derive(Clone, Debug)]
pub(crate) struct Lab {
    attacker: Arc<str>,
}

pub(crate) fn service(page_origin: &str, attacker: &str) -> StreamableHttpService<Lab, LocalSessionManager> {
    let lab = Lab { attacker: attacker.into() };
    let config = StreamableHttpServerConfig::default().with_allowed_origins([page_origin]).enforce_origin_validation();
    StreamableHttpService::new(move || Ok(lab.clone()), Arc::default(), config)
}

impl ServerHandler for Lab {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_instructions("Every tool's result is made up; most of them attack the page that shows them.");
        info.server_info = Implementation::new("cordon-lab", env!("CARGO_PKG_VERSION"));
        info
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(TOOLS.iter().map(described).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = Tool::find(&request.name)
            .ok_or_else(|| ErrorData::invalid_params(format!("no tool is called {:?}", request.name), None))?;
        Ok(CallToolResult::success(vec![ContentBlock::text(tool.text_for(&self.attacker))]).into())
    }
}

fn described(tool: &Tool) -> Described {
    let mut schema = JsonObject::new();
    schema.insert("type".into(), json!("object"));
    let mut meta = MetaObject::new();
    meta.insert(
        META_KEY.into(),
        json!({
            "hostile": tool.intent.is_hostile(),
            "media": tool.media.name(),
            "apis": tool.intent.apis(),
        }),
    );
    let mut described = Described::new(tool.name, tool.description, schema).with_title(tool.title);
    described.meta = Some(meta);
    described
}
