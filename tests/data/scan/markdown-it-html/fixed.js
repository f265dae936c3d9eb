import markdownit from "markdown-it";

const md = markdownit({ html: false });
const result = await client.callTool({ name: "readme" });
panel.innerHTML = md.render(result.content[0].text);
