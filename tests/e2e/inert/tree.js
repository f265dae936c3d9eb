// Trees, written down so that two can be compared, and every way that a page has to make one from a string.

const NAMESPACES = {
  "http://www.w3.org/1999/xhtml": "",
  "http://www.w3.org/2000/svg": "svg ",
  "http://www.w3.org/1998/Math/MathML": "math ",
};

/** The children of a node, with text next to text as one. Not recursive: a row may nest deep. */
export function outline(root) {
  const written = [];
  let text = "";
  const flush = () => {
    if (text !== "") written.push(JSON.stringify(text));
    text = "";
  };
  const open = [];
  let node = root.firstChild;
  for (;;) {
    if (node === null) {
      flush();
      if (open.length === 0) return written.join("");
      written.push("</>");
      node = open.pop().nextSibling;
      continue;
    }
    if (node.nodeType === 3) {
      text += node.data;
      node = node.nextSibling;
      continue;
    }
    flush();
    if (node.nodeType !== 1) {
      written.push(`<!${node.nodeType} ${JSON.stringify(node.nodeName)} ${JSON.stringify(node.data)}>`);
      node = node.nextSibling;
      continue;
    }
    const attributes = [...node.attributes].map((a) => ` ${a.namespaceURI ?? ""}${a.name}=${JSON.stringify(a.value)}`);
    written.push(`<${NAMESPACES[node.namespaceURI] ?? `{${node.namespaceURI}}`}${node.localName}${attributes.join("")}>`);
    open.push(node);
    // A template's content is a tree of its own.
    if (node.content?.nodeType === 11) written.push(`{${outline(node.content)}}`);
    node = node.firstChild;
  }
}

/** A node whose children the string became. */
export const WAYS = {
  innerHTML: (html, document) => {
    const root = document.createElement("div");
    root.innerHTML = html;
    return root;
  },
  template: (html, document) => {
    const root = document.createElement("template");
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
    range.selectNodeContents(document.body);
    return range.createContextualFragment(html);
  },
  ...("setHTMLUnsafe" in Element.prototype && {
    setHTMLUnsafe: (html, document) => {
      const root = document.createElement("div");
      root.setHTMLUnsafe(html);
      return root;
    },
  }),
};

/** The markup of a tree, as the page writes it. */
export function markup(root) {
  if (root.nodeType === 1) return root.innerHTML;
  const holder = document.implementation.createHTMLDocument("").createElement("div");
  holder.append(root.cloneNode(true));
  return holder.innerHTML;
}
