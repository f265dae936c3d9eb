const result = await client.callTool({ name: "next" });
const request = new XMLHttpRequest();
request.open("POST", `/pages/${result.structuredContent.next}`);
request.send(state);
