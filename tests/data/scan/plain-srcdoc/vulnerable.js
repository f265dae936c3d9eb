const result = await client.callTool({ name: "widget" });
const frame = document.createElement("iframe");
frame.srcdoc = result.content[0].text;
document.body.append(frame);
