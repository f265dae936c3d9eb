// In a page: each way to make a browser ask for a URL.
globalThis.vectors = (() => {
  const asked = (url, options) => void fetch(url, options).catch(() => {});
  const added = (name, properties, parent = document.body) => {
    const element = Object.assign(document.createElement(name), properties);
    parent.append(element);
    return element;
  };
  const submitted = (method) => (url) => {
    const form = added("form", { action: url, method, target: "_blank" });
    // A form's GET replaces the query.
    for (const [name, value] of new URL(url).searchParams) added("input", { type: "hidden", name, value }, form);
    form.submit();
  };
  return {
    fetch: (url) => asked(url),
    "fetch no-cors": (url) => asked(url, { mode: "no-cors" }),
    "fetch same-origin": (url) => asked(url, { mode: "same-origin", method: "POST", body: "x" }),
    "fetch POST": (url) => asked(url, { method: "POST", body: "x" }),
    "fetch no-cors POST": (url) => asked(url, { mode: "no-cors", method: "POST", body: "x" }),
    "fetch JSON": (url) => asked(url, { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } }),
    XMLHttpRequest: (url) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.send();
    },
    sendBeacon: (url) => void navigator.sendBeacon(url, "x"),
    EventSource: (url) => {
      const source = new EventSource(url);
      source.onerror = () => source.close();
    },
    WebSocket: (url) => {
      const socket = new WebSocket(url.replace("https:", "wss:"));
      socket.onopen = () => socket.close();
    },
    Worker: (url) => {
      try {
        new Worker(url);
      } catch {
        // One of another origin throws.
      }
    },
    img: (url) => added("img", { src: url }),
    script: (url) => added("script", { src: url }),
    "script type=module": (url) => added("script", { type: "module", src: url }),
    "link rel=stylesheet": (url) => added("link", { rel: "stylesheet", href: url }),
    "link rel=prefetch": (url) => added("link", { rel: "prefetch", href: url }),
    audio: (url) => added("audio", { preload: "auto", src: url }),
    video: (url) => added("video", { preload: "auto", src: url }),
    iframe: (url) => added("iframe", { src: url }),
    object: (url) => added("object", { data: url }),
    "form GET": submitted("get"),
    "form POST": submitted("post"),
    // For a test to click on.
    link: (url) => {
      const links = document.querySelector(".links") ?? added("p", { className: "links" });
      added("a", { href: url, target: "_blank", textContent: "link" }, links);
    },
    location: (url) => {
      window.open("about:blank").location.href = url;
    },
    "window.open": (url) => void window.open(url),
    "speculation rules": (url) => {
      const textContent = JSON.stringify({ prefetch: [{ urls: [url], eagerness: "immediate" }] });
      added("script", { type: "speculationrules", textContent });
    },
  };
})();
