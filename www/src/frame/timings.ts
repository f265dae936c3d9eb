// How long this browser takes for one result: our sanitizer, DOMPurify, and the browser's own.
import DOMPurify from "dompurify";
import { marked } from "marked";
import { inspectToolOutput, sanitizeToolOutput } from "mcp-cordon";
import type { Timing, TimingsTask, Told } from "../task.ts";
import { textsOf } from "./blocks.ts";

/** Each takes about this long in all, whatever one call costs. */
const BUDGET_MS = 250;

interface WithSetHtml extends Element {
  setHTML?(html: string): void;
}

export async function time({ text, result }: TimingsTask): Promise<Told> {
  const html = textsOf(result)
    .map((one) => (text === "markdown" ? marked.parse(one, { async: false }) : one))
    .join("\n");
  const inert = document.implementation.createHTMLDocument("");
  const scratch: WithSetHtml = inert.body;
  const rows: [string, (() => unknown) | null][] = [
    ["mcp-cordon, string to string", () => sanitizeToolOutput(html)],
    ["mcp-cordon, with the report", () => inspectToolOutput(html)],
    ["DOMPurify, string to string", () => DOMPurify.sanitize(html)],
    ["Element.setHTML", typeof scratch.setHTML === "function" ? () => scratch.setHTML?.(html) : null],
    // cordon-ignore-next-line scan-markup-from-output: the body of a document that nobody sees, for the time it takes
    ["innerHTML, parsed and nothing else", () => (scratch.innerHTML = html)],
  ];
  const timings: Timing[] = [];
  for (const [name, call] of rows) {
    timings.push({ name, ms: call === null ? null : medianOf(call) });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { type: "timings", bytes: new TextEncoder().encode(html).length, timings };
}

/** Browsers round their clock, so that a round of calls is measured and never one. */
function medianOf(call: () => unknown): number {
  const round = (calls: number): number => {
    const from = performance.now();
    for (let n = 0; n < calls; n++) call();
    return (performance.now() - from) / calls;
  };
  let calls = 1;
  while (calls < 1 << 20 && round(calls) * calls < BUDGET_MS / 10) calls *= 2;
  const rounds = Array.from({ length: 9 }, () => round(calls)).sort((one, other) => one - other);
  return rounds[4] ?? 0;
}
