function build(range, markup) {
    return new Text(markup);
}

const result = await client.callTool({ name: "chart" });
target.append(build(document.createRange(), result.structuredContent.svg));
