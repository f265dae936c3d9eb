import DOMPurify from "dompurify";
import { marked } from "marked";

const result = await client.callTool({ name: "readme" });
const html = marked.parse(result.content[0].text);
panel.innerHTML = DOMPurify.sanitize(html);
