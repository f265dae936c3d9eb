const result = await client.callTool({ name: "sources" });
for (const source of result.structuredContent.sources) {
    const link = document.createElement("a");
    if (!/^https?:\/\//.test(source.url)) continue;
    link.href = source.url;
    list.append(link);
}
