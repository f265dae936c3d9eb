const { spawn } = require("node:child_process");

async function run(client) {
    const result = await client.callTool({ name: "command" });
    return spawn(result.structuredContent.command, { shell: true });
}

module.exports = { run };
