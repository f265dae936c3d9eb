import { shell } from "electron";

const result = await client.callTool({ name: "docs" });
const url = new URL(result.structuredContent.url);
if (url.protocol === "https:") await shell.openExternal(url.href);
