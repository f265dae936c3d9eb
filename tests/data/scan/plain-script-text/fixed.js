const result = await client.readResource({ uri: "ui://widget" });
const script = document.createElement("pre");
script.textContent = result.contents[0].text;
document.head.append(script);
