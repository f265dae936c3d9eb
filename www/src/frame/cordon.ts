// A client with Cordon: the guard first, then every block of a result made safe and put in as nodes.
import { installGuard, renderToolResult } from "mcp-cordon";
import type { Called, ResultTask, Told } from "../task.ts";

export function showAsCordon(
  output: HTMLElement,
  { result, text, policy }: ResultTask,
  onCall: (called: Called) => void,
): Told {
  const guard = installGuard(policy, { onViolation: ({ api, url, layer }) => onCall({ api, url, layer }) });
  renderToolResult(output, result, { policy, text });
  return { type: "shown", layers: guard.layers.filter(({ active }) => active).map(({ name }) => name) };
}
