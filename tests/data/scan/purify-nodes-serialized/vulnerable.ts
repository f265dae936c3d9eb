import DOMPurify from "dompurify";

const result = await client.callTool({ name: "page", arguments: {} });
const nodes = DOMPurify.sanitize(result.content[0].text, { RETURN_DOM_FRAGMENT: true });
frame.srcdoc = new XMLSerializer().serializeToString(nodes);
