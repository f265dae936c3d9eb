import { renderToolResult } from "mcp-cordon";

/** Shows what `call` returned, and says what was found in it. */
export function show(target, result, options) {
  const { findings } = renderToolResult(target, result, options);
  return findings.map(({ severity, title, evidence }) => `${severity}: ${title} (${evidence?.path})`);
}
