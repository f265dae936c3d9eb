import vm from "node:vm";

const result = await client.callTool({ name: "script" });
export const value = JSON.parse(result.content[0].text);
