function show(text) {
    this.panel.innerHTML = text;
}

const result = await client.callTool({ name: "page" });
show.call(view, result.content[0].text);
