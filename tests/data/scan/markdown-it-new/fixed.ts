import MarkdownIt from "markdown-it";

const OPTIONS = { linkify: true };
const md = new MarkdownIt(OPTIONS);

export async function show(client: Client, panel: HTMLElement) {
    const result = await client.callTool({ name: "readme" });
    panel.innerHTML = md.render(result.content[0].text);
}
