const resource = await client.readResource({ uri: "ui://report" });
const text = resource.contents[0].text;
document.querySelector("#report").innerText = text;
