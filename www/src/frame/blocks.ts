/** A content block as a server sent it: nothing of it is known. */
export type Block = Record<string, unknown>;

/** The blocks of a `CallToolResult`, and what it carries beside them as one more. */
export function blocksOf(result: unknown): Block[] {
  const { content, structuredContent } = (result ?? {}) as { content?: unknown; structuredContent?: unknown };
  const blocks = Array.isArray(content) ? content : [];
  return structuredContent === undefined ? blocks : [...blocks, { type: "structuredContent", structuredContent }];
}

/** The texts of its text blocks. */
export const textsOf = (result: unknown): string[] =>
  blocksOf(result)
    .filter(({ type }) => type === "text")
    .map(({ text }) => String(text));
