import "./zod-config.ts";
import { auditPage, CordonError, installGuard, type Guard, type Policy } from "mcp-cordon";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { renderDefended, type Removed } from "./defended.ts";
import { byId, el, quiet } from "./dom.ts";
import { connect, type LabTool, type Server } from "./mcp.ts";
import { MODES, modeOf } from "./mode.ts";
import { attackerPanel, auditPanel, guardPanel, removedPanel, type AttackerLog } from "./panels.ts";
import { renderUndefended } from "./undefended.ts";
import { registerWorker } from "./worker.ts";

const POLICY: Policy = { connect: ["'self'"] };
const POLL_MS = 500;

const mode = modeOf(location);
const result = byId("result", HTMLElement);
let guard: Guard | null = null;

if (mode.guard) switchGuard();
else show("guard", guardPanel(null));
showMode();
// A script in a result could click the switch as well: only a reader's own click counts.
byId("guard-switch", HTMLButtonElement).addEventListener("click", (event) => event.isTrusted && switchGuard());
byId("reset", HTMLButtonElement).addEventListener("click", resetAttacker);
void start();

async function start(): Promise<void> {
  try {
    // What another mode of the page let through is not this one's doing.
    await resetAttacker();
    void pollAttacker();
    await registerWorker();
    const server = await connect();
    byId("server", HTMLElement).textContent = server.about;
    showTools(server);
  } catch (error) {
    fail(error);
  }
  await audit();
}

function show(id: string, content: Node): void {
  byId(id, HTMLElement).replaceChildren(content);
}

function showMode(): void {
  const links = MODES.map(({ href, title }) =>
    el("a", href === mode.href ? { href, "aria-current": "page" } : { href }, title),
  );
  byId("modes", HTMLElement).replaceChildren(...links);
  const line = byId("mode", HTMLElement);
  line.textContent = mode.about;
  line.dataset.defended = String(mode.header);
  document.title = `${mode.title} · Cordon attack lab`;
}

function showTools(server: Server): void {
  const group = (title: string, tools: LabTool[]): HTMLElement =>
    el("section", {}, el("h3", {}, title), el("ul", {}, ...tools.map((tool) => el("li", {}, toolButton(server, tool)))));
  byId("tools", HTMLElement).replaceChildren(
    group("Hostile", server.tools.filter((tool) => tool.hostile)),
    group("Benign", server.tools.filter((tool) => !tool.hostile)),
  );
}

function toolButton(server: Server, tool: LabTool): HTMLButtonElement {
  const attributes = {
    type: "button",
    "data-tool": tool.name,
    "data-hostile": String(tool.hostile),
    "data-media": tool.media,
    "data-apis": tool.apis.join(" "),
    title: tool.description,
  };
  const button = el("button", attributes, el("strong", {}, tool.name), el("span", {}, tool.title));
  button.addEventListener("click", () => void call(server, tool));
  return button;
}

async function call(server: Server, tool: LabTool): Promise<void> {
  result.dataset.state = "calling";
  result.setAttribute("aria-busy", "true");
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.toggleAttribute("aria-current", button.getAttribute("data-tool") === tool.name);
  }
  byId("result-heading", HTMLElement).textContent = tool.title;
  byId("result-about", HTMLElement).textContent = tool.description;
  byId("failure", HTMLElement).hidden = true;
  byId("shown", HTMLElement).replaceChildren();
  try {
    const answer = await server.call(tool);
    byId("raw", HTMLElement).textContent = textOf(answer);
    show("removed", removedPanel(render(answer, tool)));
    result.dataset.state = "shown";
  } catch (error) {
    fail(error);
  }
  result.dataset.tool = tool.name;
  result.dataset.calls = String(Number(result.dataset.calls) + 1);
  result.removeAttribute("aria-busy");
  byId("result-heading", HTMLElement).scrollIntoView({ block: "nearest" });
}

function render(answer: CallToolResult, tool: LabTool): Removed[] | null {
  const target = byId("shown", HTMLElement);
  if (mode.sanitizer) return renderDefended(target, answer, tool.media, POLICY);
  renderUndefended(target, textOf(answer), tool.media);
  return null;
}

function textOf(answer: CallToolResult): string {
  return answer.content.map((block) => (block.type === "text" ? block.text : JSON.stringify(block))).join("\n\n");
}

function fail(error: unknown): void {
  const code = error instanceof CordonError ? `${error.code}: ` : "";
  const line = byId("failure", HTMLElement);
  line.textContent = code + (error instanceof Error ? error.message : String(error));
  line.hidden = false;
  result.dataset.state = "failed";
}

function switchGuard(): void {
  if (guard === null) {
    guard = installGuard(POLICY, { onViolation: () => queueMicrotask(showGuard) });
  } else {
    guard.uninstall();
    guard = null;
  }
  showGuard();
  byId("guard-switch", HTMLButtonElement).textContent = guard === null ? "Install" : "Uninstall";
}

function showGuard(): void {
  show("guard", guardPanel(guard));
}

async function audit(): Promise<void> {
  try {
    // The probe asks for a name that does not exist. Only a page that refuses it keeps that from the resolver.
    show("audit", auditPanel(await auditPage({ refetch: true, probe: mode.header })));
  } catch (error) {
    show("audit", quiet(error instanceof Error ? error.message : String(error)));
  }
}

async function resetAttacker(): Promise<void> {
  await fetch("/attacker/reset", { method: "POST" });
  await readAttacker();
}

async function pollAttacker(): Promise<void> {
  await readAttacker();
  setTimeout(() => void pollAttacker(), POLL_MS);
}

let lastLog = "";

async function readAttacker(): Promise<void> {
  try {
    const text = await (await fetch("/attacker/hits")).text();
    if (text === lastLog) return;
    lastLog = text;
    const log = JSON.parse(text) as AttackerLog;
    byId("count-number", HTMLElement).textContent = String(log.total);
    byId("count-label", HTMLElement).textContent = `${log.total === 1 ? "request" : "requests"} reached the attacker`;
    byId("count", HTMLElement).dataset.reached = String(log.total > 0 || log.connections > 0);
    show("attacker", attackerPanel(log));
  } catch {
    byId("count-label", HTMLElement).textContent = "the lab's server does not answer";
  }
}
