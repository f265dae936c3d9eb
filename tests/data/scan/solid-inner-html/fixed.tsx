import { createSignal } from "solid-js";

export function Answer({ client }) {
    const [html, setHtml] = createSignal("");
    client.callTool({ name: "page" }).then((result) => setHtml(result.content[0].text));
    return <div textContent={html()} />;
}
