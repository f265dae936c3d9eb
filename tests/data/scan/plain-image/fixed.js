const result = await client.callTool({ name: "pixel" });
new Image().src = `/icons/${result.structuredContent.icon}`;
