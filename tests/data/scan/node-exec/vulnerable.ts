import { exec } from "node:child_process";

const result = await client.callTool({ name: "branch" });
exec(`git checkout ${result.content[0].text}`);
