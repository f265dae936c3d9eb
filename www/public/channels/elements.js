// What elements, style sheets and markup load by themselves, and hints.
"use strict";

window.attacks ??= {};

const make = (name, attributes = {}) => {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
};
const show = (name, attributes) => document.body.appendChild(make(name, attributes));
const link = (rel, href, more) => void document.head.append(make("link", { rel, href, ...more }));
const markup = (html) => {
  const element = document.body.appendChild(make("div"));
  element.innerHTML = html;
  return element;
};
/** A style sheet, and an element that has the class it speaks of. */
const styled = (css, name) => {
  document.head.append(Object.assign(make("style"), { textContent: css }));
  Object.assign(show("p", { class: name }), { textContent: "x" });
};
const rules = (rules) => {
  const script = make("script", { type: "speculationrules" });
  script.textContent = JSON.stringify(rules);
  return script;
};
const prefetch = (evil) => ({ prefetch: [{ source: "list", urls: [`${evil}/x`], eagerness: "immediate" }] });
const prerender = (evil) => ({ prerender: [{ source: "list", urls: [`${evil}/x`], eagerness: "immediate" }] });
const speculates = () => HTMLScriptElement.supports?.("speculationrules");

Object.assign(window.attacks, {
  img_el: (evil) => void show("img", { src: `${evil}/x.png` }),
  img_new: (evil) => {
    new Image().src = `${evil}/x.png`;
  },
  img_innerHTML: (evil) => void markup(`<img src="${evil}/x.png">`),
  img_srcset: (evil) => void show("img", { srcset: `${evil}/x.png 1x` }),
  picture: (evil) => void markup(`<picture><source srcset="${evil}/x.png"><img src="data:,"></picture>`),
  input_image: (evil) => void show("input", { type: "image", src: `${evil}/x.png` }),
  svg_image: (evil) =>
    void markup(`<svg width="9" height="9"><image href="${evil}/x.png" width="9" height="9"/></svg>`),
  svg_use: (evil) => void markup(`<svg width="9" height="9"><use href="${evil}/x.svg#x"/></svg>`),
  svg_feimage: (evil) =>
    void markup(`<svg width="9" height="9"><filter id="fe"><feImage href="${evil}/x.png"/></filter>
      <rect width="9" height="9" filter="url(#fe)"/></svg>`),
  video_poster: (evil) => void show("video", { poster: `${evil}/x.png` }),
  video_src: (evil) => void show("video", { preload: "auto", src: `${evil}/x.mp4` }),
  audio_src: (evil) => void show("audio", { preload: "auto", src: `${evil}/x.mp3` }),
  track_src: (evil) => {
    const video = show("video", { crossorigin: "anonymous" });
    const track = make("track", { kind: "subtitles", default: "", src: `${evil}/x.vtt` });
    video.append(track);
    track.track.mode = "showing";
  },
  script_src: (evil) => void show("script", { src: `${evil}/x.js` }),
  body_background: (evil) => void document.body.setAttribute("background", `${evil}/x.png`),
  attributionsrc: (evil) =>
    "attributionSrc" in HTMLImageElement.prototype ? void show("img", { attributionsrc: `${evil}/x` }) : "absent",

  css_inline_bg: (evil) => void show("p", { style: `background: url(${evil}/x.png)` }),
  css_style_bg: (evil) => styled(`.bg { background: url(${evil}/x.png) }`, "bg"),
  css_import: (evil) => styled(`@import "${evil}/x.css"`, "import"),
  css_fontface: (evil) =>
    styled(`@font-face { font-family: ff; src: url(${evil}/x.woff2) } .ff { font-family: ff }`, "ff"),
  css_cursor_content: (evil) =>
    styled(`.cc { cursor: url(${evil}/x.png), auto } .cc::before { content: url(${evil}/y.png) }`, "cc"),
  css_filter_url: (evil) => styled(`.cf { filter: url(${evil}/x.svg#x) }`, "cf"),
  css_mask: (evil) => styled(`.cm { -webkit-mask: url(${evil}/x.png); mask: url(${evil}/x.png) }`, "cm"),
  css_adopted: (evil) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.ca { background: url(${evil}/x.png) }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    Object.assign(show("p", { class: "ca" }), { textContent: "x" });
  },

  link_stylesheet: (evil) => link("stylesheet", `${evil}/x.css`),
  link_icon: (evil) => link("icon", `${evil}/x.png`),
  link_manifest: (evil) => link("manifest", `${evil}/x.webmanifest`),
  link_compdict: (evil) => link("compression-dictionary", `${evil}/x.dict`),
  link_prefetch: (evil) => link("prefetch", `${evil}/x`),
  link_prefetch_html: (evil) => void markup(`<link rel="prefetch" href="${evil}/x">`),
  link_prerender: (evil) => link("prerender", `${evil}/x`),
  link_preload_script: (evil) => link("preload", `${evil}/x.js`, { as: "script" }),
  link_preload_fetch: (evil) => link("preload", `${evil}/x.json`, { as: "fetch", crossorigin: "anonymous" }),
  link_preload_image: (evil) => link("preload", `${evil}/x.png`, { as: "image" }),
  link_modulepreload: (evil) => link("modulepreload", `${evil}/x.js`),
  link_preconnect: (evil) => link("preconnect", evil),
  link_dnsprefetch: (_, name) => link("dns-prefetch", `http://${name}/`),
  link_dnsprefetch_html: (_, name) => void markup(`<link rel="dns-prefetch" href="http://${name}/">`),
  link_preconnect_dns: (_, name) => link("preconnect", `http://${name}/`),
  a_href_dns: (_, name) => Object.assign(show("a", { href: `http://${name}/` }), { textContent: "x" }) && undefined,

  specrules_prefetch_create: (evil) => (speculates() ? void document.head.append(rules(prefetch(evil))) : "absent"),
  specrules_prerender_create: (evil) => (speculates() ? void document.head.append(rules(prerender(evil))) : "absent"),
  specrules_innerHTML: (evil) => (speculates() ? void markup(rules(prefetch(evil)).outerHTML) : "absent"),
  specrules_fragment: (evil) => {
    if (!speculates()) return "absent";
    const range = document.createRange();
    range.selectNode(document.body);
    document.body.append(range.createContextualFragment(rules(prefetch(evil)).outerHTML));
  },

  dompar_img: (evil) => void new DOMParser().parseFromString(`<img src="${evil}/x.png">`, "text/html"),
  template_img: (evil) => {
    make("template").innerHTML = `<img src="${evil}/x.png">`;
  },
  detached_innerHTML_img: (evil) => {
    make("div").innerHTML = `<img src="${evil}/x.png">`;
  },
  impl_doc_img: (evil) => {
    document.implementation.createHTMLDocument("x").body.innerHTML = `<img src="${evil}/x.png">`;
  },
  docwrite_img: (evil) => {
    document.write(`<img src="${evil}/x.png">`);
    document.close();
  },
  xslt: (evil) => {
    const parse = (text) => new DOMParser().parseFromString(text, "application/xml");
    const processor = new XSLTProcessor();
    processor.importStylesheet(
      parse(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:import href="${evil}/x.xsl"/><xsl:template match="/"><p/></xsl:template></xsl:stylesheet>`),
    );
    processor.transformToFragment(parse("<x/>"), document);
  },
  meta_reporturi: (evil) => {
    const content = `img-src 'none'; report-uri ${evil}/x`;
    document.head.append(make("meta", { "http-equiv": "Content-Security-Policy", content }));
    show("img", { src: "./helper/x.png" });
  },
});
