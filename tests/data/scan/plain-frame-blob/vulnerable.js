const { contents } = await client.readResource({ uri: "ui://app" });
const page = new Blob([contents[0].text], { type: "text/html" });
frame.src = URL.createObjectURL(page);
