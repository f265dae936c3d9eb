import { h } from "vue";

export const Answer = (toolOutput: string) => h("div", { innerHTML: toolOutput });
