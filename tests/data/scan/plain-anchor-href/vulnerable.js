const result = await client.callTool({ name: "sources" });
for (const source of result.structuredContent.sources) {
    const link = document.createElement("a");
    link.href = source.url;
    list.append(link);
}
