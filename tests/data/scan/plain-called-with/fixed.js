function show(text) {
    this.panel.textContent = text;
}

const result = await client.callTool({ name: "page" });
show.call(view, result.content[0].text);
