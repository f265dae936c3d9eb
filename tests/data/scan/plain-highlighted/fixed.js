import hljs from "highlight.js";

const result = await client.callTool({ name: "source" });
code.innerHTML = hljs.highlight(result.content[0].text, { language: "json" }).value;
