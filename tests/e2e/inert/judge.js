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
  details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label li main
  mark menu meter nav ol p pre progress q rp rt ruby s samp search section small span strike strong sub summary sup table tbody td tfoot
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
  font: words("color size"),
  hr: words("color noshade size width"),
  img: words("alt height hspace referrerpolicy src vspace width"),
  input: words("checked disabled type"),
  ins: words("cite datetime"),
  li: words("type value"),
  meter: words("high low max min optimum value"),
  ol: words("reversed start type"),
  p: words("align"),
  pre: words("width"),
  progress: words("max value"),
  q: words("cite"),
  table: words("align bgcolor border bordercolor cellpadding cellspacing frame height rules width"),
  tbody: words("align bgcolor valign"),
  td: words("abbr align bgcolor height nowrap width colspan headers rowspan valign"),
  tfoot: words("align bgcolor valign"),
  th: words("abbr align bgcolor height nowrap width colspan headers rowspan scope valign"),
  thead: words("align bgcolor valign"),
  time: words("datetime"),
  tr: words("align bgcolor height valign"),
  ul: words("type"),
  video: words("controls height loop muted width"),
};

const SVG_ELEMENTS = words(`
  svg g defs path rect circle ellipse line polyline polygon text textPath tspan linearGradient radialGradient stop clipPath
  image marker mask pattern style switch symbol use filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow
  feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset feTile`);
/** Those whose `href` may name another element of the output. */
const REFERRING = words("linearGradient pattern radialGradient textPath use");
const MATHML_ELEMENTS = words(`
  math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts
  none mtable mtr mtd mstyle merror`);

const SVG_ATTRIBUTES = words(`
  viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points dx dy rotate pathLength transform
  gradientUnits gradientTransform spreadMethod offset clipPathUnits markerWidth markerHeight markerUnits refX refY orient
  fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset
  stroke-miterlimit stroke-opacity opacity xmlns color stop-color stop-opacity font-family font-size font-style font-weight
  text-anchor dominant-baseline letter-spacing text-decoration clip-path clip-rule marker-start marker-mid marker-end
  vector-effect shape-rendering paint-order mask mask-type maskUnits maskContentUnits patternUnits patternContentUnits
  patternTransform filter filterUnits primitiveUnits in in2 result stdDeviation radius flood-color flood-opacity values mode
  operator type tableValues slope intercept amplitude exponent k1 k2 k3 k4 color-interpolation color-interpolation-filters
  color-rendering image-rendering text-rendering overflow startOffset method spacing side textLength lengthAdjust role
  alignment-baseline baseline-shift word-spacing font-stretch font-variant transform-origin`);
const MATHML_ATTRIBUTES = words(`
  display displaystyle mathvariant mathcolor mathbackground form fence separator stretchy symmetric largeop movablelimits
  accent accentunder linethickness lspace rspace depth height width columnspan rowspan alttext`);

const REFERENCES = words("aria-describedby aria-details aria-labelledby headers");

/** Raster images, by how they begin, under the name of any. */
const IMAGE = /^data:image\/(?!\w*(svg|xml))[\w.-]+;base64,(iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|AAAA)/;

