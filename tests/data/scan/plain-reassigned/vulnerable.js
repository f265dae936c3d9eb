import DOMPurify from "dompurify";

export async function show(client, panel) {
    let html = (await client.callTool({ name: "page" })).content[0].text;
    if (panel.dataset.clean) {
        html = DOMPurify.sanitize(html);
    }
    panel.innerHTML = html;
}
