import DOMPurify from "dompurify";

const result = await client.callTool({ name: "readme" });
const decoded = decodeURIComponent(result.content[0].text);
panel.innerHTML = DOMPurify.sanitize(decoded);
