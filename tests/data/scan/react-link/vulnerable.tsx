import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

export function Source({ result }: { result: CallToolResult }) {
    const { url, title } = result.structuredContent as { url: string; title: string };
    return <a href={url}>{title}</a>;
}
