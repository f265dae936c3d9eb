const result = await client.callTool({ name: "next" });
window.location.href = `/pages/${result.structuredContent.next}`;
