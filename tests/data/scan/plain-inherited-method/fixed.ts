class View {
    show(text: string) {
        this.panel.textContent = text;
    }
}

export class Chat extends View {
    async run() {
        const result = await this.client.callTool({ name: "page" });
        this.show(result.content[0].text);
    }
}
