const clean = (text) => text.replace(/<script>/g, "");
const result = await client.callTool({ name: "page" });
panel.innerHTML = clean(result.content[0].text);
