const { structuredContent } = await client.callTool({ name: "renderer" });
const module = await import(structuredContent.module);
module.render();
