import DOMPurify from "dompurify";

const policy = trustedTypes.createPolicy("output", { createHTML: (html) => DOMPurify.sanitize(html) });
const result = await client.callTool({ name: "page" });
panel.innerHTML = policy.createHTML(result.content[0].text);
