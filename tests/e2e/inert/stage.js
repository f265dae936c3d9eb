// Runs in the page: renders rows in every way that a page has, provokes them, and says what happened.
import * as cordon from "/index.js";
import { judge } from "/judge.js";
import { WAYS, append, children, make, markup, outline } from "/tree.js";

export const PROFILES = ["text", "markup", "rich"];

/** What the suite must flag: a sanitizer that lets everything through. */
const identity = {
  sanitizeToolOutput: (html) => html,
  sanitizeMarkdown: (markdown) => markdown,
  sanitizeToFragment: (html, { document }) => {
    const template = make(document, "template");
    template.innerHTML = html;
    return document.importNode(template.content, true);
  },
  renderToolOutput: (target, html) => {
    target.innerHTML = html;
  },
};

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Rows whose script ran, by id; `__ran` is what every payload calls. */
let ran = new Map();
window.__ran = (id, how = "script") => {
  if (!ran.has(id)) ran.set(id, new Set());
  ran.get(id).add(how);
};
addEventListener("message", ({ data }) => typeof data === "number" && window.__ran(data, "script in a frame"));

/** Renders rows `{ id, html, markdown }`; returns for each id what was wrong with it. */
export async function watch(rows, { raw = false, settle = 300 } = {}) {
  const api = raw ? identity : cordon;
  ran = new Map();
  const globals = namesOf(window);
  const stages = rows.map((row) => new Stage(row, raw));
  for (const stage of stages) stage.render(api);
  await sleep(settle / 2);
  for (const stage of stages) stage.provoke(raw);
  await sleep(settle);
  const offenses = Object.fromEntries(stages.map((stage) => [stage.row.id, stage.verdict()]));
  for (const [id, how] of ran) {
    offenses[id] ??= [];
    offenses[id].push(...[...how].map((how) => `ran: ${how}`));
  }
  const added = namesOf(window).filter((name) => !globals.includes(name));
  for (const stage of stages) stage.close();
  return { offenses, refused: Object.fromEntries(stages.map((stage) => [stage.row.id, [...stage.refused]])), added };
}

/** How many elements each profile leaves of benign markup, and what the judge says of it. */
export function show(html) {
  return Object.fromEntries(
    PROFILES.map((profile) => {
      const target = document.createElement("div");
      cordon.renderToolOutput(target, html, { profile });
      return [profile, { elements: target.querySelectorAll("*").length, offenses: judge(target, profile) }];
    }),
  );
}

const namesOf = (window) => Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name));

class Stage {
  refused = new Set();
  #wrong = new Set();
  #raw;
  #frames;
  /** Whether `document.open` gives a frame this page's address is up to the engine. */
  #addresses;
  /** Of the first frame; what is shown there may take its name. */
  #body;
  #roots = [];
  /** The tree that each string stands for. */
  #expected = new Map();

  /** Two frames for each row: one to set markup in, one to write a document in. */
  constructor(row, raw) {
    this.row = row;
    this.#raw = raw;
    this.#frames = [frame(row.id, raw), frame(row.id, raw)];
  }

  render(api) {
    const { document } = this.#frames[0].contentWindow;
    this.#body = document.body;
    const written = new Set();
    // The profile that keeps the most: what is flagged in it is flagged for what it does, not for being an element.
    for (const profile of this.#raw ? ["rich"] : PROFILES) {
      const options = { ...this.row.options, profile };
      const html = this.#attempt(() => api.sanitizeToolOutput(this.row.html, options));
      if (html !== undefined) this.#show(api, document, profile, html, written);
      const { markdown = this.row.html } = this.row;
      const fromMarkdown = this.#attempt(() => api.sanitizeMarkdown(markdown, options));
      if (fromMarkdown !== undefined && fromMarkdown !== html) {
        this.#place(document, WAYS.innerHTML(fromMarkdown, document), profile, "Markdown");
      }
    }
    this.#write(written);
    this.#addresses = this.#frames.map(({ contentWindow }) => contentWindow.location.href);
  }

  /** The string, parsed in every way, the fragment, and what `renderToolOutput` does: one tree. */
  #show(api, document, profile, html, written) {
    const fragment = api.sanitizeToFragment(this.row.html, { ...this.row.options, profile, document });
    const expected = outline(fragment);
    const target = append(this.#body, make(document, "div"));
    api.renderToolOutput(target, this.row.html, { ...this.row.options, profile });
    this.#compare(expected, outline(target), `renderToolOutput, ${profile}`);
    this.#keep(target, profile, "renderToolOutput");
    this.#place(document, fragment, profile, "fragment");
    for (const [way, parse] of Object.entries(WAYS)) {
      let text = html;
      // Raw markup is shown again only to see what it becomes.
      const times = this.#raw && way !== "innerHTML" ? 1 : 3;
      for (let time = 1; time <= times; time++) {
        const root = parse(text, document);
        this.#compare(expected, outline(root), `${way} ${time}, ${profile}`);
        const next = markup(root);
        // Where it is the tree that was shown before, showing it once more adds nothing but time.
        const changed = outline(root) !== expected || next !== text;
        if (changed || (way === "innerHTML" && time === 1)) this.#place(document, root, profile, `${way} ${time}`);
        text = next;
      }
    }
    written.add(html);
    this.#expected.set(html, { expected, profile });
  }

