const result = await client.callTool({ name: "pages" });
const next = await fetch(result.structuredContent.next);
