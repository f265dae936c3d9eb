import showdown from "showdown";
import DOMPurify from "dompurify";

const converter = new showdown.Converter();
const result = await client.callTool({ name: "readme" });
panel.innerHTML = DOMPurify.sanitize(converter.makeHtml(result.content[0].text));
