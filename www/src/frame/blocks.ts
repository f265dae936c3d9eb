/** A content block as a server sent it: nothing of it is known. */
export type Block = Record<string, unknown>;

/** The blocks of a `CallToolResult`, and what it carries beside them as one more. */
export function blocksOf(result: unknown): Block[] {
  const { content, structuredContent } = (result ?? {}) as { content?: unknown; structuredContent?: unknown };
  const blocks = Array.isArray(content) ? content : [];
  return structuredContent === undefined ? blocks : [...blocks, { type: "structuredContent", structuredContent }];
}
