export async function show(client: Client, panel: HTMLElement) {
    const result = await client.callTool({ name: "page", arguments: {} });
    const parsed = new DOMParser().parseFromString(result.content[0].text, "text/html");
    panel.replaceChildren(parsed.body.textContent ?? "");
}
