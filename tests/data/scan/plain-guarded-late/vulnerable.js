const result = await client.callTool({ name: "next" });
const url = new URL(result.structuredContent.next);
if (url.protocol !== "https:") {
    console.warn("not https");
}
location.href = url.href;
