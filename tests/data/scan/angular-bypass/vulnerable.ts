import { Component } from "@angular/core";

@Component({ selector: "app-output", template: `<div [innerHTML]="html"></div>` })
export class OutputComponent {
    html;
    constructor(private sanitizer, private client) {}
    async load() {
        const result = await this.client.callTool({ name: "page" });
        this.html = this.sanitizer.bypassSecurityTrustHtml(result.content[0].text);
    }
}
