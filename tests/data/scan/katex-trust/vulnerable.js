import katex from "katex";

export const render = (formula) => katex.renderToString(formula, {
    trust: true,
});
