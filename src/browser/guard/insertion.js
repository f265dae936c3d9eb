// A frame that is inserted is taken in before the call returns that inserted it: `window[0]` cannot be intercepted, and would
// lend script the functions of a window without a guard. What the arguments are is settled first, so that no script of the
// page's runs between the look and the act; which windows are new is seen afterwards, whatever the arguments were.
//
// Scripts beside a frame in what is inserted would run inside the call, so they are put in afterwards. What else of the page's
// runs in there, such as a custom element's callback, is not held, nor is an insertion that is no call (`select[0] = option`).
import {
  apply,
  attribute,
  createComment,
  eachOf,
  getter,
  inherited,
  method,
  put,
  replaceNode,
  resolve,
  scope,
} from "../natives.js";
import { namesFrame } from "./html.js";
import {
  adoptFrames,
  inserting,
  insertingOutside,
  isObject,
  isOddBlank,
  isTrusted,
  look,
  refuse,
  reserve,
} from "./realm.js";
import { argument, arm, enforcing, rearm, securityError, surface, wrapAccessor, wrapMethod } from "./wrap.js";

const exec = method("RegExp", "exec");
const nodeTypeOf = getter("Node", "nodeType");
const firstChildOf = getter("Node", "firstChild");
const parentOf = getter("Node", "parentNode");
const connectedOf = getter("Node", "isConnected");
const ownerOf = getter("Node", "ownerDocument");
const localNameOf = getter("Element", "localName");
const namespaceOf = getter("Element", "namespaceURI");
const removeOf = method("Element", "remove");
const removeAttributeOf = method("Element", "removeAttributeNS");
/** Of `AbstractRange`, or of what an engine has between it and `Range`. */
const startContainerOf = inherited(scope.Range?.prototype, "startContainer")?.get;
const nextOf = getter("Node", "nextSibling");
const insertBeforeOf = method("Node", "insertBefore");
const containsOf = method("Node", "contains");
const removeChildOf = method("Node", "removeChild");
const replaceChildrenOf = {
  __proto__: null,
  1: method("Element", "replaceChildren"),
  9: method("Document", "replaceChildren"),
  11: method("DocumentFragment", "replaceChildren"),
};
const commentReplaceWithOf = method("CharacterData", "replaceWith");
const ELEMENT = 1;
const FRAGMENT = 11;
/** Which argument of a command is markup. */
const COMMAND = 2;
const MANY = 1 << 16;

const FRAMES = { __proto__: null, iframe: 1, frame: 1, object: 1, embed: 1 };
const SELECTOR = "iframe, frame, object, embed";
const HTML = "http://www.w3.org/1999/xhtml";
/** In the types that scripts run by, and in no data block's. */
const RUNS = /(?:java|ecma|j|live)script/i;

const typeOfNode = (value) => {
  if (!isObject(value)) return undefined;
  try {
    return apply(nodeTypeOf, value, []);
  } catch {
    // No node.
    return undefined;
  }
};
const nameOf = (node, type) => (type === ELEMENT ? apply(localNameOf, node, []) : undefined);

const holdsFrame = (node) => {
  const type = typeOfNode(node);
  if (type !== ELEMENT && type !== FRAGMENT) return false;
  if (FRAMES[nameOf(node, type)] === 1) return true;
  if (apply(firstChildOf, node, []) === null) return false;
  let found = false;
  eachOf(node, SELECTOR, () => (found = true));
  return found;
};

/** Whether a script runs in the call that inserts it, if it ever does. */
const runsAtOnce = (script) => {
  const type = attribute(script, "type");
  if (type !== null && type !== "" && apply(exec, RUNS, [type]) === null) return false;
  return apply(namespaceOf, script, []) !== HTML || attribute(script, "src") === null;
};
/** In Chromium and WebKit a plugin's frame is made by layout; of a blank one a load event tells, of others none. */
const PLUGIN = "object, embed";
const strip = (plugin) => {
  const name = nameOf(plugin, typeOfNode(plugin));
  if (name !== "object" && name !== "embed") return;
  const property = name === "object" ? "data" : "src";
  const written = attribute(plugin, property);
  const url = written === null ? undefined : resolve(written, apply(ownerOf, plugin, []));
  if (url !== undefined && isOddBlank(url)) apply(removeAttributeOf, plugin, [null, property]);
};
/** No page has a frame in a script: it would come in with the script. */
const empty = (script) => eachOf(script, SELECTOR, (frame) => apply(removeOf, frame, []));

