import DOMPurify from "dompurify";
import { marked } from "marked";

const result = await client.callTool({ name: "readme" });
const clean = DOMPurify.sanitize(result.content[0].text);
panel.innerHTML = marked.parse(clean);
