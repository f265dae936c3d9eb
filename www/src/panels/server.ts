// A visitor's own MCP server. A frame with a policy of its own speaks to it, since this page may contact its own origin alone.
import { button, el, field, messageOf, quiet } from "../dom.ts";
import { isApart, type Lab } from "../lab.ts";
import type { Answered, Asked, ServerTool } from "../connect/messages.ts";

export function serverView(root: HTMLElement, lab: Lab, open: (result: unknown, from: string) => void): void {
  const address = el("input", {
    type: "url",
    required: "",
    placeholder: "http://localhost:3000/mcp",
    id: "mcp-address",
  });
  if (lab.mcp !== null) address.value = lab.mcp;
  const token = el("input", { type: "password", autocomplete: "off", id: "mcp-token" });
  const about = el("p", { role: "status", class: "quiet", id: "mcp-about" });
  const tools = el("div", { id: "mcp-tools" });
  const host = el("div", { hidden: "" });
  const form = el(
    "form",
    { class: "fields" },
    field(
      "Address",
      address,
      `Streamable HTTP. The server must allow the origin ${new URL(lab.connect).origin}: see docs/server.md.`,
    ),
    isApart(lab)
      ? field("Bearer token", token, "Sent to that address alone, and kept nowhere.")
      : quiet("No token: the frames of this copy have the page's own origin, and a result could read it."),
    el("p", { class: "actions" }, el("button", { type: "submit", class: "primary", id: "mcp-connect" }, "Connect")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void connect();
  });
  root.replaceChildren(
    el("h2", {}, "Your server"),
    el("p", {}, "Call a tool of your own MCP server, and see its result in today's clients and with Cordon."),
    form,
    about,
    tools,
    host,
  );

  let ask: (asked: Asked) => Promise<Answered>;

  async function connect(): Promise<void> {
    about.textContent = "Connecting…";
    tools.replaceChildren();
    try {
      ask = await connector(host, lab);
      const answer = await ask({ type: "connect", url: address.value, token: token.value });
      if (answer.type !== "connected") throw new Error("The server answered something else.");
      about.textContent = `${answer.about}: ${answer.tools.length} tools.`;
      tools.replaceChildren(el("ul", { class: "tools" }, ...answer.tools.map((tool) => el("li", {}, toolForm(tool)))));
    } catch (error) {
      about.textContent = `Not connected. ${messageOf(error)}`;
    }
  }

  function toolForm(tool: ServerTool): HTMLElement {
    const args = el("textarea", { rows: "2", spellcheck: "false", "aria-label": `Arguments of ${tool.name}, as JSON` });
    args.value = "{}";
    const problem = quiet("");
    const call = async (): Promise<void> => {
      try {
        const answer = await ask({
          type: "call",
          name: tool.name,
          arguments: JSON.parse(args.value) as Record<string, unknown>,
        });
        if (answer.type === "called") open(answer.result, tool.name);
      } catch (error) {
        problem.textContent = messageOf(error);
      }
    };
    const callButton = button("Call it", () => void call(), { "data-tool": tool.name });
    return el(
      "details",
      {},
      el("summary", {}, el("strong", {}, tool.name), ` ${tool.description}`),
      args,
      el("p", { class: "actions" }, callButton),
      problem,
    );
  }
}

/** How long a server may take to answer. */
const ANSWER_MS = 30_000;

/** Loads the frame that speaks MCP, and a way to ask it. */
function connector(host: HTMLElement, lab: Lab): Promise<(asked: Asked) => Promise<Answered>> {
  const frame = el("iframe", { src: new URL("connect.html", lab.connect).href, title: "Connection to an MCP server" });
  const channel = new MessageChannel();
  let waiting: ((answered: Answered) => void) | null = null;
  channel.port1.onmessage = ({ data }: MessageEvent<Answered>) => waiting?.(data);
  const ask = (asked: Asked): Promise<Answered> =>
    new Promise((resolve, reject) => {
      waiting = (answered) => (answered.type === "failed" ? reject(new Error(answered.message)) : resolve(answered));
      setTimeout(() => reject(new Error(`There was no answer in ${ANSWER_MS / 1000} seconds.`)), ANSWER_MS);
      channel.port1.postMessage(asked);
    });
  return new Promise((resolve, reject) => {
    frame.addEventListener("error", () => reject(new Error("connect.html cannot be loaded.")));
    frame.addEventListener("load", () => {
      frame.contentWindow?.postMessage("port", new URL(lab.connect).origin, [channel.port2]);
      resolve(ask);
    });
    host.replaceChildren(frame);
  });
}
