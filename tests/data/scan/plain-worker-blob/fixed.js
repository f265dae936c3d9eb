export function start(toolResult) {
    const script = new Blob([`connect(${JSON.stringify(toolResult.structuredContent.url)})`], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(script));
}
