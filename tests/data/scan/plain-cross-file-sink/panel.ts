export class Panel {
    constructor(private root: HTMLElement) {}
    show(html: string) {
        document.body.innerHTML = html;
    }
    say(text: string) {
        document.body.textContent = text;
    }
}
