import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

export function Source({ result }: { result: CallToolResult }) {
    const { url, title } = result.structuredContent as { url: string; title: string };
    if (!url.startsWith("https://")) return null;
    return <a href={url}>{title}</a>;
}
