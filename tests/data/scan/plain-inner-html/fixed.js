export async function show(client, panel) {
    const result = await client.callTool({ name: "weather", arguments: {} });
    panel.textContent = result.content[0].text;
}
