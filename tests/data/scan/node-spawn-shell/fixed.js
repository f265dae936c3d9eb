const { spawn } = require("node:child_process");

async function run(client) {
    const result = await client.callTool({ name: "command" });
    return spawn("make", [result.structuredContent.command]);
}

module.exports = { run };
