// For pages that come from DOMPurify: its options, as this package's own. An option that cannot be honored exactly is refused
// by name. Whatever is read of them, the output stays within the sanitizer's baseline.
import { sanitizeToFragment, sanitizeToTrustedHTML, sanitizeToolOutput } from "./html-module.js";
import { CordonError } from "./shared.js";

const SVG = { name: "svg", namespace: "http://www.w3.org/2000/svg" };
const MATHML = { name: "math", namespace: "http://www.w3.org/1998/Math/MathML" };

export function sanitize(html, config = {}, options = {}) {
  const chosen = checked(config);
  const own = { ...options, ...mapped(chosen, options) };
  if (chosen.RETURN_DOM_FRAGMENT) return sanitizeToFragment(html, own);
  if (chosen.RETURN_TRUSTED_TYPE) return sanitizeToTrustedHTML(html, own);
  return sanitizeToolOutput(html, own);
}

/** @returns {never} */
export function addHook(name) {
  const why = "no script takes part in the walk; options.rewriteUrl is asked for every URL";
  throw new CordonError("invalid-option", `addHook: ${quote(name)}: ${why}`);
}

/** @returns {never} */
export function setConfig() {
  const why = "any script could change what all others rely on; give the configuration to each call";
  throw new CordonError("invalid-option", `setConfig: ${why}`);
}

const nothing = () => {};

/** In the place of the object that `dompurify` exports. */
export default {
  isSupported: /** @type {const} */ (true),
  sanitize,
  addHook,
  setConfig,
  // There is none to take away.
  removeHook: nothing,
  removeHooks: nothing,
  removeAllHooks: nothing,
  clearConfig: nothing,
};

// ---- The options

/** Lists of names. */
const LISTS = [
  "ADD_ATTR",
  "ADD_FORBID_CONTENTS",
  "ADD_TAGS",
  "ALLOWED_ATTR",
  "ALLOWED_TAGS",
  "FORBID_ATTR",
  "FORBID_TAGS",
];

/** Honored either way. Ids have the prefix and nothing stands outside the body, whatever the last two say. */
const FLAGS = [
  "ALLOW_ARIA_ATTR",
  "ALLOW_DATA_ATTR",
  "RETURN_DOM_FRAGMENT",
  "RETURN_TRUSTED_TYPE",
  "SAFE_FOR_TEMPLATES",
  "SANITIZE_NAMED_PROPS",
  "FORCE_BODY",
];

/** Honored with one value, and why not with the other. */
const FIXED = {
  ALLOW_SELF_CLOSE_IN_ATTR: [true, "attributes keep their text; < and > in it are escaped"],
  ALLOW_UNKNOWN_PROTOCOLS: [false, "list the schemes in options.policy.links.schemes"],
  IN_PLACE: [false, "hand over the HTML: renderToolOutput(target, html) fills an element"],
  KEEP_CONTENT: [true, "list what goes with its content in FORBID_TAGS and ADD_FORBID_CONTENTS"],
  RETURN_DOM: [false, "there is no body to return: RETURN_DOM_FRAGMENT"],
  SAFE_FOR_XML: [true, "comments and what hides markup never survive"],
  SANITIZE_DOM: [true, "ids always get a prefix, names never survive"],
  WHOLE_DOCUMENT: [false, "output is a part of the page: renderInSandbox shows a whole document"],
};

/** Never honored, and what there is in place of it. */
const REFUSED = {
  ADD_DATA_URI_TAGS: "only a PNG, JPEG, GIF, WebP or AVIF image of an img may stand in a data: URL",
  ADD_URI_SAFE_ATTR: "every URL is judged by the policy",
  ALLOWED_NAMESPACES: "USE_PROFILES chooses between HTML, SVG and MathML",
  ALLOWED_URI_REGEXP: "the URL parser decides, by options.policy; options.rewriteUrl drops more",
  CUSTOM_ELEMENT_HANDLING: "no custom element survives: a page's own code would run for it",
  FORBID_CONTENTS: "the content of scripts, styles and frames never survives; ADD_FORBID_CONTENTS adds to the list",
  HTML_INTEGRATION_POINTS: "the parser is the HTML Standard's",
  MATHML_TEXT_INTEGRATION_POINTS: "the parser is the HTML Standard's",
  NAMESPACE: "the input is HTML",
  PARSER_MEDIA_TYPE: "the input is HTML",
  TRUSTED_TYPES_POLICY: "RETURN_TRUSTED_TYPE uses the policy mcp-cordon, which nobody else can use",
};

