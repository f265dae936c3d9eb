import DOMPurify from "dompurify";

const result = await client.callTool({ name: "page", arguments: {} });
frame.srcdoc = DOMPurify.sanitize(result.content[0].text);
