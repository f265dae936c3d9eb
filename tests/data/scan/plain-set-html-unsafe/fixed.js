const result = await client.callTool({ name: "page" });
panel.setHTML(result.content[0].text);
