const result = await client.callTool({ name: "hooks" });
await fetch(result.structuredContent.hook, { method: "POST", keepalive: true, body: state });
