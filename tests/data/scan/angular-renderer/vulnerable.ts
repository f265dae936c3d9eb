export class Answer {
    constructor(private host: ElementRef, private renderer: Renderer2, private mcp: Mcp) {}

    async load() {
        const result = await this.mcp.callTool({ name: "page" });
        this.renderer.setProperty(this.host.nativeElement, "innerHTML", result.content[0].text);
    }
}
