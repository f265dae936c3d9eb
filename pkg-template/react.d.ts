/**
 * mcp-cordon/react: a tool's result as a component, and the guard as a hook. For React 18 and later.
 *
 * It is written on `mcp-cordon` and shares that entry's one module. Both work in client components alone, which a server
 * renders too.
 */
import type { ComponentPropsWithoutRef, ElementType, ReactElement } from "react";
import type {
  Finding,
  Guard,
  GuardOptions,
  Policy,
  SanitizeOptions,
  SanitizeReport,
  StreamOptions,
  Violation,
} from "./index.js";

/** A `CallToolResult` of either SDK's type. */
export interface ToolResult {
  content?: readonly object[];
  structuredContent?: unknown;
  isError?: boolean | undefined;
  _meta?: unknown;
}

interface OwnProps {
  /** A `CallToolResult`, or the text of a single block. */
  result: ToolResult | string;
  /** What text blocks are, as `sanitizeToolResult`'s. Default `"html"`. */
  text?: "html" | "markdown" | "plain" | undefined;
  /**
   * The sanitizer's. A result is sanitized again when `result`, `text` or `options` is another: an object that is written
   * where the element is made is another at each render, so keep it outside the component or in `useMemo`.
   */
  options?: SanitizeOptions | undefined;
  /**
   * For a `result` that is a string and grows: `true` while it does, `false` once it is whole. Only what is new is read, and what is
   * finished keeps its nodes. `text` is `"markdown"` by default then. A string that does not begin with the last one starts over.
   */
  streaming?: boolean | undefined;
  /** Of a result that grows, told of the whole once `streaming` is `false`; `onReport` is not. */
  onEnd?: ((report: SanitizeReport) => void) | undefined;
  /** Told what was removed, once for each result that was shown; with none, where there was nothing. */
  onReport?: ((findings: Finding[]) => void) | undefined;
}

export type ToolOutputProps<As extends ElementType = "div"> = OwnProps & {
  /** The element around the blocks. Default `"div"`; it gets the other props. */
  as?: As | undefined;
} & Omit<ComponentPropsWithoutRef<As>, keyof OwnProps | "as" | "children" | "dangerouslySetInnerHTML">;

/**
 * Shows the blocks of a result, each an element whose `data-mcp-block` is the block's type:
 *
 * - text, as the nodes of its safe markup; in `<pre>` where `text` is `"plain"`;
 * - images and sounds of the types that `sanitizeToolResult` lets through, from `data:`, which the page's own
 *   Content-Security-Policy must allow in `img-src` and `media-src`;
 * - links to resources, with the address in `<code>` beside what the server calls it; no link where `policy.links` refuses;
 * - embedded resources: text, plain text and data in `<pre>`, images, sounds; an HTML document in the frame of
 *   `renderInSandbox`; of what cannot be shown the address, the type and the size;
 * - in place of a block that cannot be shown, a text that names its type and size.
 *
 * `structuredContent` and icons are not shown. `data-mcp-error` is on the outer element where `isError` is `true`.
 *
 * No string meets a parser in the browser, so it works under `require-trusted-types-for 'script'`; only the frame of a
 * document needs the policy `mcp-cordon` in `trusted-types`. A server writes safe markup, which hydration keeps; frames
 * are made in the browser.
 *
 * @throws {CordonError} while rendering, for an error boundary, where there is nothing safe to show: the input is no result
 * or over a limit, an option is invalid, WebAssembly is not allowed to run.
 */
export function ToolOutput<As extends ElementType = "div">(props: ToolOutputProps<As>): ReactElement;

interface OwnStreamProps {
  /** What arrives. It is read once: another object is another stream. A string is shown whole. */
  stream: ReadableStream<string> | AsyncIterable<string> | string;
  /** What it is. Default `"markdown"`. */
  text?: StreamOptions["text"];
  unfinished?: StreamOptions["unfinished"];
  caret?: StreamOptions["caret"];
  /** The sanitizer's, as they are when the stream begins. */
  options?: SanitizeOptions | undefined;
  /** Told of the whole, once the stream has ended. */
  onEnd?: ((report: SanitizeReport) => void) | undefined;
  /** Told why the stream stopped. What is shown stays. Without it the error is thrown, for an error boundary. */
  onError?: ((error: unknown) => void) | undefined;
}

export type ToolOutputStreamProps<As extends ElementType = "div"> = OwnStreamProps & {
  /** The element that it is shown in. Default `"div"`; it gets the other props. */
  as?: As | undefined;
} & Omit<ComponentPropsWithoutRef<As>, keyof OwnStreamProps | "as" | "children" | "dangerouslySetInnerHTML">;

/** Shows what arrives, as `streamToolOutput` does. A server renders the empty element. */
export function ToolOutputStream<As extends ElementType = "div">(props: ToolOutputStreamProps<As>): ReactElement;

/**
 * Installs the guard for as long as the component is mounted, ahead of every effect of the component and of its children
 * but insertion effects. One guard is for the whole application: use it at the root. Components that ask for the same
 * policy and options share it; one that asks for others while it is installed gets a `CordonError`.
 *
 * A guard that is installed before any other script runs holds more: what ran earlier may keep what it took. Where you can,
 * call `installGuard` ahead of `createRoot` and leave this hook out.
 *
 * A policy that says the same in another object changes nothing. One that says something else replaces the guard; a CSP
 * that was pinned stays, so that a page can only narrow what it began with. Unmounting uninstalls the guard; the pinned CSP
 * stays then, too.
 *
 * `guard` is `null` on a server and in the first render. The component renders again when a call is refused.
 *
 * @throws {CordonError} `invalid-policy` while rendering; in the commit what `installGuard` throws.
 */
export function useGuard(
  policy: Policy,
  options?: GuardOptions,
): { readonly guard: Guard | null; readonly violations: readonly Violation[] };
