"use client";
// Output that arrives, as components. React makes the element and has no part in what is in it.
import { createElement, useEffect, useRef, useState } from "react";
import { streamToolOutput } from "./markdown-module.js";
import { useBrowserEffect } from "./react-effects.js";

const chunks = async function* (stream) {
  if (typeof stream === "string") {
    yield stream;
  } else if (typeof stream.getReader === "function") {
    const reader = stream.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      reader.releaseLock();
    }
  } else {
    yield* stream;
  }
};

/** @param {any} props */
export function ToolOutputStream({
  stream,
  text,
  unfinished,
  caret,
  options,
  as = "div",
  onEnd,
  onError,
  ...attributes
}) {
  /** @type {import("react").RefObject<any>} */
  const element = useRef(null);
  /** Thrown while rendering, where an error boundary sees it. */
  /** @type {any} */
  const [failed, fail] = useState(undefined);
  if (failed) throw failed.error;
  const told = useRef({ onEnd, onError });
  useEffect(() => {
    told.current = { onEnd, onError };
  });
  /** A stream can be read once, and StrictMode runs an effect twice: the reading goes on, and shows what came before again. */
  /** @type {import("react").RefObject<any>} */
  const reading = useRef({ stream: undefined, came: "", state: "new", listen: undefined });
  useBrowserEffect(() => {
    if (reading.current.stream !== stream) reading.current = { stream, came: "", state: "new", listen: undefined };
    const read = reading.current;
    const output = streamToolOutput(element.current, { ...options, text, unfinished, caret });
    const guarded = (work) => {
      try {
        work();
      } catch (error) {
        read.listen = undefined;
        if (told.current.onError) told.current.onError(error);
        else fail({ error });
      }
    };
    /** @type {(chunk?: string, error?: any) => void} */
    const listen = (chunk, error) => {
      guarded(() => {
        if (error) throw error.reason;
        if (chunk !== undefined) return output.append(chunk);
        const report = output.end();
        read.listen = undefined;
        told.current.onEnd?.(report);
      });
    };
    read.listen = listen;
    if (read.came !== "") listen(read.came);
    if (read.state === "ended") listen();
    if (read.state === "new") {
      read.state = "reading";
      void (async () => {
        try {
          for await (const chunk of chunks(stream)) {
            read.came += chunk;
            read.listen?.(chunk);
          }
          read.state = "ended";
          read.listen?.();
        } catch (reason) {
          read.state = "failed";
          read.listen?.(undefined, { reason });
        }
      })();
    }
    return () => {
      if (read.listen === listen) read.listen = undefined;
      output.abort();
    };
  }, [stream]);
  return createElement(as, { ...attributes, ref: element, suppressHydrationWarning: true });
}

/**
 * A string that grows from render to render.
 * @param {any} props
 */
export function GrowingOutput({
  result,
  streaming,
  text = "markdown",
  options,
  as = "div",
  onEnd,
  onReport,
  ...attributes
}) {
  /** @type {import("react").RefObject<any>} */
  const element = useRef(null);
  /** @type {import("react").RefObject<any>} */
  const held = useRef({ output: undefined, came: "", text: undefined });
  useBrowserEffect(() => {
    const now = held.current;
    if (!now.output || now.text !== text || !result.startsWith(now.came) || (now.isOver && result !== now.came)) {
      now.output?.abort();
      held.current = { output: streamToolOutput(element.current, { ...options, text }), came: "", text, isOver: false };
    }
    const next = held.current;
    if (result !== next.came) next.output.append(result.slice(next.came.length));
    next.came = result;
    if (!streaming && !next.isOver) {
      next.isOver = true;
      const report = next.output.end();
      onEnd?.(report);
    }
  }, [result, streaming, text]);
  useBrowserEffect(
    () => () => {
      held.current.output?.abort();
      held.current = { output: undefined, came: "", text: undefined };
    },
    [],
  );
  return createElement(as, { ...attributes, ref: element, suppressHydrationWarning: true });
}
