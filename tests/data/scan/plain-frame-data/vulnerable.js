export function show(toolResult) {
    const frame = document.createElement("iframe");
    frame.src = "data:text/html," + toolResult.content[0].text;
    document.body.append(frame);
}
