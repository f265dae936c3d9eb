const result = await client.callTool({ name: "plugin" });
const script = document.createElement("script");
script.src = result.structuredContent.url;
document.head.append(script);
