const result = await client.callTool({ name: "summary", arguments: {} });
const panel = document.querySelector("#summary");
Object.assign(panel, { className: "summary", textContent: result.content[0].text });