  /** `document.write`: the one way that runs scripts and obeys `base` and `meta` as it parses. */
  #write(written) {
    const { document } = this.#frames[1].contentWindow;
    document.open();
    if (this.#raw) {
      for (const html of written) document.write(html);
      document.close();
      return this.#keep(document, "rich", "document.write");
    }
    document.write("<!doctype html><html><body>");
    for (const html of written) {
      document.write('<div class="stage-written">');
      document.write(html);
      document.write("</div>");
    }
    document.close();
    const roots = [...document.querySelectorAll(".stage-written")];
    if (roots.length !== written.size) return void this.#wrong.add("document.write: another number of elements");
    [...written].forEach((html, at) => {
      const { expected, profile } = this.#expected.get(html);
      this.#compare(expected, outline(roots[at]), `document.write, ${profile}`);
      this.#keep(roots[at], profile, "document.write");
    });
  }

  provoke(clickLinks) {
    for (const { contentWindow: window } of this.#frames) {
      if (!clickLinks) for (const type of ["auxclick", "click"]) window.addEventListener(type, staysHere, true);
      provokeWindow(window);
    }
    for (const root of this.#roots) {
      const elements = [...root.querySelectorAll("*")];
      // A thousand nested elements that nobody sanitized are laid out again for each that is scrolled to.
      const provoked =
        clickLinks && elements.length > 80 ? [...elements.slice(0, 40), ...elements.slice(-40)] : elements;
      for (const element of provoked) provoke(element, clickLinks);
    }
  }

  verdict() {
    for (const [at, frame] of this.#frames.entries()) {
      let here;
      try {
        here = frame.contentWindow.__stage === this.row.id && frame.contentWindow.location.href === this.#addresses[at];
      } catch {
        here = false;
      }
      if (!here) this.#wrong.add(`frame ${at} went elsewhere`);
    }
    return [...this.#wrong];
  }

  close() {
    for (const frame of this.#frames) frame.remove();
  }

  #attempt(work) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof cordon.CordonError)) throw error;
      this.refused.add(error.code);
      return undefined;
    }
  }

  #place(document, root, profile, way) {
    const target = append(this.#body, make(document, "div"));
    for (const child of children(root)) append(target, child);
    this.#keep(target, profile, way);
  }

  #keep(root, profile, way) {
    this.#roots.push(root);
    for (const offense of judge(root, profile, this.row.options?.classes))
      this.#wrong.add(`${offense} (${profile}, ${way})`);
  }

  #compare(expected, found, way) {
    if (expected === found) return;
    const at = [...expected].findIndex((character, at) => character !== found[at]);
    this.#wrong.add(
      `another tree by ${way}: ${expected.slice(at - 20, at + 60)} became ${found.slice(at - 20, at + 60)}`,
    );
  }
}

function frame(id, raw) {
  const frame = document.createElement("iframe");
  // Raw markup may do to its own frame what it likes; it must not end the run.
  if (raw) frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-modals");
  document.body.append(frame);
  const { contentWindow: window } = frame;
  // Ends a load that is under way.
  window.document.open();
  window.document.write("<!doctype html><html><head></head><body></body></html>");
  window.document.close();
  window.__stage = id;
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = () => void top.__ran(id, name);
  }
  return frame;
}

/** The type of every event that some object here has a handler attribute for, and of those that have none listed. */
const EVENTS = (() => {
  const names = new Set(["begin", "end", "repeat", "focusin", "focusout", "DOMActivate", "DOMContentLoaded", "unload"]);
  for (const name of [
    "webkitAnimationStart",
    "webkitAnimationIteration",
    "webkitAnimationEnd",
    "webkitTransitionEnd",
  ]) {
    names.add(name);
  }
  for (const key of Object.getOwnPropertyNames(window)) {
    const prototype = /^[A-Z]/.test(key) && typeof window[key] === "function" ? window[key].prototype : window;
    if (!(prototype instanceof Object) || !/^(HTML|SVG|MathML|Element|Document|Window)/.test(key)) continue;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (name.startsWith("on")) names.add(name.slice(2));
    }
  }
  for (const key of Object.getOwnPropertyNames(window)) if (key.startsWith("on")) names.add(key.slice(2));
  // A plain event of these types at a <video> crashes Chromium 156.
  return [...names].filter((name) => !["enterpictureinpicture", "leavepictureinpicture"].includes(name));
})();

/** Takes from a click on a link what it does besides its handlers: to WebKit any event of these names is one. */
function staysHere(event) {
  if (event.target.closest?.("a, area")) event.preventDefault();
}

function provokeWindow(window) {
  try {
    for (const type of EVENTS) window.dispatchEvent(new Event(type));
  } catch {
    // The frame went elsewhere, which the verdict says.
  }
}

function provoke(element, clickLinks) {
  const attempt = (work) => {
    try {
      work()?.catch?.(() => {});
    } catch {
      // What an element cannot do, it cannot be made to do.
    }
  };
  // Plain events run handlers.
  for (const type of EVENTS) attempt(() => void element.dispatchEvent(new Event(type, { cancelable: true })));
  attempt(() => element.scrollIntoView());
  attempt(() => element.focus());
  if (element.localName === "details") element.open = true;
  attempt(() => element.showPopover?.());
  attempt(() => element.play?.());
  const isInLink = element.closest("a, area") !== null;
  if (clickLinks || !isInLink)
    attempt(() => (element.click ? element.click() : element.dispatchEvent(new MouseEvent("click"))));
  if (element.shadowRoot) for (const inner of element.shadowRoot.querySelectorAll("*")) provoke(inner, clickLinks);
}
