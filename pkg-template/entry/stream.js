// Output that arrives. What to show is decided in WebAssembly; here it is put into a page, frame by frame.
import { again } from "./again.js";
import { call } from "./instance.js";
import { invoke, read } from "./members.js";
import { CordonError } from "./shared.js";
import { checkTarget } from "./target.js";

const { apply } = Reflect;
const { parse } = JSON;
const { isArray } = Array;
const { freeze } = Object;
const { cancelAnimationFrame, clearTimeout, performance, requestAnimationFrame, setTimeout } = globalThis;
const now = performance ? () => performance.now() : Date.now;

const childNodesOf = read("Node", "childNodes");
const lengthOf = read("NodeList", "length");
const itemOf = invoke("NodeList", "item");
const nodeTypeOf = read("Node", "nodeType");
const parentOf = read("Node", "parentNode");
const lastElementOf = read("Element", "lastElementChild");
const lastChildOf = read("Node", "lastChild");
const ownerOf = read("Node", "ownerDocument");
const nameOf = read("Element", "localName");
const namespaceOf = read("Element", "namespaceURI");
const textOf = read("Node", "textContent");
const appendData = invoke("CharacterData", "appendData");
const insertBefore = invoke("Node", "insertBefore");
const removeChild = invoke("Node", "removeChild");
const appendChild = invoke("Node", "appendChild");
const replaceChildren = invoke("Element", "replaceChildren");
const getAttribute = invoke("Element", "getAttribute");
const setAttribute = invoke("Element", "setAttribute");
const removeAttribute = invoke("Element", "removeAttribute");
const createElement = invoke("Document", "createElement");
const createFragment = invoke("Document", "createDocumentFragment");
const charCodeAt = String.prototype.charCodeAt;
const slice = String.prototype.slice;
const replaceAll = String.prototype.replaceAll;

const XHTML = "http://www.w3.org/1999/xhtml";
const ELEMENT = 1;
const TEXT = 3;

// ---- Patches without a page

const KINDS = { __proto__: null, markdown: 0, html: 1, plain: 2 };

const invalid = (option, expected, got) =>
  new CordonError(
    "invalid-option",
    `options.${option}: expected ${expected}, got ${typeof got === "string" ? `"${got}"` : typeof got}`,
  );

/** The stream's own options, and the sanitizer's. */
const split = (given, markdown) => {
  const {
    text = markdown ? "markdown" : "html",
    unfinished = "complete",
    onRemoval,
    caret = false,
    ...options
  } = given ?? {};
  const kind = KINDS[text];
  if (kind === undefined || (kind === 0 && !markdown)) {
    throw invalid("text", markdown ? '"markdown", "html" or "plain"' : '"html" or "plain"', text);
  }
  if (unfinished !== "complete" && unfinished !== "hold")
    throw invalid("unfinished", '"complete" or "hold"', unfinished);
  if (onRemoval !== undefined && typeof onRemoval !== "function") throw invalid("onRemoval", "a function", onRemoval);
  if (typeof caret !== "boolean") throw invalid("caret", "true or false", caret);
  return { kind, holds: unfinished === "hold", onRemoval, caret, options };
};

const over = () =>
  new CordonError("invalid-input", "chunk: the stream is over: it ended, was aborted, or passed a limit");

/** What is cut, read and compared. `markdown` is the other module's, which reads Markdown. */
class Source {
  constructor({ kind, holds, options }, markdown) {
    this.options = options;
    this.markdown = kind === 0 ? markdown : undefined;
    const { number, dialect } = call((cordon) => cordon.streamBegin(kind, holds, options));
    this.number = number;
    this.high = "";
    this.isOver = false;
    this.markdown?.((cordon) => cordon.markdownBegin(number, holds, dialect));
  }

