export default {
    props: ["toolResult"],
    render(h) {
        return h("div", { domProps: { textContent: this.toolResult.text } });
    },
};
