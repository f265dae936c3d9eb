class ToolView {
    constructor(root) {
        this.root = root;
    }
    async load(client) {
        this.result = await client.callTool({ name: "list" });
        this.render();
    }
    render() {
        this.root.textContent = this.result.content[0].text;
    }
}

export const start = (client) => new ToolView(document.body).load(client);
