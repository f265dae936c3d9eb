// Shadow trees that markup declares: what is in an open one is found with it, and a closed one, which nobody can
// look into, may not be declared.
const quoted = (text) => `\${${text}.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}`;
const FRAME = `<iframe sandbox='allow-scripts allow-top-navigation' srcdoc="${quoted('script(`top.location = "${evil}"`)')}"></iframe>`;
const PEER = "new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] })";
const SENDS = `(async () => {
    const c = ${PEER};
    c.createDataChannel("x");
    await c.setLocalDescription(await c.createOffer());
  })()`;
const WEBRTC = `<iframe srcdoc="${quoted(`script(\`${SENDS.replaceAll("`", "\\`").replaceAll("\\`stun:127.0.0.1:${port}\\`", "'stun:127.0.0.1:${port}'")}\`)`)}"></iframe>`;
const HINT = "<link rel=preconnect href='${evil}'>";

const tree = (mode, content, host = "div") =>
  `\`<${host}><template shadowrootmode=${mode}>${content}</template></${host}>\``;
const unsafe = (markup) => `({ evil, port, add, script }) => void add("div").setHTMLUnsafe(${markup})`;
const written = (markup) => `({ evil, port, add, script }) => {
  const f = add("iframe");
  const d = f.contentDocument;
  d.write(${markup});
  d.close();
}`;
const inWritten = (statements) => `({ evil, add, script }) => {
  const d = add("iframe").contentDocument;
  ${statements};
  d.close();
}`;
const later = (statement) => `new Promise((resolve) => setTimeout(() => resolve(${statement})))`;
const top = (markup) => `({ evil, port, add, script }) => ${later(`document.write(${markup})`)}`;
const parsed = (markup) => `({ evil, port, script }) =>
  void document.body.append(document.adoptNode(Document.parseHTMLUnsafe(${markup}).body))`;

const both = (name, content, more = {}) =>
  ["open", "closed"].flatMap((mode) => [
    [`setHTMLUnsafe, ${mode}: ${name}`, { source: unsafe(tree(mode, content)), ...more }],
    [`a written document, ${mode}: ${name}`, { source: written(tree(mode, content)), ...more }],
    [`the page, written, ${mode}: ${name}`, { source: top(tree(mode, content)), ...more }],
    [`parseHTMLUnsafe, ${mode}: ${name}`, { source: parsed(tree(mode, content)), ...more }],
  ]);

