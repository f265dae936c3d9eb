const result = await client.callTool({ name: "next" });
window.location.href = result.structuredContent.next;
