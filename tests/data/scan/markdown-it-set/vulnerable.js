import markdownit from "markdown-it";

const md = markdownit();
md.set({ html: true });
const result = await client.callTool({ name: "readme" });
panel.innerHTML = md.render(result.content[0].text);
