const result = await client.callTool({ name: "report" });
const { sections } = JSON.parse(result.content[0].text);
const html = sections.map(({ title, body }) => `<h3>${title}</h3>${body}`).join("");
report.textContent = html;
