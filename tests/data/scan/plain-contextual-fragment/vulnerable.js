function build(range, markup) {
    return range.createContextualFragment(markup);
}

const result = await client.callTool({ name: "chart" });
target.append(build(document.createRange(), result.structuredContent.svg));