export default {
  ...Object.fromEntries([
    ...both("a frame that leaves", FRAME),
    ...both("a frame with WebRTC", WEBRTC, { hit: "datagram" }),
  ]),
  "setHTMLUnsafe, open: a hint": { source: unsafe(tree("open", HINT)), hit: "connection" },
  "a tree in a tree": unsafe(tree("open", tree("open", FRAME).slice(1, -1))),
  "a tree in a tree's slot": unsafe(tree("open", `<slot></slot>${tree("open", FRAME, "p").slice(1, -1)}`)),
  "a mode with capitals": unsafe(tree("OPEN", FRAME).replace("shadowrootmode", "ShadowRootMode")),
  "a mode with a reference": unsafe(tree("&#111;pen", FRAME)),
  "a tree that is written in two calls": `({ evil, add, script }) => {
    const d = add("iframe").contentDocument;
    d.write("<div><template shadowroot");
    d.write(\`mode=open>${FRAME}</template></div>\`);
    d.close();
  }`,
  "a frame's setHTMLUnsafe": `({ evil, add, script }) =>
    void add("iframe").contentWindow.Element.prototype.setHTMLUnsafe.call(add("div"), ${tree("open", FRAME)})`,
  "a clone of a closed tree": `({ evil, add, script }) => {
    const host = document.createElement("div");
    host.attachShadow({ mode: "closed", clonable: true }).innerHTML = \`${FRAME}\`;
    document.body.append(host.cloneNode(true));
  }`,
  "a clone of a closed tree, by the options of a function": `({ evil, add, script }) => {
    const host = document.createElement("div");
    const options = Object.assign(() => {}, { mode: "closed", clonable: true });
    host.attachShadow(options).innerHTML = \`${FRAME}\`;
    document.body.append(host.cloneNode(true));
  }`,
  "a clone of an open tree": `({ evil, add, script }) => {
    const host = document.createElement("div");
    host.attachShadow({ mode: "open", clonable: true }).innerHTML = \`${FRAME}\`;
    document.body.append(document.importNode(host, true));
  }`,
  "a template with a host in it": `({ evil, add, script }) => {
    const template = document.createElement("template");
    template.setHTMLUnsafe(${tree("open shadowrootclonable", FRAME)});
    document.body.append(document.importNode(template.content, true));
  }`,
  "a srcdoc that declares one": `({ evil, add, script }) => void add("iframe", { srcdoc: ${tree("open", FRAME)} })`,
  "a srcdoc that declares a closed one": `({ evil, add, script }) => void add("iframe", { srcdoc: ${tree("closed", FRAME)} })`,
  "a srcdoc that declares a closed one, by attribute": `({ evil, add, script }) =>
    void add("iframe").setAttribute("srcdoc", ${tree("closed", FRAME)})`,
  "a srcdoc that declares a closed one, by an Attr": `({ evil, add, script }) =>
    void add("iframe").setAttributeNode(Object.assign(document.createAttribute("srcdoc"), { value: ${tree("closed", FRAME)} }))`,
  "a srcdoc that declares a closed one, in markup": `({ evil, add, script }) => {
    const markup = ${tree("closed", FRAME)};
    add("div").innerHTML = \`<iframe srcdoc="\${markup.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>\`;
  }`,
  "setHTMLUnsafe of a shadow tree": `({ evil, add, script }) =>
    void add("div").attachShadow({ mode: "open" }).setHTMLUnsafe(${tree("closed", FRAME)})`,
  "a closed tree in an open one": unsafe(tree("open", tree("closed", FRAME).slice(1, -1))),
  "an open tree in a closed one": unsafe(tree("closed", tree("open", FRAME).slice(1, -1))),
  "a closed mode with a reference": unsafe(tree("&#99;losed", FRAME)),
  "a closed mode with capitals": unsafe(
    tree("CLOSED", FRAME).replace("<template shadowrootmode", "<TEMPLATE/ShadowRootMode"),
  ),
  "a closed mode with spaces and quotes": unsafe(tree("\n 'closed'", FRAME)),
  "a closed mode behind a quoted tag": unsafe(tree("closed", FRAME).replace("<template", "<template title='>'")),
  "a closed mode behind what scripting hides": unsafe(`\`<noscript><!--</noscript>${tree("closed", FRAME).slice(1)}`),
  "a closed mode in two calls": inWritten(
    `d.write("<div><template shadowroot"); d.write(\`mode=closed>${FRAME}</template></div>\`)`,
  ),
  "a closed mode in two calls, in the name": inWritten(
    `d.write("<div><temp"); d.write(\`late shadowrootmode=closed>${FRAME}</template></div>\`)`,
  ),
  "a closed mode in two calls, behind a quote": inWritten(
    `d.write("<div><template title='>'"); d.write(\` shadowrootmode=closed>${FRAME}</template></div>\`)`,
  ),
  "a closed mode one letter at a time": inWritten(`for (const letter of ${tree("closed", FRAME)}) d.write(letter)`),
  "a closed mode in several arguments": inWritten(
    `d.write("<div><template shadow", "rootmode", "=", "closed", \`>${FRAME}</template></div>\`)`,
  ),
  "a closed mode in a line": inWritten(`d.writeln(${tree("closed", FRAME)})`),
  "a closed mode that a script in what is written ends": inWritten(
    `d.write("<div><script>document.write('<template shadowroot' + 'mode=')</" + \`script>closed>${FRAME}</template></div>\`)`,
  ),
  "a closed mode that a script in trusted markup begins": inWritten(`
    const p = window.trustedTypes?.createPolicy("x", { createHTML: (s) => s }) ?? { createHTML: (s) => s };
    d.write(p.createHTML("<div><script>document.write('<template shadowroot' + 'mode=')</" + \`script>closed>${FRAME}</template></div>\`))`),
  "a closed mode that a script behind a style sheet begins": `({ evil, own, add, script, sleep }) => {
    const d = add("iframe").contentDocument;
    d.write(\`<link rel=stylesheet href=\${own}/slow.css><div><script>document.write('<template shadowroot' + 'mode=')</\` + \`script>closed>${FRAME}</template></div>\`);
    d.close();
    return sleep(1_500);
  }`,
  "a clone of a declared tree": `({ evil, add, script }) => {
    const host = document.createElement("div");
    host.setHTMLUnsafe(${tree("closed shadowrootclonable", FRAME)});
    document.body.append(host.cloneNode(true));
  }`,
  "a closed tree by its internals": `({ evil, add, script }) => {
    customElements.define("x-i", class extends HTMLElement { i = this.attachInternals(); });
    const div = add("div");
    div.setHTMLUnsafe("<x-i><template shadowrootmode=closed></template></x-i>");
    customElements.upgrade(div);
    div.firstChild.i.shadowRoot.innerHTML = \`${FRAME}\`;
  }`,
  "a closed tree that is clean, by its internals": `({ evil, add, script }) => {
    customElements.define("x-i", class extends HTMLElement { i = this.attachInternals(); });
    const div = add("div");
    if (!div.setHTML) div.setHTML = div.setHTMLUnsafe;
    div.setHTML("<x-i><template shadowrootmode=closed></template></x-i>", { sanitizer: {} });
    customElements.upgrade(div);
    div.firstChild.i.shadowRoot.innerHTML = \`${FRAME}\`;
  }`,
  "a closed tree by what is in it": `({ evil, add, script }) => {
    window.fill = (root) => (root.innerHTML = \`${FRAME}\`);
    add("div").setHTMLUnsafe("<p><template shadowrootmode=closed><img src='data:,' onerror='fill(this.getRootNode())'></template></p>");
  }`,
  "a closed tree in a document that XSLT makes": `({ evil, add, script }) => {
    const sheet = \`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/>
      <xsl:template match="/"><html><body><div><template shadowrootmode="closed">
        <iframe sandbox="allow-scripts allow-top-navigation" srcdoc="{.}"/></template></div></body></html></xsl:template></xsl:stylesheet>\`;
    const xml = (text) => new DOMParser().parseFromString(text, "text/xml");
    const processor = new XSLTProcessor();
    processor.importStylesheet(xml(sheet));
    const source = xml("<a/>");
    source.documentElement.textContent = script(\`top.location = "\${evil}"\`);
    document.body.append(document.adoptNode(processor.transformToDocument(source).body));
  }`,
  "a closed mode by a default policy": `({ evil, add, script }) => {
    const meta = document.createElement("meta");
    meta.httpEquiv = "Content-Security-Policy";
    meta.content = "require-trusted-types-for 'script'";
    const div = add("div");
    const createHTML = () => ${tree("closed", FRAME)};
    trustedTypes.createPolicy("default", { createHTML, createScript: (text) => text });
    document.head.append(meta);
    div.setHTMLUnsafe("x");
  }`,
  "a frame's setHTMLUnsafe, closed": `({ evil, add, script }) =>
    void add("iframe").contentWindow.Element.prototype.setHTMLUnsafe.call(add("div"), ${tree("closed", FRAME)})`,
  "an open tree's sandbox that changes in the task": `({ evil, add, script }) => {
    const div = add("div");
    div.setHTMLUnsafe(${tree("open", FRAME)});
    div.firstChild.shadowRoot.firstChild.setAttribute("sandbox", "allow-scripts");
  }`,
};
