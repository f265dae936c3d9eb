const stream = await openai.chat.completions.create({ model: "m", messages, stream: true });
let text = "";
for await (const chunk of stream) {
    text += chunk.choices[0].delta.content;
    answer.textContent = text;
}
