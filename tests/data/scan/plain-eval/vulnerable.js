const result = await client.callTool({ name: "formula" });
const value = eval(result.content[0].text);
show(value);