/** Puts comments in the place of scripts, the arguments from `first` up to `end` among them; the last one first. */
const withhold = (args, first, end) => {
  let held;
  const take = (script) => {
    if (!runsAtOnce(script)) return undefined;
    const comment = createComment(apply(ownerOf, script, []));
    held = { __proto__: null, script, comment, next: held };
    return comment;
  };
  for (let at = first; at < end; at++) {
    const type = typeOfNode(args[at]);
    if (nameOf(args[at], type) === "script") {
      const comment = take(args[at]);
      if (comment) put(args, at, comment);
    } else if (type === ELEMENT || type === FRAGMENT) {
      eachOf(args[at], "script", (script) => {
        const comment = take(script);
        if (comment) replaceNode(script, comment);
      });
    }
  }
  let reversed;
  for (let one = held; one; one = one.next)
    reversed = { __proto__: null, script: one.script, comment: one.comment, next: reversed };
  return reversed;
};
const release = (held) => {
  for (let one = held; one; one = one.next) {
    // What ran in the meantime may have taken it out.
    if (apply(parentOf, one.comment, []) !== null) replaceNode(one.comment, one.script);
  }
};

/** Makes strings and numbers of what is neither node nor trusted. */
const settle = (args, at, isIndex) => {
  const value = args[at];
  if (!isObject(value) || typeOfNode(value) !== undefined || isTrusted(value)) return;
  put(args, at, isIndex ? +value : `${value}`);
};

/** Whether script is inserted into a script: what comes with it would be there when the script runs. */
const isInScript = (node, parent) =>
  nameOf(node, typeOfNode(node)) === "script" || (parent !== null && nameOf(parent, typeOfNode(parent)) === "script");

/** Takes the frames out of what is inserted, the arguments themselves among them. */
const drop = (args, first, end) => {
  for (let at = first; at < end; at++) {
    if (!holdsFrame(args[at])) continue;
    empty(args[at]);
    if (holdsFrame(args[at])) put(args, at, createComment(apply(ownerOf, args[at], [])));
  }
};

/**
 * Readies what is inserted beside a script, or with one in it, and takes out what may not come in at all: a document in another
 * process would run before a frame is taken out again. The frames that it holds then, if any.
 */
const prepare = (node, parent, args, first, end) => {
  if (isInScript(node, parent)) drop(args, first, end);
  let frames;
  const note = (frame) => {
    strip(frame);
    frames = { __proto__: null, frame, next: frames };
  };
  for (let at = first; at < end; at++) {
    if (!holdsFrame(args[at])) continue;
    const name = nameOf(args[at], typeOfNode(args[at]));
    if (name === "script") empty(args[at]);
    eachOf(args[at], "script", empty);
    eachOf(args[at], SELECTOR, (frame) => refuse(frame) || note(frame));
    if (FRAMES[name] !== 1) continue;
    if (refuse(args[at])) put(args, at, createComment(apply(ownerOf, args[at], [])));
    else note(args[at]);
  }
  return frames;
};

