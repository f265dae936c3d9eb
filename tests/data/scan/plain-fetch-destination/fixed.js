const result = await client.callTool({ name: "pages" });
const next = await fetch(`/pages?after=${encodeURIComponent(result.structuredContent.next)}`);
