const result = await client.callTool({ name: "hooks" });
await fetch(HOOKS.get(result.structuredContent.hook), { method: "POST", keepalive: true, body: state });