/** A copy of the options that are there, each of its type. */
function checked(config) {
  if (config === null || typeof config !== "object") {
    throw new CordonError("invalid-input", `config: expected an object, got ${quote(config)}`);
  }
  const chosen = {};
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined) continue;
    if (LISTS.includes(name)) chosen[name] = names(name, value);
    else if (name === "USE_PROFILES") chosen[name] = profiles(value);
    else if (FLAGS.includes(name)) chosen[name] = flag(name, value);
    else if (Object.hasOwn(FIXED, name)) {
      const [only, why] = FIXED[name];
      if (flag(name, value) !== only) refuse(name, `${value}: ${why}`);
    } else refuse(name, Object.hasOwn(REFUSED, name) ? REFUSED[name] : "no such option");
  }
  return chosen;
}

function names(option, value) {
  if (typeof value === "function") refuse(option, "a function: no script takes part in the walk; list the names");
  if (!Array.isArray(value)) refuse(option, `expected an array of strings, got ${quote(value)}`);
  return value.map((name) => {
    if (typeof name !== "string") refuse(option, `expected an array of strings, got ${quote(name)} in it`);
    return name.toLowerCase();
  });
}

function flag(option, value) {
  if (typeof value !== "boolean") refuse(option, `expected true or false, got ${quote(value)}`);
  return value;
}

function profiles(value) {
  if (value === false) return undefined;
  if (value === null || typeof value !== "object")
    refuse("USE_PROFILES", `expected an object or false, got ${quote(value)}`);
  const { html, svg, mathMl, svgFilters, ...others } = value;
  if (svgFilters) refuse("USE_PROFILES.svgFilters", "no filter survives");
  for (const name of Object.keys(others)) refuse(`USE_PROFILES.${name}`, "no such profile");
  return { html: html === true, svg: svg === true, mathMl: mathMl === true };
}

/** @returns {never} */
function refuse(option, why) {
  throw new CordonError("invalid-option", `options.${option}: ${why}`);
}

function quote(value) {
  return typeof value === "string" ? JSON.stringify(value) : value === null ? "null" : typeof value;
}

// ---- What they come to

/** What the sanitizer writes by itself, whatever the markup says. */
const WRITTEN = ["rel", "target"];

/** Those that it keeps: they describe an element and control nothing. */
const ARIA = [
  "aria-colcount",
  "aria-colindex",
  "aria-colspan",
  "aria-describedby",
  "aria-details",
  "aria-label",
  "aria-labelledby",
  "aria-level",
  "aria-rowcount",
  "aria-rowindex",
  "aria-rowspan",
  "aria-sort",
];

/** What DOMPurify takes away with its content, as far as a table here would keep the one or the other. */
const CONTENT_GOES = ["audio", "colgroup", "math", "plaintext", "svg", "thead", "video", "xmp"];

/** Names that neither HTML, SVG nor MathML keeps here. */
const NEVER = [
  "applet",
  "area",
  "base",
  "body",
  "button",
  "canvas",
  "datalist",
  "dialog",
  "embed",
  "fieldset",
  "form",
  "frame",
  "frameset",
  "head",
  "html",
  "iframe",
  "legend",
  "link",
  "map",
  "marquee",
  "meta",
  "noembed",
  "noframes",
  "noscript",
  "object",
  "optgroup",
  "option",
  "output",
  "param",
  "picture",
  "plaintext",
  "script",
  "select",
  "slot",
  "source",
  "style",
  "template",
  "textarea",
  "title",
  "track",
  "xmp",
];

function mapped(chosen, options) {
  for (const name of ["config", "profile", "templates"]) {
    if (Object.hasOwn(options, name)) refuse(name, "the configuration decides this: not beside it");
  }
  const wanted = chosen.USE_PROFILES;
  for (const name of ["ALLOWED_TAGS", "ALLOWED_ATTR"]) {
    if (wanted && chosen[name]) refuse(name, "USE_PROFILES overrides it: not beside it");
  }
  const data = !chosen.SAFE_FOR_TEMPLATES && (chosen.ALLOW_DATA_ATTR ?? true);
  const asks = [...(chosen.ALLOWED_ATTR ?? []), ...(chosen.ADD_ATTR ?? [])];
  return {
    profile: "rich",
    templates: chosen.SAFE_FOR_TEMPLATES ? "break" : "keep",
    ...(asks.includes("class") && options.classes === undefined && { classes: ["*"] }),
    config: { ...elements(chosen, wanted), ...attributes(chosen, data), dataAttributes: data },
  };
}

