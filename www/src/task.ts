// What the lab asks of `frame.html`, and what it is told.
import type { Policy, Violation } from "mcp-cordon";
import type { Attack, Text } from "./attacks.ts";

export interface ResultTask {
  kind: "result";
  /** Today's clients, or Cordon's. */
  client: "sanitized" | "raw" | "cordon";
  text: Text;
  result: unknown;
  policy: Policy;
  worker: boolean;
  /** What the reader does once it is shown. */
  afterwards: Attack["then"] | null;
  /** It arrives bit by bit: so many characters a second. */
  perSecond?: number;
  /** In a window of its own: how long it stays as it is, in milliseconds, before the queue's next. */
  stay?: number;
}

/** The pages that a window goes through, one after the other; then it closes. */
export interface QueueTask {
  kind: "queue";
  addresses: string[];
}

export interface ChannelsTask {
  kind: "channels";
  guard: "none" | "apis" | "standard" | "lockdown";
  /** Channel to the attacker's origin that it has for itself. */
  channels: Record<string, string>;
}

/**
 * The grid's policy, for the guard and for the headers. No link leads elsewhere either: a browser's driver, or a reader's
 * click, lends its activation to any script.
 */
export const CHANNELS_POLICY: Policy = { connect: ["'self'"], links: { origins: [] } };

export interface TimingsTask {
  kind: "timings";
  text: Text;
  result: unknown;
}

/** A page of another site, in a frame. */
export interface ElsewhereTask {
  kind: "elsewhere";
  url: string;
}

export type Task = ResultTask | ElsewhereTask | QueueTask | ChannelsTask | TimingsTask;

export interface Timing {
  name: string;
  /** Median of one call, in milliseconds; `null` where the browser has no such thing. */
  ms: number | null;
}

/** A frame is as hostile as what it shows: nothing of this is more than something to display. */
export type Told =
  | { type: "shown"; layers: string[] }
  | { type: "failed"; message: string }
  | { type: "violation"; api: string; url: string; layer: string }
  | { type: "streamed"; longest: number; total: number }
  | { type: "ran"; names: string[] }
  | { type: "channels"; names: string[] }
  | { type: "channel"; name: string; outcome: string }
  | { type: "probe"; name: string; read: string | null }
  | { type: "timings"; bytes: number; timings: Timing[] };

export type Called = Pick<Violation, "api" | "url" | "layer">;

export function encode(task: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(task));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function decode<T>(text: string): T {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

let made = 0;

/** The client's address: the layers are the server's business too, the task is the client's alone. */
export function addressOf(folder: string, task: Task, layers: readonly string[], policy: Policy): string {
  const url = new URL("frame.html", folder);
  url.searchParams.set("layers", layers.join());
  if (layers.includes("header")) url.searchParams.set("policy", JSON.stringify(policy));
  // Two that differ in their fragment alone would be one document.
  url.searchParams.set("n", String(++made));
  url.hash = encode(task);
  return url.href;
}

/** Everything but navigating the lab's own page. */
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups";

/** A frame with a client in it, on another origin than the lab's where there is a server to give it one. */
export function clientFrame(title: string, address: string): HTMLIFrameElement {
  const url = new URL(address);
  const frame = document.createElement("iframe");
  frame.title = title;
  // cordon-ignore-next-line scan-sandbox-can-be-left: the frame is of another origin than the lab
  frame.setAttribute("sandbox", SANDBOX);
  frame.src = new URL(`host.html${url.search}${url.hash}`, url).href;
  return frame;
}

/** Whether a message is from the client in this frame. */
export const isFrom = (frame: HTMLIFrameElement | undefined, source: MessageEventSource | null): boolean =>
  source !== null && frame?.contentWindow?.[0] === source;

/** Whether it is from a page that the client in this frame holds. */
export const isWithin = (frame: HTMLIFrameElement | undefined, source: MessageEventSource | null): boolean =>
  source !== null && frame?.contentWindow?.[0]?.[0] === source;
