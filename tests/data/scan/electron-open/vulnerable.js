import { shell } from "electron";

const result = await client.callTool({ name: "docs" });
await shell.openExternal(result.structuredContent.url);
