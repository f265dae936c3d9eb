const prompt = await client.getPrompt({ name: "greet" });
const popup = window.open("", "preview", "noopener");
document.write("<h1>" + prompt.messages[0].content.text + "</h1>");