/** Calls what inserts the arguments from `first` up to `end` at a node, or beside it; `self` is the node, a range or a list. */
const insert = (self, args, original, first, end, node = self) => {
  let to = args.length;
  if (end < to) to = end;
  const parent = apply(parentOf, node, []);
  // A list of options says not where it is: the node is one of them, and comes from elsewhere.
  if (node === self && !apply(connectedOf, node, [])) return insertingOutside(node, parent, original, self, args);
  let framed = false;
  for (let at = first; at < to; at++) framed ||= holdsFrame(args[at]);
  const given = argument(args, first);
  const frames = framed ? prepare(node, parent, args, first, to) : undefined;
  if (!frames) {
    const result = inserting(node, parent, original, self, args);
    // A comment may stand for what is not inserted.
    return result === argument(args, first) ? given : result;
  }
  reserve();
  rearm(apply(ownerOf, node, []) ?? node);
  const held = withhold(args, first, to);
  try {
    return inserting(node, parent, original, self, args);
  } finally {
    for (let one = frames; one; one = one.next) if (apply(connectedOf, one.frame, [])) look(one.frame);
    release(held);
  }
};

const isConnected = (node) => typeOfNode(node) !== undefined && apply(connectedOf, node, []);
/** Takes what is to be put in elsewhere out where it holds a frame, whose `pagehide` runs before anything is looked at. */
const takeOut = (self, args, first, end) => {
  for (let at = first; at < end && at < args.length; at++) {
    if (!isConnected(args[at]) || !holdsFrame(args[at]) || apply(containsOf, args[at], [self])) continue;
    apply(removeChildOf, apply(parentOf, args[at], []), [args[at]]);
  }
};
/** Leaves a comment in a node's place. */
const leave = (node, parent) => {
  const comment = createComment(apply(ownerOf, node, []));
  apply(insertBeforeOf, parent, [comment, node]);
  apply(removeChildOf, parent, [node]);
  return comment;
};
const includes = (args, node) => {
  for (let at = 0; at < args.length; at++) if (args[at] === node) return true;
  return false;
};

