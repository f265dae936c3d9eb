export default {
    props: ["toolResult"],
    render(h) {
        return h("div", { domProps: { innerHTML: this.toolResult.text } });
    },
};
