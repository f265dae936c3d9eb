const prompt = await client.getPrompt({ name: "greet" });
const popup = window.open("", "preview", "noopener");
document.body.append(prompt.messages[0].content.text);