  /** Runs `work`; where it throws the stream is over. */
  guarded(work) {
    if (this.isOver) throw over();
    try {
      return work();
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** Changes and removals. Half a surrogate pair waits for the other. */
  take(chunk) {
    return this.guarded(() => {
      let text = this.high + chunk;
      this.high = "";
      const last = text.length > 0 ? apply(charCodeAt, text, [text.length - 1]) : 0;
      if (last >= 0xd800 && last < 0xdc00) {
        this.high = apply(slice, text, [-1]);
        text = apply(slice, text, [0, -1]);
      }
      return this.read(text);
    });
  }

  read(text) {
    const { number, options, markdown } = this;
    if (!markdown) return answer(call((cordon) => cordon.streamTake(number, text, options)));
    const step = markdown((cordon) => cordon.markdownTake(number, text));
    if (step === undefined) return NOTHING;
    const changed = call((cordon) => cordon.streamStep(number, step, options));
    if (changed !== undefined) return parse(changed);
    const again = markdown((cordon) => cordon.markdownStartOver(number));
    return answer(call((cordon) => cordon.streamStep(number, again, options)));
  }

  /** `rest` is what comes last, and is shown with the whole. */
  end(rest = "") {
    return this.guarded(() => {
      const { number, options, markdown } = this;
      // A half that stays alone is U+FFFD, as everywhere.
      const text = this.high + rest;
      if (markdown) markdown((cordon) => cordon.markdownAdd(number, text));
      else call((cordon) => cordon.streamAdd(number, text));
      const bytes = markdown?.((cordon) => cordon.markdownBytes(number)) ?? 0;
      const html = markdown?.((cordon) => cordon.markdownEnd(number));
      const { changed, report } = call((cordon) => cordon.streamEnd(number, html, bytes, options));
      this.isOver = true;
      return { ...parse(changed), report };
    });
  }

  drop() {
    if (this.isOver) return;
    this.isOver = true;
    const { number, markdown } = this;
    call((cordon) => cordon.streamDrop(number));
    markdown?.((cordon) => cordon.markdownEnd(number));
  }
}

const NOTHING = freeze({ __proto__: null, changes: freeze([]), removed: freeze([]) });
const answer = (json) => (json === undefined ? NOTHING : parse(json));

const checkChunk = (chunk) => {
  if (typeof chunk !== "string")
    throw new CordonError("invalid-input", `chunk: expected a string, got ${typeof chunk}`);
};

const tell = (onRemoval, removed) => {
  if (onRemoval) for (let at = 0; at < removed.length; at++) onRemoval(removed[at]);
};

export function createPatchStreamBy(given, markdown) {
  const { onRemoval, ...parts } = split(given, markdown);
  const source = new Source(parts, markdown);
  return {
    append(chunk) {
      checkChunk(chunk);
      const { changes, removed } = source.take(chunk);
      tell(onRemoval, removed);
      return { changes };
    },
    end() {
      const { changes, removed, report } = source.end();
      tell(onRemoval, removed);
      return { patch: { changes }, report };
    },
  };
}

// ---- Into a page

const foreign = (why) => new CordonError("invalid-input", `patch: ${why}`);

const child = (parent, at) => {
  const nodes = childNodesOf(parent);
  if (!(at >= 0 && at < lengthOf(nodes))) throw foreign("its place is not in the target: was that changed by another?");
  return itemOf(nodes, at);
};

/** The element at a place, and the names on the way. */
const follow = (target, path, length) => {
  let element = target;
  const names = [];
  for (let at = 0; at < length; at++) {
    element = child(element, path[at]);
    if (nodeTypeOf(element) !== ELEMENT || namespaceOf(element) !== XHTML)
      throw foreign("its place is in no element of HTML");
    names[at] = nameOf(element);
  }
  // Nothing of what is inserted is at the start of a <pre>, where a newline would go.
  if (names[length - 1] === "pre") names[length - 1] = "code";
  return { element, names };
};

/** Nodes for a place, by the allowlist: markup in bare elements of the names on the way there, of which all have to stay. */
const judged = (html, names, options) => {
  let markup = "";
  for (let at = 0; at < names.length; at++) markup += `<${names[at]}>`;
  let nodes = call((cordon) => cordon.sanitizeToFragment(markup + html, options));
  for (let at = 0; at < names.length; at++) {
    const next = lengthOf(childNodesOf(nodes)) === 1 ? itemOf(childNodesOf(nodes), 0) : undefined;
    if (!next || nodeTypeOf(next) !== ELEMENT || nameOf(next) !== names[at])
      throw foreign("what it inserts cannot stand there");
    nodes = next;
  }
  return nodes;
};

const escaped = (text) => apply(replaceAll, apply(replaceAll, text, ["&", "&amp;"]), ["<", "&lt;"]);

const grow = (target, { path, text }, options) => {
  const length = path.length - 1;
  const { element, names } = follow(target, path, length);
  const node = child(element, path[length]);
  if (nodeTypeOf(node) !== TEXT) throw foreign("what grows is no text");
  // Between rows, say, text that is no white space cannot stand.
  appendData(node, textOf(judged(escaped(text), names, options)));
};

const replace = (target, { path, at, remove, html }, options) => {
  const { element, names } = follow(target, path, path.length);
  const nodes = html === "" ? undefined : judged(html, names, options);
  const count = lengthOf(childNodesOf(element));
  if (!(at >= 0 && remove >= 0 && at + remove <= count)) {
    throw foreign("its place is not in the target: was that changed by another?");
  }
  for (let left = remove; left > 0; left--) removeChild(element, itemOf(childNodesOf(element), at));
  if (nodes === undefined) return;
  const before = itemOf(childNodesOf(element), at) ?? null;
  const fragment = createFragment(ownerOf(element));
  while (lastChildOf(nodes)) insertBefore(fragment, lastChildOf(nodes), itemOf(childNodesOf(fragment), 0) ?? null);
  insertBefore(element, fragment, before);
};

const show = (target, changes, options) => {
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at];
    if (typeof change.text === "string") grow(target, change, options);
    else replace(target, change, options);
  }
};

