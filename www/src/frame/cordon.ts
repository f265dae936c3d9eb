// A client with Cordon: the guard first, then every block of a result made safe and put in as nodes.
import {
  checkUrl,
  installGuard,
  parsePolicy,
  renderToolOutput,
  sanitizeToolResult,
  type Policy,
  type SafeToolResult,
} from "mcp-cordon";
import type { Called, ResultTask, Told } from "../task.ts";

type Block = NonNullable<SafeToolResult["content"]>[number];

export function showAsCordon(
  output: HTMLElement,
  { result, text, policy }: ResultTask,
  onCall: (called: Called) => void,
): Told {
  const guard = installGuard(policy, { onViolation: ({ api, url, layer }) => onCall({ api, url, layer }) });
  const { result: safe } = sanitizeToolResult(result, { policy, text });
  output.replaceChildren(...(safe.content ?? []).map((block) => elementOf(block, text === "plain", policy)));
  return { type: "shown", layers: guard.layers.filter(({ active }) => active).map(({ name }) => name) };
}

function elementOf(block: Block, isPlain: boolean, policy: Policy): HTMLElement {
  switch (block.type) {
    case "text":
      return textOf(String(block.text), isPlain, policy);
    case "image":
      return withAttributes("img", { src: `data:${block.mimeType};base64,${block.data}`, alt: "" });
    case "audio":
      return withAttributes("audio", { src: `data:${block.mimeType};base64,${block.data}`, controls: "" });
    case "resource_link":
      return linkOf(block, policy);
    default: {
      const { text, uri } = (block.resource ?? {}) as { text?: string; uri?: string };
      return text === undefined ? code(checkUrl(uri ?? "", { policy }).display) : textOf(text, isPlain, policy);
    }
  }
}

function textOf(text: string, isPlain: boolean, policy: Policy): HTMLElement {
  if (isPlain) return Object.assign(document.createElement("pre"), { textContent: text });
  const part = document.createElement("div");
  renderToolOutput(part, text, { policy });
  return part;
}

/** What a server calls a link says nothing of where it leads, so that stands beside it. */
function linkOf(block: Block, policy: Policy): HTMLElement {
  const { allowed, url, display } = checkUrl(String(block.uri), { policy });
  const part = document.createElement("p");
  const label = String(block.title || block.name || display);
  const { target, rel } = parsePolicy(policy).links ?? {};
  const link = { href: url ?? "", target: target ?? "_blank", rel: rel ?? "noopener", class: "mcp-cordon-link" };
  part.append(
    allowed && url ? withAttributes("a", link, label) : label,
    " ",
    code(display),
    " ",
    String(block.description ?? ""),
  );
  return part;
}

function code(text: string): HTMLElement {
  return Object.assign(document.createElement("code"), { textContent: text });
}

function withAttributes(name: string, attributes: Record<string, string>, text = ""): HTMLElement {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.textContent = text;
  return element;
}
