// A session of each official client, from its beginning to its end: in Node, and bundled for a page.
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const INFO = { name: "mcp-cordon-test", version: "0.0.0" };
/**
 * Firefox holds a GET back while another of the same URL is under way, unless it is told to leave its cache alone: a
 * client that listens on one stream could not resume another.
 */
const OPTIONS = { fetch: (url, init) => fetch(url, { ...init, cache: "no-store" }) };
const MODERN = { versionNegotiation: { mode: { pin: "2026-07-28" } } };
const GENERATIONS = {
  "sdk 1": {
    open: (url) => [new Client1(INFO), new Transport1(url, OPTIONS)],
    call: (client, params, options) => client.callTool(params, undefined, options),
  },
  "client 2": {
    open: (url) => [new Client2(INFO), new Transport2(url, OPTIONS)],
    call: (client, params, options) => client.callTool(params, options),
  },
  "client 2, revision 2026-07-28": {
    open: (url) => [new Client2(INFO, MODERN), new Transport2(url, OPTIONS)],
    call: (client, params, options) => client.callTool(params, options),
  },
};
export const CLIENTS = Object.keys(GENERATIONS);
/** Where an example serves that client. */
export const pathFor = (name) => (name.endsWith("2026-07-28") ? "/stateless" : "/mcp");
/** So many that a client is back before the last: rmcp keeps no stream that is complete. */
const STEPS = 12;
/** What a session tells where all went well. */
export const WENT_WELL = {
  tools: ["count", "echo"],
  echo: "hello",
  count: `counted to ${STEPS}`,
  progress: Array.from({ length: STEPS }, (_, at) => at + 1),
};

/** Initializes, lists, calls, has a call stream, which `cut` may break at its second step, and closes. */
export async function session(name, url, cut) {
  const { open, call } = GENERATIONS[name];
  const [client, transport] = open(new URL(url));
  await client.connect(transport);
  const textOf = ({ content: [{ text }] }) => text;
  const { tools } = await client.listTools();
  const echo = await call(client, { name: "echo", arguments: { text: "hello" } });
  // rmcp sends again what a client says it had last.
  const progress = new Set();
  const onprogress = ({ progress: step }) => {
    if (step === 2 && !progress.has(2)) cut?.(transport.sessionId);
    progress.add(step);
  };
  const count = await call(client, { name: "count", arguments: { to: STEPS } }, { onprogress });
  const { sessionId } = transport;
  await transport.terminateSession();
  await client.close();
  const names = tools.map(({ name }) => name).sort();
  return { tools: names, echo: textOf(echo), count: textOf(count), progress: [...progress], sessionId };
}
