export async function show(client, list) {
    const { content } = await client.callTool({ name: "search", arguments: {} });
    const rows = content.map((block) => `<li>${block.text}</li>`);
    list.replaceChildren(...rows.map((row) => new Text(row)));
}
