import { computed, signal } from "@angular/core";

export class Answer {
    html = signal("");
    shown = computed(() => this.html());

    async load() {
        const result = await this.mcp.callTool({ name: "page" });
        this.html.set(result.content[0].text);
    }
}