/** Properties that neither load, cover, hide, move nor add anything. */
const STYLE_PROPERTY = new RegExp(
  "^(color|background(-(color|image|position|repeat|size))?|fill|stroke|stroke-width|border(-(top|right|bottom|left))?(-(color|style|width))?|" +
    "border(-(top|bottom)-(left|right))?-radius|border-(collapse|spacing)|box-sizing|caption-side|display|empty-cells|" +
    "((padding|margin)(-(top|right|bottom|left))?)|(row-|column-)?gap|flex(-(basis|direction|flow|grow|shrink|wrap))?|(align|justify|place)-(content|items|self)|" +
    "grid-(auto-(columns|flow)|column|row|template-columns)|overflow(-x)?|text-align-last|font-(family|size|style|weight|variant(-numeric)?)|line-height|letter-spacing|word-(spacing|break)|" +
    "hyphens|list-style(-(type|position))?|(min-|max-)?width|min-height|overflow-wrap|table-layout|text-(align|anchor|" +
    "transform)|text-decoration(-(color|line|style))?|vertical-align|white-space)$",
);
const STYLE_FUNCTION =
  /(?!rgba?\(|hsla?\(|hwb\(|lab\(|lch\(|oklab\(|oklch\(|color\(|clamp\(|(repeating-)?(linear|radial|conic)-gradient\(|repeat\(|minmax\(|fit-content\()(?<![\w-])[a-z_-][\w-]*\(/i;
const STYLE_VALUE = {
  "flex-direction": /^(row|column)$/,
  "flex-flow": /^[a-z ]+(?<!reverse)$/,
  "grid-column": /^(auto|span [1-9]\d?)$/,
  "grid-row": /^(auto|span [1-9]\d?)$/,
  "line-height": /^(normal|[123](\.\d+)?|clamp\(1em,[\d.]+[a-z]+,3em\))$/,
  overflow: /^(auto|scroll)$/,
  "overflow-x": /^(auto|scroll)$/,
  display: /^(block|inline|(inline-)?(block|flex|grid|table)|flow-root|list-item|table-(row|cell))$/,
  "font-family": new RegExp(
    "^((ui-)?(sans-)?serif|(ui-)?monospace|ui-rounded|system-ui|cursive|fantasy|math|arial|helvetica|georgia|verdana|" +
      "tahoma|times|times new roman|courier|courier new|trebuchet ms|consolas|menlo|monaco|segoe ui|[, \"'])+$",
    "i",
  ),
  "font-size": /^(?!0)/,
};
const SYSTEM_COLOR = /^(canvas|link|visited|active|button|field|highlight|selecteditem|mark|graytext|accentcolor)/i;

/** Everything about a tree that an attacker could use, as sentences; none where it is inert. `classes` are those that the options list. */
export function judge(root, profile, classes = []) {
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
      for (const offense of element(node, profile, classes)) offenses.add(offense);
    }
  }
  return [...offenses];
}

function element(node, profile, classes = []) {
  const name = localNameOf(node);
  if (profile === "text") return [`<${name}> in profile text`];
  if (node.shadowRoot) return [`<${name}> has a shadow root`];
  switch (namespaceOf(node)) {
    case HTML:
      return html(node, name, profile, classes);
    case SVG:
    case MATHML:
      return foreign(node, name, profile);
    default:
      return [`<${name}> in the namespace ${namespaceOf(node)}`];
  }
}

function html(node, name, profile, classes) {
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
    if (attribute === "style" && profile === "rich") {
      offenses.push(
        ...(isClipped(node) ? clippedStyle(node, value) : style(node, isBox(node) ? withoutClip(value) : value)),
      );
    } else if (attribute === "class" && value.split(" ").every((one) => classes.includes(one))) continue;
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
      return IMAGE.test(value) || isInertDrawing(value) ? [] : wrong;
    case "align":
      return element !== "table" || value === "center" ? [] : wrong;
    case "bgcolor":
    case "bordercolor":
    case "color":
      return /^(#[\da-f]{3,8}|[a-z]+|[a-z]+\([\w\s%.,/-]*\))$/i.test(value) && !SYSTEM_COLOR.test(value) ? [] : wrong;
    case "cellpadding":
    case "cellspacing":
    case "hspace":
    case "vspace":
      return Number.parseFloat(value) <= 128 ? [] : wrong;
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

/** A drawing as an image: what is in it is judged like any other. */
function isInertDrawing(value) {
  const [, written] = /^data:image\/svg\+xml,([\w%.~:/=,;()-]+)$/.exec(value) ?? [];
  if (written === undefined) return false;
  const root = new DOMParser().parseFromString(decodeURIComponent(written), "image/svg+xml").documentElement;
  return (
    namespaceOf(root) === SVG && [root, ...root.querySelectorAll("*")].every((one) => element(one, "rich").length === 0)
  );
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
  const plain = value.replaceAll("background-image", "background");
  if (/[\\@<>{}!]|url|image|expression|attr|var|env/i.test(plain) || STYLE_FUNCTION.test(value)) return wrong;
  // In a column it would be lower than what it holds.
  if (/(^|;)flex(-basis)?:/.test(value) && /(^|;)min-height:/.test(value)) return wrong;
  // No browser reads it: then it must not be there.
  if (node.style.length === 0) return wrong;
  for (const declaration of value.split(";")) {
    const [property, ...rest] = declaration.split(":").map((part) => part.trim());
    const text = rest.join(":");
    if (STYLE_PROPERTY.test(property) && /^(inherit|initial|revert|unset)$/.test(text)) continue;
    if (!STYLE_PROPERTY.test(property) || (STYLE_VALUE[property] && !STYLE_VALUE[property].test(text))) return wrong;
    if (/color|background|border|fill|stroke/.test(property) && SYSTEM_COLOR.test(text)) return wrong;
    const largest = property.endsWith("radius") ? 9999 : 1280;
    for (const [, number] of text.matchAll(/(-?[\d.]+)(px|em|rem|ch|ex|pt|vw|vh|%)/g)) {
      const least = { "vertical-align": -64, background: -Infinity, "background-image": -Infinity }[property] ?? 0;
      if (Number(number) < least || Number(number) > largest) return wrong;
    }
  }
  return [];
}

const CLIP = "clip-path:inset(-3px)";
const withoutClip = (value) =>
  value
    .split(";")
    .filter((one) => one !== CLIP)
    .join(";");

const isBox = (node) =>
  localNameOf(node) === "span" && node.classList.contains("base") && node.closest(".katex-html") !== null;

/** Whether a box around the element clips it, in a formula. */
function isClipped(node) {
  for (let at = node.parentElement; at !== null; at = at.parentElement) {
    const { clipPath, display } = at.style;
    if (isBox(at) && CLIP.endsWith(`:${clipPath}`) && display === "inline-block") return true;
  }
  return false;
}

/** In the box lengths may move what is there. */
function clippedStyle(node, value) {
  const others = value
    .split(";")
    .filter(
      (one) => !/^((height|top|bottom|left|vertical-align|margin-\w+):-?[\d.]+[a-z%]*|position:relative)$/.test(one),
    );
  return others.length === 0 ? [] : style(node, others.join(";"));
}

function foreign(node, name, profile) {
  if (profile !== "rich") return [`<${name}> of SVG or MathML outside rich`];
  const isSvg = namespaceOf(node) === SVG;
  if (!(isSvg ? SVG_ELEMENTS : MATHML_ELEMENTS).has(name)) return [`<${isSvg ? "svg" : "math"} ${name}>`];
  const offenses = [];
  if (isSvg && name === "style") offenses.push(...sheet(node));
  const above = parentOf(node);
  const isRoot = isSvg && !(above !== null && typeOf(above) === 1 && namespaceOf(above) === SVG);
  for (const { name: attribute, localName, value } of attributesOf(node)) {
    const listed = EVERYWHERE.has(attribute) || (isSvg ? SVG_ATTRIBUTES : MATHML_ATTRIBUTES).has(attribute);
    if (localName === "href") {
      const isRaster = isSvg && name === "image" && attribute === "href" && IMAGE.test(value);
      const isOwn =
        isRaster || (isSvg && REFERRING.has(name) && attribute === "href" && /^#user-content-[\w.:-]+$/.test(value));
      if (!isOwn) offenses.push(`${attribute} of <${name}>`);
    } else if (isSvg && name === "svg" && ["transform", "overflow", "filter"].includes(attribute))
      offenses.push(`${attribute} of <svg>`);
    else if (isSvg && attribute === "style") offenses.push(...drawnStyle(node, value, isRoot));
    else if (attribute === "style") offenses.push(...style(node, value));
    else if (attribute === "class") {
      if (!value.split(/\s+/).every((one) => one.startsWith(PREFIX))) offenses.push(`class=${value} of <${name}>`);
    } else if (!listed) offenses.push(`${attribute} of <${name}>`);
    else if (!isInertValue(attribute, value))
      offenses.push(`${attribute}=${JSON.stringify(value.slice(0, 80))} of <${name}>`);
  }
  return offenses;
}

/** Properties of a drawing's own, beside those of boxes. */
const DRAWN_PROPERTY =
  /^(alignment-baseline|baseline-shift|clip-(path|rule)|color-(interpolation(-filters)?|rendering)|dominant-baseline|fill(-(opacity|rule))?|flood-(color|opacity)|font-(size|stretch|variant|weight)|(image|shape|text)-rendering|letter-spacing|marker(-(start|mid|end))?|mask(-type)?|opacity|paint-order|stop-(color|opacity)|stroke(-(dasharray|dashoffset|linecap|linejoin|miterlimit|opacity|width))?|text-anchor|vector-effect|word-spacing)$/;
const MOVING_PROPERTY = /^(c[xy]|filter|height|overflow|r[xy]?|transform(-origin)?|width|[xy])$/;

function drawnStyle(node, value, isRoot) {
  const boxes = [];
  for (const declaration of value.split(";")) {
    const [property, text = ""] = declaration.split(":").map((part) => part.trim());
    if (DRAWN_PROPERTY.test(property) || (!isRoot && MOVING_PROPERTY.test(property))) {
      if (!isInertValue(property, text)) return [`style=${JSON.stringify(value.slice(0, 80))}`];
    } else boxes.push(declaration);
  }
  return boxes.length === 0 ? [] : style(node, boxes.join(";"));
}

/** A style sheet of the drawing that it stands in, and of nothing else. */
function sheet(node) {
  const text = node.textContent;
  const wrong = [`<style> with ${JSON.stringify(text.slice(0, 120))}`];
  // An id may be told by a part of it. Of what begins with the prefix all ids of the output do.
  const plain = text.replace(/\[id([$*]=|\^=user-content-)[\w-]*\]/g, "");
  if (node.childElementCount > 0 || /[<&\\@"'[!~|]|::/.test(plain)) return wrong;
  for (const rule of text.split("}").slice(0, -1)) {
    const [selectors, block, more] = rule.split("{");
    const scoped = selectors.replace(/:is\((\.user-content-s[0-9a-f]{16}),\1 \*\)/g, "§");
    const isOurs = scoped
      .replace(/:not\([^()]*\)/g, "")
      .split(",")
      .every((one) => /^[^ >§]*§/.test(one));
    if (more !== undefined || !isOurs || /[.#](?!user-content-)/.test(scoped)) return wrong;
    if (/url\((?!#user-content-)/.test(block)) return wrong;
    const probe = document.createElementNS(SVG, "svg");
    probe.setAttribute("style", block);
    if (drawnStyle(probe, block, true).length > 0) return wrong;
  }
  // What it names has to be in the drawing: nothing outside may change for it.
  for (const rule of node.sheet?.cssRules ?? []) {
    const root = node.ownerSVGElement;
    for (const hit of node.getRootNode().querySelectorAll(rule.selectorText)) {
      const outermost = hit.closest?.("svg");
      if (outermost === null || (root !== null && hit !== root && !root.contains(hit) && !isSameSheet(hit, text)))
        return wrong;
    }
  }
  return [];
}

/** Whether another drawing has the very same sheet. */
function isSameSheet(hit, text) {
  for (let at = hit; at !== null; at = at.parentElement) {
    if (at.localName === "svg" && [...at.querySelectorAll("style")].some((one) => one.textContent === text))
      return true;
  }
  return false;
}

function isInertValue(attribute, value) {
  if (attribute === "xmlns") return value === SVG || value === MATHML;
  if (attribute === "xmlns:xlink") return value === "http://www.w3.org/1999/xlink";
  if (attribute === "id") return value.startsWith(PREFIX) && !/\s/.test(value);
  if (attribute === "class") return false;
  if (REFERENCES.has(attribute)) return value.split(/\s+/).every((id) => id === "" || id.startsWith(PREFIX));
  if (["title", "alttext", "aria-label"].includes(attribute)) return true;
  if (["transform", "patternTransform", "gradientTransform"].includes(attribute)) {
    return /^(\s*,?\s*(matrix|(scale|translate|skew)[XY]?|rotate)\([\w\s%+,.-]*\))*\s*$/.test(value);
  }
  const rest = value.replace(/^url\((["']?)#user-content-[^"'()\\\s]+\1\)/i, "");
  if (/[\\\0]|javascript:|data:|https?:|\/\//i.test(rest)) return false;
  return !/(?!rgba?\(|hsla?\(|translate\(|rotate\(|scale\(|skew[XY]\(|matrix\()[a-z_-][\w-]*\(/i.test(rest);
}
