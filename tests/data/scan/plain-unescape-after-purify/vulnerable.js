import DOMPurify from "dompurify";

const result = await client.callTool({ name: "readme" });
const clean = DOMPurify.sanitize(result.content[0].text);
panel.innerHTML = clean.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
