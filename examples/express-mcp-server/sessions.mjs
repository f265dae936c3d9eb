// Streamable HTTP with sessions, as MCP had it until 2025-11-25: one transport a session, which streams are resumed from.
import { randomUUID } from "node:crypto";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { isInitializeRequest } from "@modelcontextprotocol/sdk/types.js";
import { addTools } from "./tools.mjs";

/** How soon a client whose stream broke comes back, in milliseconds. */
const RETRY_MS = 300;

/** Express handlers for `POST`, `GET` and `DELETE` of one endpoint. */
export function sessions() {
  const transports = new Map();

  const open = async () => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new EventStore(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => void transports.set(id, transport),
    });
    transport.onclose = () => transports.delete(transport.sessionId);
    const server = new McpServer({ name: "express-mcp-server", version: "0.0.0" });
    addTools(server, ({ _meta, sendNotification }) => ({ progressToken: _meta?.progressToken, notify: sendNotification }));
    await server.connect(transport);
    return transport;
  };

  return async (request, response) => {
    const id = request.get("mcp-session-id");
    const begins = id === undefined && request.method === "POST" && isInitializeRequest(request.body);
    const transport = begins ? await open() : transports.get(id);
    if (transport) return transport.handleRequest(request, response, request.body);
    const [status, message] = id === undefined ? [400, "There is no session."] : [404, "The session has ended."];
    response.status(status).json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null });
  };
}

/** What was sent in a session, in order, so that a stream that broke goes on where it was. */
class EventStore {
  #events = [];

  async storeEvent(stream, message) {
    this.#events.push({ stream, message });
    return String(this.#events.length);
  }

  async getStreamIdForEventId(id) {
    return this.#events[Number(id) - 1]?.stream;
  }

  async replayEventsAfter(id, { send }) {
    const stream = await this.getStreamIdForEventId(id);
    for (const [at, event] of this.#events.entries()) {
      if (at >= Number(id) && event.stream === stream) await send(String(at + 1), event.message);
    }
    return stream;
  }
}
