// What runs in the page of the streams: each contender shows one Markdown document that arrives in chunks, one a task.
import { IncremarkContent } from "@incremark/react";
import DOMPurify from "dompurify";
import { marked } from "marked";
import { streamToolOutput } from "mcp-cordon";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { Streamdown } from "streamdown";
import * as smd from "streaming-markdown";

/** A React component that is given the whole text so far. */
function rendered(element) {
  return (target) => {
    const root = createRoot(target);
    let text = "";
    return {
      append(chunk) {
        text += chunk;
        root.render(element(text, false));
      },
      end: () => root.render(element(text, true)),
      close: () => root.unmount(),
    };
  };
}

/** Each takes an element, and shows in it what it is given. */
const CONTENDERS = {
  "mcp-cordon": (target) => {
    const stream = streamToolOutput(target);
    return { append: (chunk) => stream.append(chunk), end: () => void stream.end() };
  },
  "streaming-markdown": (target) => {
    const parser = smd.parser(smd.default_renderer(target));
    return { append: (chunk) => smd.parser_write(parser, chunk), end: () => smd.parser_end(parser) };
  },
  "marked and DOMPurify": (target) => {
    let text = "";
    return {
      append(chunk) {
        text += chunk;
        target.innerHTML = DOMPurify.sanitize(marked.parse(text));
      },
      end() {},
    };
  },
  Streamdown: rendered((text, isDone) => createElement(Streamdown, { isAnimating: !isDone }, text)),
  incremark: rendered((content, isFinished) => createElement(IncremarkContent, { content, isFinished })),
};

/** What each document ends with. */
const LAST_WORDS = "And that is all.";

const channel = new MessageChannel();
/** The next task, behind whatever else is due. */
const turn = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function countNodes(target) {
  const made = { nodes: 0 };
  const walker = (root) => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        made.nodes++;
        const inside = walker(node);
        while (inside.nextNode()) made.nodes++;
      }
    }
  });
  observer.observe(target, { childList: true, subtree: true });
  return { made, stop: () => observer.disconnect() };
}

globalThis.bench = {
  contenders: Object.keys(CONTENDERS),

  /**
   * One document: milliseconds until all is shown, of the longest task, and how many nodes were made where they are counted.
   * `patience` ends what takes longer.
   */
  async stream(contender, text, size, { counts = false, patience }) {
    const target = document.createElement("div");
    document.body.replaceChildren(target);
    await frame();
    globalThis.gc?.();
    const counted = counts ? countNodes(target) : undefined;
    const { append, end, close } = CONTENDERS[contender](target);
    let longest = 0;
    let isOver = false;
    const begin = performance.now();
    let last = begin;
    const passed = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    for (let at = 0; at < text.length && !isOver; at += size) {
      append(text.slice(at, at + size));
      await turn();
      passed();
      isOver = last - begin > patience;
    }
    end();
    // Who shows it in later tasks, or frame by frame, is waited for.
    do {
      await turn();
      passed();
      isOver ||= last - begin > patience;
    } while (!isOver && !target.textContent.includes(LAST_WORDS));
    await frame();
    last = performance.now();
    await turn();
    passed();
    const result = { ms: last - begin, longest, isOver, shown: target.textContent.length, nodes: counted?.made.nodes };
    counted?.stop();
    close?.();
    return result;
  },
};
