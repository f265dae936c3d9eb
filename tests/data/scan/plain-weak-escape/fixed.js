const clean = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const result = await client.callTool({ name: "page" });
panel.innerHTML = clean(result.content[0].text);
