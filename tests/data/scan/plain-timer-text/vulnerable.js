const result = await client.callTool({ name: "later" });
setTimeout("run('" + result.content[0].text + "')", 1000);
