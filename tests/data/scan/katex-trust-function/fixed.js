import katex from "katex";

export const formula = (text) => katex.renderToString(text, { trust: (context) => context.protocol === "https" });
