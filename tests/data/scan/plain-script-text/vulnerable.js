const result = await client.readResource({ uri: "ui://widget" });
const script = document.createElement("script");
script.textContent = result.contents[0].text;
document.head.append(script);
