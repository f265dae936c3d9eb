class View {
    show(text: string) {
        this.panel.innerHTML = text;
    }
}

export class Chat extends View {
    async run() {
        const result = await this.client.callTool({ name: "page" });
        this.show(result.content[0].text);
    }
}
