const result = await client.callTool({ name: "page" });
panel.setHTMLUnsafe(result.content[0].text, { runScripts: true });
