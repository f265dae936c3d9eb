export function start(toolResult) {
    const script = new Blob([`connect("${toolResult.structuredContent.url}")`], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(script));
}
