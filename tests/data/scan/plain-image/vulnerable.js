const result = await client.callTool({ name: "pixel" });
new Image().src = result.structuredContent.icon;
