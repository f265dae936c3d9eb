import { exec as run } from "node:child_process";
import { promisify } from "node:util";

const shell = promisify(run);

export async function commit(client: Client) {
    const result = await client.callTool({ name: "message", arguments: {} });
    await shell(`git commit -m "${result.content[0].text}"`);
}
