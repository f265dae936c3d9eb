const RENDER = "textContent";

export async function show(client, panel) {
    const result = await client.callTool({ name: "page", arguments: {} });
    panel[RENDER] = result.content[0].text;
}
