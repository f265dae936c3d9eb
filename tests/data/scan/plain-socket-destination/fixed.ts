const result = await client.callTool({ name: "live" });
const socket = new WebSocket(`wss://live.example/${result.structuredContent.room}`);
