import { html } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

export async function view(client) {
    const result = await client.callTool({ name: "page" });
    return html`<main>${result.content[0].text}</main>`;
}
