export async function show(client, panel) {
    const result = await client.callTool({ name: "weather", arguments: {} });
    panel.innerHTML = result.content[0].text;
}
