const result = await client.callTool({ name: "formula" });
const value = Number(result.content[0].text);
show(value);