function elements(chosen, wanted) {
  const {
    ALLOWED_TAGS: allowed,
    ADD_TAGS: added = [],
    FORBID_TAGS: forbidden = [],
    ADD_FORBID_CONTENTS: emptied = [],
  } = chosen;
  const listed = allowed?.filter((name) => name !== "#text");
  keepable("elements", "ALLOWED_TAGS", listed);
  keepable("elements", "ADD_TAGS", added);
  const roots = wanted
    ? [...(wanted.svg ? [SVG] : []), ...(wanted.mathMl ? [MATHML] : [])]
    : listed
      ? []
      : [SVG, MATHML];
  const goes = forbidden.filter((name) => name !== "tbody" || (listed && !listed.includes("table")));
  if (roots.length > 0) goes.forEach(outsideDrawings);

  if (listed || (wanted && !wanted.html)) {
    if (emptied.length > 0)
      refuse("ADD_FORBID_CONTENTS", "not beside a list of what stays: the content of what goes is text");
    const kept = [...(listed ?? []), ...added];
    if (kept.includes("table")) kept.push("tbody");
    return { elements: [...kept, ...roots].filter((one) => !goes.includes(one.name ?? one)) };
  }
  for (const name of emptied) {
    if (!forbidden.includes(name)) refuse("ADD_FORBID_CONTENTS", `${quote(name)}: list it in FORBID_TAGS too`);
  }
  const withContent = [...CONTENT_GOES, ...emptied];
  const root = (name) => [SVG, MATHML].find((one) => one.name === name) ?? name;
  const isGone = (name) => goes.includes(name) && withContent.includes(name);
  const unwanted = [SVG, MATHML].filter((one) => !roots.includes(one));
  return {
    removeElements: ["plaintext", "xmp", ...unwanted, ...goes.filter(isGone).map(root)],
    replaceWithChildrenElements: goes.filter((name) => !isGone(name)),
  };
}

/** What is in a drawing or a formula cannot be listed: a name that might be there cannot be forbidden. */
function outsideDrawings(name) {
  if (name === "svg" || name === "math" || name.includes("-") || NEVER.includes(name)) return;
  try {
    keepable("elements", "FORBID_TAGS", [name]);
  } catch {
    refuse(
      "FORBID_TAGS",
      `${quote(name)}: of SVG and MathML only svg and math can be listed; USE_PROFILES leaves them out`,
    );
  }
}

function attributes(chosen, data) {
  const {
    ALLOWED_ATTR: allowed,
    ADD_ATTR: added = [],
    FORBID_ATTR: forbidden = [],
    ALLOW_ARIA_ATTR: aria = true,
  } = chosen;
  // Without a list the safe part of a style stays.
  const isOwn = (name) => !WRITTEN.includes(name) && (allowed || name !== "style");
  const own = (list) => list?.filter(isOwn);
  keepable("attributes", "ALLOWED_ATTR", own(allowed));
  keepable("attributes", "ADD_ATTR", own(added));
  if (allowed) {
    const kept = [...own(allowed), ...own(added), ...(aria ? ARIA : [])];
    return { attributes: kept.filter((name) => !forbidden.includes(name)) };
  }
  const lone = added.find((name) => name.startsWith("data-"));
  if (lone && !data) refuse("ADD_ATTR", `${quote(lone)}: with ALLOW_DATA_ATTR false only ALLOWED_ATTR can list it`);
  const silent = aria ? [] : ARIA.filter((name) => !added.includes(name));
  return { removeAttributes: [...forbidden, ...silent] };
}

/** Throws what the sanitizer says of a name that it never keeps. */
function keepable(member, option, list) {
  if (!list || list.length === 0) return;
  const root = member === "elements" && list.find((name) => name === "svg" || name === "math");
  if (root) refuse(option, `${quote(root)}: it comes whole or not at all, by USE_PROFILES`);
  try {
    sanitizeToolOutput("", { config: { [member]: list } });
  } catch (error) {
    const { code, message } = /** @type {CordonError} */ (error);
    if (code !== "invalid-option") throw error;
    refuse(option, message.replace(`options.config.${member}: `, ""));
  }
}
