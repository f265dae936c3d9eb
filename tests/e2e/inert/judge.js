// What may be in the output, written down a second time: nothing here comes from the sanitizer's own tables.

import { attributesOf, localNameOf, namespaceOf, parentOf, typeOf } from "/tree.js";

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";

const PREFIX = "user-content-";
const words = (text) => new Set(text.trim().split(/\s+/));

/** HTML elements that do nothing by themselves. */
const ELEMENTS = words(`
  a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup data dd del
  details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd li main
  mark menu nav ol p pre q rp rt ruby s samp search section small span strike strong sub summary sup table tbody td tfoot
  th thead time tr tt u ul var video wbr`);

/** Attributes that every element may have. */
const EVERYWHERE = words(`
  aria-colcount aria-colindex aria-colspan aria-describedby aria-details aria-hidden aria-label aria-labelledby aria-level
  aria-rowcount aria-rowindex aria-rowspan aria-sort class dir id lang title translate`);

/** Attributes by element, of those that are not everywhere. `src` and `style` are looked at below. */
const ATTRIBUTES = {
  a: words("href hreflang rel target"),
  audio: words("controls loop muted"),
  blockquote: words("cite"),
  caption: words("align"),
  col: words("align span valign width"),
  colgroup: words("align span valign width"),
  data: words("value"),
  del: words("cite datetime"),
  details: words("open"),
  div: words("align"),
  h1: words("align"),
  h2: words("align"),
  h3: words("align"),
  h4: words("align"),
  h5: words("align"),
  h6: words("align"),
  img: words("alt height referrerpolicy src width"),
  input: words("checked disabled type"),
  ins: words("cite datetime"),
  li: words("value"),
  ol: words("reversed start type"),
  p: words("align"),
  q: words("cite"),
  table: words("align border"),
  tbody: words("align valign"),
  td: words("abbr align colspan headers rowspan valign"),
  tfoot: words("align valign"),
  th: words("abbr align colspan headers rowspan scope valign"),
  thead: words("align valign"),
  time: words("datetime"),
  tr: words("align valign"),
  ul: words("type"),
  video: words("controls height loop muted width"),
};

const SVG_ELEMENTS = words(`
  svg g defs path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath marker
  switch`);
const MATHML_ELEMENTS = words(`
  math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts
  none mtable mtr mtd mstyle merror`);

const SVG_ATTRIBUTES = words(`
  viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points dx dy rotate pathLength transform
  gradientUnits gradientTransform spreadMethod offset clipPathUnits markerWidth markerHeight markerUnits refX refY orient
  fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset
  stroke-miterlimit stroke-opacity opacity color stop-color stop-opacity font-family font-size font-style font-weight
  text-anchor dominant-baseline letter-spacing text-decoration clip-path clip-rule marker-start marker-mid marker-end
  vector-effect shape-rendering paint-order`);
const MATHML_ATTRIBUTES = words(`
  display displaystyle mathvariant mathcolor mathbackground form fence separator stretchy symmetric largeop movablelimits
  accent accentunder linethickness lspace rspace width columnspan rowspan alttext`);

const REFERENCES = words("aria-describedby aria-details aria-labelledby headers");

/** Raster images, by how they begin, under the name of any. */
const IMAGE = /^data:image\/(?!\w*(svg|xml))[\w.-]+;base64,(iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|AAAA)/;