surface((realm) => {
  if (!realm.document) return;
  const wrap = (name, property, first, end) =>
    wrapMethod("", realm, name, property, (self, args, original) => {
      if (!enforcing()) return apply(original, self, args);
      for (let at = 0; at < first && at < args.length; at++) settle(args, at);
      takeOut(self, args, first, end);
      return insert(self, args, original, first, end);
    });
  wrap("Node", "appendChild", 0, 1);
  wrap("Element", "insertAdjacentElement", 1, 2);
  wrapMethod("", realm, "Node", "insertBefore", (self, args, original) => {
    if (!enforcing()) return apply(original, self, args);
    if (args.length > 1 && args[0] === args[1]) put(args, 1, apply(nextOf, args[0], []));
    takeOut(self, args, 0, 1);
    return insert(self, args, original, 0, 1);
  });
  wrapMethod("", realm, "Node", "replaceChild", (self, args, original) => {
    if (!enforcing() || args.length < 2) return apply(original, self, args);
    const { 0: node, 1: child } = args;
    if (
      !isConnected(child) ||
      !holdsFrame(child) ||
      typeOfNode(node) === undefined ||
      apply(containsOf, node, [self])
    ) {
      if (node !== child) takeOut(self, args, 0, 1);
      return insert(self, args, original, 0, 1);
    }
    let next = apply(nextOf, child, []);
    if (next === node) next = apply(nextOf, node, []);
    apply(removeChildOf, self, [child]);
    const given = [node, next];
    takeOut(self, given, 0, 1);
    insert(self, given, insertBeforeOf, 0, 1);
    return child;
  });
  const each = (names, properties, handle) => {
    for (let name = 0; name < names.length; name++) {
      for (let at = 0; at < properties.length; at++) {
        const property = properties[at];
        wrapMethod("", realm, names[name], property, (self, args, original) => {
          if (!enforcing()) return apply(original, self, args);
          for (let one = 0; one < args.length; one++) settle(args, one);
          return handle(self, args, original, property);
        });
      }
    }
  };
  each(
    ["Element", "Document", "DocumentFragment"],
    ["append", "prepend", "replaceChildren"],
    (self, args, original, property) => {
      if (property === "replaceChildren" && isConnected(self) && holdsFrame(self))
        apply(replaceChildrenOf[typeOfNode(self)], self, []);
      takeOut(self, args, 0, MANY);
      return insert(self, args, original, 0, MANY);
    },
  );
  each(
    ["Element", "CharacterData", "DocumentType"],
    ["before", "after", "replaceWith"],
    (self, args, original, property) => {
      const parent = apply(parentOf, self, []);
      if (parent === null) return apply(original, self, args);
      if (isConnected(self) && holdsFrame(self) && (property === "replaceWith" || includes(args, self))) {
        const comment = leave(self, parent);
        takeOut(comment, args, 0, MANY);
        return insert(comment, args, commentReplaceWithOf, 0, MANY);
      }
      takeOut(self, args, 0, MANY);
      return insert(self, args, original, 0, MANY);
    },
  );
  // It moves what is there already, and runs nothing.
  each(["Element", "Document", "DocumentFragment"], ["moveBefore"], (self, args, original) =>
    insert(self, args, original, 0, 0),
  );

  wrapMethod("", realm, "HTMLSelectElement", "add", (self, args, original) => {
    if (!enforcing()) return apply(original, self, args);
    if (args.length > 1) settle(args, 1, true);
    return insert(self, args, original, 0, 1);
  });
  wrapMethod("", realm, "HTMLOptionsCollection", "add", (self, args, original) => {
    if (!enforcing() || args.length < 1 || typeOfNode(args[0]) === undefined) return apply(original, self, args);
    if (args.length > 1) settle(args, 1, true);
    return insert(self, args, original, 0, 1, args[0]);
  });
  wrapMethod("", realm, "Range", "insertNode", (self, args, original) =>
    enforcing() ? insert(self, args, original, 0, 1, apply(startContainerOf, self, [])) : apply(original, self, args),
  );
  wrapMethod("", realm, "Range", "surroundContents", (self, args, original) => {
    if (!enforcing()) return apply(original, self, args);
    const node = apply(startContainerOf, self, []);
    const around = argument(args, 0);
    // What is in the range is inserted once more, into this one.
    if (nameOf(around, typeOfNode(around)) === "script") throw securityError("frame", "");
    return insert(self, args, original, 0, 1, node);
  });
  const node = (name, property) =>
    wrapAccessor(realm, name, property, "set", (self, args, set) =>
      enforcing() ? insert(self, args, set, 0, 1) : apply(set, self, args),
    );
  node("Document", "body");
  node("HTMLTableElement", "caption");
  node("HTMLTableElement", "tHead");
  node("HTMLTableElement", "tFoot");

  /** Runs what may parse markup. */
  const parse = (self, args, original, at) => {
    if (!enforcing()) return apply(original, self, args);
    for (let one = 0; one < args.length; one++) settle(args, one);
    const parent = apply(parentOf, self, []);
    // Of markup that a policy made nobody but the platform reads the text; of a command only it knows what it puts in.
    const markup = argument(args, at);
    const plain = at !== COMMAND && (typeof markup === "string" ? !namesFrame(markup) : !isObject(markup));
    if (plain) return inserting(self, parent, original, self, args);
    if (isInScript(self, parent)) throw securityError("frame", "");
    reserve();
    rearm(apply(ownerOf, self, []) ?? self);
    try {
      return inserting(self, parent, original, self, args);
    } finally {
      eachOf(parent ?? self, PLUGIN, strip);
      eachOf(parent ?? self, "iframe", look);
    }
  };
  const setter = (name, property) =>
    wrapAccessor(realm, name, property, "set", (self, args, set) => parse(self, args, set, 0));
  setter("Element", "innerHTML");
  setter("Element", "outerHTML");
  setter("ShadowRoot", "innerHTML");
  wrapMethod("", realm, "Element", "insertAdjacentHTML", (self, args, original) => parse(self, args, original, 1));

  // A command may put in again what it took out, and tells the page so before it is over.
  let commands = 0;
  arm(realm, realm, "input", () => {
    if (commands > 0) adoptFrames(realm.document);
  });
  wrapMethod("", realm, "Document", "execCommand", (self, args, original) => {
    commands++;
    try {
      return parse(self, args, original, COMMAND);
    } finally {
      commands--;
    }
  });
});
