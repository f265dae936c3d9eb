const result = await client.callTool({ name: "next" });
const url = new URL(result.structuredContent.next);
if (url.protocol !== "https:") {
    throw new Error("not https");
}
location.href = url.href;
