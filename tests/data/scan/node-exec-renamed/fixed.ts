import { execFile as run } from "node:child_process";
import { promisify } from "node:util";

const program = promisify(run);

export async function commit(client: Client) {
    const result = await client.callTool({ name: "message", arguments: {} });
    await program("git", ["commit", "-m", result.content[0].text]);
}
