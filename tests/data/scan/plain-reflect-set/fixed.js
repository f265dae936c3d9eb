const result = await client.callTool({ name: "summary", arguments: {} });

for (const panel of document.querySelectorAll(".summary")) {
    Reflect.set(panel, "textContent", result.content[0].text);
}
