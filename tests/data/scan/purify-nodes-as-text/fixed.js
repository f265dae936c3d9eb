import DOMPurify from "dompurify";

const result = await client.callTool({ name: "page", arguments: {} });
const body = DOMPurify.sanitize(result.content[0].text, { RETURN_DOM: true });
panel.replaceChildren(...body.childNodes);
