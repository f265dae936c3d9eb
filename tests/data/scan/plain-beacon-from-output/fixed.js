const result = await client.callTool({ name: "configure" });
const { endpoint } = result.structuredContent;
addEventListener("pagehide", () => {
    navigator.sendBeacon("/state", JSON.stringify(state));
});
