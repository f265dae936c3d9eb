/** The blocks of a `CallToolResult`, and what it carries beside them as one more. */
export function blocksOf(result: unknown): Record<string, any>[] {
  const { content, structuredContent } = (result ?? {}) as { content?: unknown; structuredContent?: unknown };
  const blocks = Array.isArray(content) ? content : [];
  return structuredContent === undefined ? blocks : [...blocks, { type: "structuredContent", structuredContent }];
}
