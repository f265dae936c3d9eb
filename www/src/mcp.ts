import { Client, StreamableHTTPClientTransport, type CallToolResult, type Tool } from "@modelcontextprotocol/client";

const META_KEY = "mcp-cordon.lab/tool";

export type Media = "html" | "markdown";

export interface LabTool {
  name: string;
  title: string;
  description: string;
  hostile: boolean;
  media: Media;
  apis: string[];
}

export interface Server {
  about: string;
  tools: LabTool[];
  call(tool: LabTool): Promise<CallToolResult>;
}

export async function connect(): Promise<Server> {
  const client = new Client({ name: "cordon-lab", version: "0.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", location.origin)));
  const { tools } = await client.listTools();
  return {
    about: `${client.getServerVersion()?.name ?? "MCP server"}, protocol ${client.getNegotiatedProtocolVersion() ?? "unknown"}`,
    tools: tools.map(labTool),
    call: (tool) => client.callTool({ name: tool.name, arguments: {} }),
  };
}

function labTool(tool: Tool): LabTool {
  const meta = (tool._meta?.[META_KEY] ?? {}) as { hostile?: unknown; media?: unknown; apis?: unknown };
  return {
    name: tool.name,
    title: tool.title ?? tool.name,
    description: tool.description ?? "",
    hostile: meta.hostile === true,
    media: meta.media === "markdown" ? "markdown" : "html",
    apis: Array.isArray(meta.apis) ? meta.apis.map(String) : [],
  };
}
