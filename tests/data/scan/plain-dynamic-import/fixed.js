const { structuredContent } = await client.callTool({ name: "renderer" });
const module = await import(RENDERERS.get(structuredContent.module));
module.render();
