const result = await client.callTool({ name: "links" });
const script = document.createElement("script");
script.type = "speculationrules";
script.textContent = JSON.stringify({ prefetch: [{ urls: [`/next/${result.structuredContent.page}`] }] });
document.head.append(script);
