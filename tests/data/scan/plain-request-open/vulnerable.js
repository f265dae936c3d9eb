const result = await client.callTool({ name: "next" });
const request = new XMLHttpRequest();
request.open("POST", result.structuredContent.next);
request.send(state);
