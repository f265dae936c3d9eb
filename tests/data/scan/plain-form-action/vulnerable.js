const result = await client.callTool({ name: "survey" });
const form = document.querySelector("form");
const url = new URL(result.structuredContent.submit);
if (url.protocol === "https:") {
    form.action = url.href;
}
