const result = await client.callTool({ name: "plot" });
const plot = new Function("x", "return " + result.structuredContent.formula);
draw(plot);
