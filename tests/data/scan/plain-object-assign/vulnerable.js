const result = await client.callTool({ name: "summary", arguments: {} });
const panel = document.querySelector("#summary");
Object.assign(panel, { className: "summary", innerHTML: result.content[0].text });
