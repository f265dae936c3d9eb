import DOMPurify from "dompurify";

const result = await client.callTool({ name: "readme" });
const clean = DOMPurify.sanitize(result.content[0].text);
const linked = clean.replace(/(https?:[^ ]+)/g, '<a href="$1">$1</a>');
panel.innerHTML = linked;
