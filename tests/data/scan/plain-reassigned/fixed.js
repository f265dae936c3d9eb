import DOMPurify from "dompurify";

export async function show(client, panel) {
    let html = (await client.callTool({ name: "page" })).content[0].text;
    html = DOMPurify.sanitize(html);
    panel.innerHTML = html;
}
