const result = await client.callTool({ name: "plugin" });
const script = document.createElement("script");
script.src = PLUGINS.get(result.structuredContent.name);
document.head.append(script);
