// Runs in the page: shows an output in one of the ways, and waits until it is drawn.
import DOMPurify from "/dompurify.js";
import { renderInSandbox, renderToolOutput } from "/index.js";

const WAYS = {
  raw: (target, html) => {
    target.innerHTML = html;
  },
  default: (target, html) => void renderToolOutput(target, html),
  rich: (target, html) => void renderToolOutput(target, html, { profile: "rich", classes: ["*"] }),
  sandbox: async (target, html) => void (await renderInSandbox(target, html, { title: "What a tool returned" })),
  dompurify: (target, html) => {
    target.innerHTML = DOMPurify.sanitize(html);
  },
};

export async function show(way, html) {
  const target = document.getElementById("target");
  await WAYS[way](target, html);
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
