// Runs in the page: makes every request, and says of which the browser said that a policy blocked it. A driver's script is
// under no CSP, so that the policy may be any.
export async function ask(requests) {
  // A request that is let through may wait for its turn: sockets to one host open one after the other.
  const PATIENCE_MS = 20_000;
  const SETTLE_MS = 80;
  const blocked = {};
  const failed = {};
  const waiting = new Map();
  const settle = (id) => waiting.get(id)?.();

  // The whole URL is named, of a frame elsewhere its origin alone.
  const idOf = (uri) => {
    const byUrl = /\?(\w+-\d+)$/.exec(uri)?.[1];
    return byUrl ?? requests.find(({ kind, url }) => kind === "frame" && uri === new URL(url).origin)?.id;
  };
  const heard = (event) => {
    if (!event.isTrusted || event.disposition !== "enforce") return;
    const id = idOf(event.blockedURI);
    if (id === undefined) return;
    blocked[id] ??= [];
    blocked[id].push(event.effectiveDirective);
    settle(id);
  };
  document.addEventListener("securitypolicyviolation", heard);

  const element = (name, attribute, url, parent = document.head) =>
    new Promise((resolve, reject) => {
      const made = document.createElement(name);
      if (name === "link") made.rel = "stylesheet";
      made.addEventListener("load", resolve);
      made.addEventListener("error", reject);
      made[attribute] = url;
      parent.append(made);
    });
  const MADE = {
    fetch: (url) => fetch(url, { mode: "no-cors", credentials: "omit" }),
    hop: (url) => fetch(url, { mode: "no-cors", credentials: "omit" }),
    socket: (url) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve(socket.close());
        socket.onerror = reject;
      }),
    image: (url) =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = url;
      }),
    script: (url) => element("script", "src", url),
    style: (url) => element("link", "href", url),
    font: (url) => new FontFace("asked", `url("${url}")`).load(),
    media: (url) =>
      new Promise((resolve, reject) => {
        const media = new Audio();
        media.onloadedmetadata = resolve;
        media.onerror = reject;
        media.src = url;
      }),
    frame: (url) => element("iframe", "src", url, document.body),
  };

  const one = ({ id, kind, url }) =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      const fail = () => {
        failed[id] = true;
        // The event is a task of its own, which may come after the failure.
        setTimeout(resolve, SETTLE_MS);
      };
      Promise.resolve(url).then(MADE[kind]).then(resolve, fail);
      setTimeout(resolve, PATIENCE_MS);
    });
  await Promise.all(requests.map(one));
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  document.removeEventListener("securitypolicyviolation", heard);
  return { blocked, failed };
}
