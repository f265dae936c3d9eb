// A client with Cordon: the guard first, then every block of a result made safe and put in as nodes.
import { installGuard, renderToolResult, streamToolOutput } from "mcp-cordon";
import type { Called, ResultTask, Told } from "../task.ts";
import type { Shower } from "./stream.ts";

export function showAsCordon(
  output: HTMLElement,
  { result, text, policy }: ResultTask,
  onCall: (called: Called) => void,
): Told {
  const guard = installGuard(policy, { onViolation: ({ api, url, layer }) => onCall({ api, url, layer }) });
  renderToolResult(output, result, { policy, text });
  return { type: "shown", layers: guard.layers.filter(({ active }) => active).map(({ name }) => name) };
}

/** The same for a text that arrives. */
export function streamAsCordon(
  output: HTMLElement,
  { text, policy }: ResultTask,
  onCall: (called: Called) => void,
): Shower {
  installGuard(policy, { onViolation: ({ api, url, layer }) => onCall({ api, url, layer }) });
  const stream = streamToolOutput(output, { policy, text });
  return { append: (chunk) => stream.append(chunk), end: () => void stream.end() };
}
