// What Cordon says of a result: before, and of its own output.
import { cleanText, sanitizeToolResult, type Finding, type Policy } from "mcp-cordon";
import { blocksOf } from "./frame/blocks.ts";
import { fill, type Text } from "./attacks.ts";

export interface Judged {
  before: Finding[];
  after: Finding[];
  /** Why nothing is shown, where nothing is. */
  failure: Error | null;
}

/** What stands for the addresses that a run alone knows, outside of one. */
export const EXAMPLES = { attacker: "https://attacker.example", self: "https://client.example" };

export function judge(sent: unknown, text: Text, asked: Policy): Judged {
  const { result, policy } = fill({ result: sent, policy: asked }, EXAMPLES);
  try {
    const { result: safe, findings } = sanitizeToolResult(result, { policy, text });
    // Markdown has become HTML on the way.
    const after = sanitizeToolResult(safe, { policy, text: text === "plain" ? "plain" : "html" }).findings;
    return { before: findings, after, failure: null };
  } catch (error) {
    return { before: [], after: [], failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

export interface Revealed {
  label: string;
  text: string;
  findings: Finding[];
}

/** Each text of a result, with what hides in it written out. */
export function reveal(result: unknown): Revealed[] {
  const texts = blocksOf(result).flatMap((block, at): [string, string][] => {
    const resource = block.resource as { text?: unknown } | null | undefined;
    const own = typeof block.text === "string" ? block.text : resource?.text;
    if (typeof own === "string") return [[`content[${at}]`, own]];
    return block.structuredContent === undefined
      ? []
      : [["structuredContent", JSON.stringify(block.structuredContent, null, 2)]];
  });
  return texts
    .map(([label, text]) => ({ label, ...cleanText(text, { invisibleText: "reveal" }) }))
    .filter(({ findings }) => findings.length > 0);
}
