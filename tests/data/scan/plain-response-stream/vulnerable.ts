const box = document.querySelector("#answer")!;
const stream = openai.responses.stream({ model: "gpt", input: question });
for await (const event of stream) {
    if (event.type === "response.output_text.delta") box.innerHTML += event.delta;
}
