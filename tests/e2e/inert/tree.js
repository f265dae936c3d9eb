// Trees, written down so that two can be compared, and every way that a page has to make one from a string.

const NAMESPACES = {
  "http://www.w3.org/1999/xhtml": "",
  "http://www.w3.org/2000/svg": "svg ",
  "http://www.w3.org/1998/Math/MathML": "math ",
};

/** A property of a node as the platform has it, whatever a form's fields are called. */
const getter = (prototype, name) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name);
  return (node) => get.call(node);
};
export const attributesOf = getter(Element.prototype, "attributes");
export const localNameOf = getter(Element.prototype, "localName");
export const namespaceOf = getter(Element.prototype, "namespaceURI");
export const parentOf = getter(Node.prototype, "parentNode");
export const typeOf = getter(Node.prototype, "nodeType");
const firstChildOf = getter(Node.prototype, "firstChild");
const nextSiblingOf = getter(Node.prototype, "nextSibling");
const childNodesOf = getter(Node.prototype, "childNodes");
const markupOf = getter(Element.prototype, "innerHTML");

/** Methods that no name in a document can stand before. */
export const make = (document, name) => Document.prototype.createElement.call(document, name);
export const append = (parent, child) => Node.prototype.appendChild.call(parent, child);
export const children = (node) => [...childNodesOf(node)];

/** The children of a node, with text next to text as one. Not recursive: a row may nest deep. */
export function outline(root) {
  const written = [];
  let text = "";
  const flush = () => {
    if (text !== "") written.push(JSON.stringify(text));
    text = "";
  };
  const open = [];
  let node = firstChildOf(root);
  for (;;) {
    if (node === null) {
      flush();
      if (open.length === 0) return written.join("");
      written.push("</>");
      node = nextSiblingOf(open.pop());
      continue;
    }
    if (typeOf(node) === 3) {
      text += node.data;
      node = nextSiblingOf(node);
      continue;
    }
    flush();
    if (typeOf(node) !== 1) {
      written.push(`<!${node.nodeType} ${JSON.stringify(node.nodeName)} ${JSON.stringify(node.data)}>`);
      node = nextSiblingOf(node);
      continue;
    }
    const attributes = [...attributesOf(node)].map(
      (a) => ` ${a.namespaceURI ?? ""}${a.name}=${JSON.stringify(a.value)}`,
    );
    written.push(
      `<${NAMESPACES[namespaceOf(node)] ?? `{${namespaceOf(node)}}`}${localNameOf(node)}${attributes.join("")}>`,
    );
    open.push(node);
    // A template's content is a tree of its own.
    if (node.content?.nodeType === 11) written.push(`{${outline(node.content)}}`);
    node = firstChildOf(node);
  }
}

/** A node whose children the string became. */
export const WAYS = {
  innerHTML: (html, document) => {
    const root = make(document, "div");
    root.innerHTML = html;
    return root;
  },
  template: (html, document) => {
    const root = make(document, "template");
    root.innerHTML = html;
    return root.content;
  },
  // Ahead of a body's first element a document's parser drops white space, so something stands there.
  DOMParser: (html) => {
    const { body } = new DOMParser().parseFromString(`<!doctype html><body><hr>${html}`, "text/html");
    body.firstChild?.remove();
    return body;
  },
  createContextualFragment: (html, document) => {
    const range = document.createRange();
    range.selectNodeContents(make(document, "div"));
    return range.createContextualFragment(html);
  },
  ...("setHTMLUnsafe" in Element.prototype && {
    setHTMLUnsafe: (html, document) => {
      const root = make(document, "div");
      root.setHTMLUnsafe(html);
      return root;
    },
  }),
};

/** The markup of a tree, as the page writes it. */
export function markup(root) {
  if (typeOf(root) === 1) return markupOf(root);
  const holder = make(document.implementation.createHTMLDocument(""), "div");
  holder.append(root.cloneNode(true));
  return holder.innerHTML;
}
