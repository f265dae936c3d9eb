import { h } from "vue";

export const Answer = (toolOutput: string) => h("div", toolOutput);
