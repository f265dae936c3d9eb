import { html, render } from "lit";

const result = await client.callTool({ name: "page" });
render(html`<div .innerHTML=${result.content[0].text}></div>`, document.body);
