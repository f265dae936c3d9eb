import DOMPurify from "dompurify";

const result = await client.callTool({ name: "readme" });
const text = result.content[0].text;
const linked = text.replace(/(https?:[^ ]+)/g, '<a href="$1">$1</a>');
panel.innerHTML = DOMPurify.sanitize(linked);
