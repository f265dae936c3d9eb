const result = await client.callTool({ name: "plot" });
const plot = compileFormula(String(result.structuredContent.formula).slice(0, 80));
draw(plot);
