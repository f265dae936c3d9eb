// The frame that speaks to a visitor's MCP server. It shows nothing: what the server says goes to the lab's page as data.
import "./zod-config.ts";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Answered, Asked } from "./messages.ts";

/** The lab's page: by its server's other name, or beside this document. */
const LAB = [location.origin, location.origin.replace("//127.0.0.1:", "//localhost:")];

window.addEventListener("message", ({ data, origin, ports, source }) => {
  const [port] = ports;
  if (data !== "port" || !LAB.includes(origin) || source !== window.parent || !port) return;
  let client: Client | null = null;
  port.onmessage = async ({ data }: MessageEvent<Asked>) => port.postMessage(await answer(data));

  async function answer(asked: Asked): Promise<Answered> {
    try {
      if (asked.type === "connect") {
        await client?.close();
        client = await connect(asked.url, asked.token);
        return await described(client);
      }
      if (!client) throw new Error("Not connected.");
      return { type: "called", result: await client.callTool({ name: asked.name, arguments: asked.arguments }) };
    } catch (error) {
      return { type: "failed", message: error instanceof Error ? error.message : String(error) };
    }
  }
});

async function connect(address: string, token: string): Promise<Client> {
  const headers: Record<string, string> = token === "" ? {} : { Authorization: `Bearer ${token}` };
  // A redirect would take the token elsewhere.
  const requestInit: RequestInit = { headers, cache: "no-store", redirect: token === "" ? "follow" : "error" };
  const client = new Client({ name: "cordon-lab", version: "0.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit }));
  return client;
}

async function described(client: Client): Promise<Answered> {
  const { tools } = await client.listTools();
  const { name = "MCP server" } = client.getServerVersion() ?? {};
  return {
    type: "connected",
    about: `${name}, protocol ${client.getNegotiatedProtocolVersion() ?? "unknown"}`,
    tools: tools.map(({ name, title, description }) => ({
      name,
      description: [title, description].filter(Boolean).join(": "),
    })),
  };
}
