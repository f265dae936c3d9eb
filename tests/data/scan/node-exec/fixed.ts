import { execFile } from "node:child_process";

const result = await client.callTool({ name: "branch" });
execFile("git", ["checkout", result.content[0].text]);
