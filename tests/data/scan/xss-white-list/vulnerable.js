import xss from "xss";

export const clean = (html) => xss(html, { whiteList: { a: ["href", "onclick"], p: [] } });
