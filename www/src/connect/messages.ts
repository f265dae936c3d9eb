// Between the lab's page and the frame that speaks MCP for it.

export type Asked =
  | { type: "connect"; url: string; token: string }
  | { type: "call"; name: string; arguments: Record<string, unknown> };

export interface ServerTool {
  name: string;
  description: string;
}

export type Answered =
  | { type: "connected"; about: string; tools: ServerTool[] }
  | { type: "called"; result: unknown }
  | { type: "failed"; message: string };
