const result = await client.callTool({ name: "live" });
const socket = new WebSocket(result.structuredContent.socket);