/** Properties that neither load, cover, hide, move nor add anything. */
const STYLE_PROPERTY = new RegExp(
  "^(color|background-color|fill|stroke|stroke-width|border(-(top|right|bottom|left))?(-(color|style|width))?|" +
    "border(-(top|bottom)-(left|right))?-radius|border-(collapse|spacing)|box-sizing|caption-side|display|empty-cells|" +
    "((padding|margin)(-(top|right|bottom|left))?)|(row-|column-)?gap|flex(-(grow|shrink|wrap))?|align-(items|self)|" +
    "justify-content|font-(family|size|style|weight|variant(-numeric)?)|line-height|letter-spacing|word-(spacing|break)|" +
    "hyphens|list-style(-(type|position))?|(min-|max-)?width|min-height|overflow-wrap|table-layout|text-(align|anchor|" +
    "transform)|text-decoration(-(color|line|style))?|vertical-align|white-space)$",
);
const STYLE_FUNCTION = /(?!rgba?\(|hsla?\(|hwb\(|lab\(|lch\(|oklab\(|oklch\(|color\(|clamp\()[a-z_-][\w-]*\(/i;
const STYLE_VALUE = {
  display: /^(block|inline|(inline-)?(block|flex|grid|table)|flow-root|list-item|table-(row|cell))$/,
  "font-family": new RegExp(
    "^((ui-)?(sans-)?serif|(ui-)?monospace|ui-rounded|system-ui|cursive|fantasy|math|arial|helvetica|georgia|verdana|" +
      "tahoma|times|times new roman|courier|courier new|trebuchet ms|consolas|menlo|monaco|segoe ui|[, \"'])+$",
    "i",
  ),
  "font-size": /^(?!0)/,
};
const SYSTEM_COLOR = /^(canvas|link|visited|active|button|field|highlight|selecteditem|mark|graytext|accentcolor)/i;

/** Everything about a tree that an attacker could use, as sentences; none where it is inert. */
export function judge(root, profile) {
  const offenses = new Set();
  const document = root.ownerDocument ?? root;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node !== null && offenses.size < 8; node = walker.nextNode()) {
    if (typeOf(node) === 3) {
      if (node.data.includes("\0")) offenses.add("a NUL in text");
    } else if (node === document.documentElement || node === document.head || node === document.body) {
      for (const { name } of attributesOf(node)) offenses.add(`${name} of <${localNameOf(node)}>`);
    } else if (typeOf(node) !== 1) {
      offenses.add(`a node of type ${typeOf(node)}`);
    } else {
      for (const offense of element(node, profile)) offenses.add(offense);
    }
  }
  return [...offenses];
}

function element(node, profile) {
  const name = localNameOf(node);
  if (profile === "text") return [`<${name}> in profile text`];
  if (node.shadowRoot) return [`<${name}> has a shadow root`];
  switch (namespaceOf(node)) {
    case HTML:
      return html(node, name, profile);
    case SVG:
    case MATHML:
      return foreign(node, name, profile);
    default:
      return [`<${name}> in the namespace ${namespaceOf(node)}`];
  }
}

function html(node, name, profile) {
  if (!ELEMENTS.has(name)) return [`<${name}>`];
  const offenses = [];
  const parent = parentOf(node);
  const isInForeign = typeOf(parent) === 1 && [SVG, MATHML].includes(namespaceOf(parent));
  if (isInForeign) offenses.push(`<${name}> in <${localNameOf(parent)}>`);
  if (name === "input" && !(node.getAttribute("type") === "checkbox" && node.hasAttribute("disabled"))) {
    offenses.push("<input> that is no disabled checkbox");
  }
  for (const { name: attribute, value, namespaceURI } of attributesOf(node)) {
    const listed = namespaceURI === null && (EVERYWHERE.has(attribute) || ATTRIBUTES[name]?.has(attribute));
    if (attribute === "style" && profile === "rich") offenses.push(...style(node, value));
    else if (!listed) offenses.push(`${attribute} of <${name}>`);
    else offenses.push(...attributeValue(name, attribute, value));
  }
  if (name === "a" && node.hasAttribute("href") && !node.classList.contains("mcp-cordon-link")) {
    offenses.push("a link without its class");
  }
  return offenses;
}

function attributeValue(element, attribute, value) {
  const wrong = [`${attribute}=${JSON.stringify(value.slice(0, 80))} of <${element}>`];
  if ([...value].some((character) => character < " " && character !== "\t" && character !== "\n")) return wrong;
  switch (attribute) {
    case "id":
      return value === "" || (value.startsWith(PREFIX) && !/\s/.test(value)) ? [] : wrong;
    case "class": {
      const ours = { a: "mcp-cordon-link", span: "mcp-cordon-blocked" }[element];
      return value === ours ? [] : wrong;
    }
    case "href":
      return isPlainLink(value) ? [] : wrong;
    case "cite":
      return isPlainLink(value) ? [] : wrong;
    case "src":
      return IMAGE.test(value) ? [] : wrong;
    case "target":
      return value === "_blank" ? [] : wrong;
    case "rel":
      return value === "noopener noreferrer" ? [] : wrong;
    case "referrerpolicy":
      return value === "no-referrer" ? [] : wrong;
    default:
      if (!REFERENCES.has(attribute)) return [];
      return value.split(/\s+/).every((id) => id === "" || id.startsWith(PREFIX)) ? [] : wrong;
  }
}

/** A reference within the output, to another page of this site, or to a web page or mailbox that it names openly. */
function isPlainLink(value) {
  if (value.startsWith("#")) return value === "#" || value === "#top" || value.startsWith(`#${PREFIX}`);
  if (/[\\\t\n\r]/.test(value) || value.startsWith("//")) return false;
  const url = URL.parse ? URL.parse(value, location.href) : new URL(value, location.href);
  if (url === null || url.username !== "" || url.password !== "") return false;
  if (url.origin === location.origin) return true;
  return ["http:", "https:", "mailto:"].includes(url.protocol) && value.startsWith(url.protocol);
}

function style(node, value) {
  const wrong = [`style=${JSON.stringify(value.slice(0, 80))}`];
  if (/[\\@<>{}!]|url|image|expression|attr|var|env/i.test(value) || STYLE_FUNCTION.test(value)) return wrong;
  // No browser reads it: then it must not be there.
  if (node.style.length === 0) return wrong;
  for (const declaration of value.split(";")) {
    const [property, ...rest] = declaration.split(":").map((part) => part.trim());
    const text = rest.join(":");
    if (!STYLE_PROPERTY.test(property) || (STYLE_VALUE[property] && !STYLE_VALUE[property].test(text))) return wrong;
    if (/color|background|border|fill|stroke/.test(property) && SYSTEM_COLOR.test(text)) return wrong;
    const largest = property.endsWith("radius") ? 9999 : 1280;
    for (const [, number] of text.matchAll(/(-?[\d.]+)(px|em|rem|ch|ex|pt|vw|vh|%)/g)) {
      if (Number(number) < 0 || Number(number) > largest) return wrong;
    }
  }
  return [];
}

function foreign(node, name, profile) {
  if (profile !== "rich") return [`<${name}> of SVG or MathML outside rich`];
  const isSvg = namespaceOf(node) === SVG;
  if (!(isSvg ? SVG_ELEMENTS : MATHML_ELEMENTS).has(name)) return [`<${isSvg ? "svg" : "math"} ${name}>`];
  const offenses = [];
  for (const { name: attribute, localName, value } of attributesOf(node)) {
    const listed = EVERYWHERE.has(attribute) || (isSvg ? SVG_ATTRIBUTES : MATHML_ATTRIBUTES).has(attribute);
    if (localName === "href") offenses.push(`${attribute} of <${name}>`);
    else if (attribute === "style") offenses.push(...style(node, value));
    else if (!listed) offenses.push(`${attribute} of <${name}>`);
    else if (!isInertValue(attribute, value))
      offenses.push(`${attribute}=${JSON.stringify(value.slice(0, 80))} of <${name}>`);
  }
  return offenses;
}

function isInertValue(attribute, value) {
  if (attribute === "xmlns") return value === SVG || value === MATHML;
  if (attribute === "xmlns:xlink") return value === "http://www.w3.org/1999/xlink";
  if (attribute === "id") return value.startsWith(PREFIX) && !/\s/.test(value);
  if (attribute === "class") return false;
  if (REFERENCES.has(attribute)) return value.split(/\s+/).every((id) => id === "" || id.startsWith(PREFIX));
  if (["title", "alttext", "aria-label"].includes(attribute)) return true;
  const rest = value.replace(/^url\((["']?)#user-content-[^"'()\\\s]+\1\)/i, "");
  if (/[\\\0]|javascript:|data:|https?:|\/\//i.test(rest)) return false;
  return !/(?!rgba?\(|hsla?\(|translate\(|rotate\(|scale\(|skew[XY]\(|matrix\()[a-z_-][\w-]*\(/i.test(rest);
}
