//! The MCP server: it lists the table of tools and answers with their results.

use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorData, Implementation, JsonObject, ListToolsResult, MetaObject,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool as Described,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler};
use serde_json::json;

use crate::tools::Tool;

const META_KEY: &str = "mcp-cordon.lab/tool";

#[derive(Clone, Debug)]
pub(crate) struct Server {
    tools: Arc<[Tool]>,
}

pub(crate) fn service(page_origin: &str, tools: Arc<[Tool]>) -> StreamableHttpService<Server, LocalSessionManager> {
    let server = Server { tools };
    let config = StreamableHttpServerConfig::default().with_allowed_origins([page_origin]).enforce_origin_validation();
    StreamableHttpService::new(move || Ok(server.clone()), Arc::default(), config)
}

impl ServerHandler for Server {
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
        Ok(ListToolsResult::with_all_items(self.tools.iter().map(described).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = self.tools.iter().find(|tool| tool.name == request.name);
        let unknown = || ErrorData::invalid_params(format!("no tool is called {:?}", request.name), None);
        Ok(tool.ok_or_else(unknown)?.result.clone().into())
    }
}

fn described(tool: &Tool) -> Described {
    let mut schema = JsonObject::new();
    schema.insert("type".into(), json!("object"));
    let mut meta = MetaObject::new();
    meta.insert(META_KEY.into(), json!(tool.facts));
    let mut described = Described::new(tool.name.clone(), tool.about.clone(), schema).with_title(tool.title.clone());
    described.meta = Some(meta);
    described
}