const isChange = ({ path, text, at, remove, html }) =>
  isArray(path) &&
  (typeof text === "string" || (typeof at === "number" && typeof remove === "number" && typeof html === "string"));

/**
 * Applies what a worker sent, which is judged like anything else.
 * @type {(target: any, patch: any, options?: any) => void}
 */
export function applyPatch(target, patch, options = {}) {
  checkTarget(target);
  const changes = patch?.changes;
  if (!isArray(changes) || !changes.every((change) => change && isChange(change))) {
    throw new CordonError("invalid-input", "patch: expected what createPatchStream returns");
  }
  const { text, unfinished, onRemoval, caret, ...rest } = options;
  show(target, changes, { ...again(rest), document: ownerOf(target) });
}

/** A caret stands in the last of these. */
const LINES = ["BLOCKQUOTE", "CODE", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "OL", "P", "PRE", "UL"];
const CARET = "mcp-cordon-caret";

const hasFrames = typeof requestAnimationFrame === "function";
/** Milliseconds of work in a frame, and until a hidden page is looked after, which has no frames. */
const MOST_WORK = 4;
const HIDDEN = 250;
/** Characters that are read before the time is looked at. */
const PART = 4096;

export function streamToolOutputBy(target, given, markdown) {
  checkTarget(target);
  const { onRemoval, caret, ...parts } = split(given, markdown);
  const source = new Source(parts, markdown);
  const document = ownerOf(target);
  const options = { ...again(parts.options), document };
  let waiting = "";
  let failed;
  let isOver = false;
  let frame;
  let timer;
  let sink;

  const mark = caret ? createElement(document, "span") : undefined;
  if (mark) {
    setAttribute(mark, "class", CARET);
    setAttribute(mark, "aria-hidden", "true");
  }
  const lift = () => {
    if (mark && parentOf(mark)) removeChild(parentOf(mark), mark);
  };
  const lower = () => {
    if (!mark || isOver) return;
    let at = target;
    for (let next = lastElementOf(at); next && LINES.includes(next.tagName); next = lastElementOf(at)) at = next;
    appendChild(at, mark);
  };

  replaceChildren(target);
  setAttribute(target, "aria-busy", "true");
  if (getAttribute(target, "aria-live") === null) setAttribute(target, "aria-live", "polite");
  lower();

  const leave = () => {
    isOver = true;
    waiting = "";
    unschedule();
    lift();
    removeAttribute(target, "aria-busy");
  };
  const unschedule = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    if (timer !== undefined) clearTimeout(timer);
    frame = timer = undefined;
  };
  const schedule = () => {
    if (frame !== undefined || timer !== undefined || isOver) return;
    if (hasFrames) frame = requestAnimationFrame(work);
    timer = setTimeout(work, hasFrames ? HIDDEN : 16);
  };
  /** Shows what waits, for a while. */
  const flush = () => {
    const until = now() + MOST_WORK;
    try {
      lift();
      do {
        // A pair of surrogates that is cut here waits in the source.
        const part = apply(slice, waiting, [0, PART]);
        waiting = apply(slice, waiting, [part.length]);
        const { changes, removed } = source.take(part);
        show(target, changes, options);
        tell(onRemoval, removed);
      } while (waiting !== "" && now() < until);
      lower();
    } catch (error) {
      source.drop();
      leave();
      failed = error;
      throw error;
    }
  };
  const work = () => {
    unschedule();
    if (isOver) return;
    try {
      flush();
    } catch {
      // Thrown at the next append, and at the end.
    }
    if (waiting !== "") schedule();
  };
  const check = () => {
    if (failed) throw failed;
    if (isOver) throw over();
  };

  const stream = {
    append(chunk) {
      checkChunk(chunk);
      check();
      waiting += chunk;
      schedule();
    },
    end() {
      check();
      try {
        lift();
        const { changes, removed, report } = source.end(waiting);
        show(target, changes, options);
        leave();
        tell(onRemoval, removed);
        return report;
      } catch (error) {
        source.drop();
        leave();
        failed = error;
        throw error;
      }
    },
    abort(_reason) {
      if (isOver) return;
      source.drop();
      leave();
    },
    get writable() {
      sink ??= new WritableStream({
        write: (chunk) => stream.append(chunk),
        close: () => void stream.end(),
        abort: (reason) => stream.abort(reason),
      });
      return sink;
    },
  };
  return stream;
}
