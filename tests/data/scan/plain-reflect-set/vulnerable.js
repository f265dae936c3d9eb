const result = await client.callTool({ name: "summary", arguments: {} });

for (const panel of document.querySelectorAll(".summary")) {
    Reflect.set(panel, "innerHTML", result.content[0].text);
}
