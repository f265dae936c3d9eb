const result = await client.callTool({ name: "source" });
code.innerHTML = `<pre>${result.content[0].text}</pre>`;
