/**
 * For pages that come from DOMPurify: `sanitize(html, config)` with its options, by the rules of `mcp-cordon`. What survives is
 * within what this package keeps, whatever the configuration says. An option that cannot be honored exactly throws a
 * `CordonError` that names it; docs/migration.md lists each of them, and what to use in its place.
 *
 * It shares its one module with `mcp-cordon`.
 */
import type { SanitizeOptions, TrustedHTML } from "./index.js";

/** The options that are honored, and those that change nothing here. */
export interface Config {
  /** The elements that stay; any other loses its tags. SVG and MathML go. */
  ALLOWED_TAGS?: string[];
  /** Only elements that this package keeps anyway, or beside `ALLOWED_TAGS`. */
  ADD_TAGS?: string[];
  /** Elements that go. Their content stays, but of what DOMPurify takes away with it and `ADD_FORBID_CONTENTS` lists. */
  FORBID_TAGS?: string[];
  /** Elements of `FORBID_TAGS` that go with their content. */
  ADD_FORBID_CONTENTS?: string[];
  /** The attributes that stay, beside `aria-*` and `data-*`. `class` keeps every class, unless `options.classes` lists some. */
  ALLOWED_ATTR?: string[];
  /** Only attributes that this package keeps anyway, `class`, or beside `ALLOWED_ATTR`. Links have `target` and `rel` always. */
  ADD_ATTR?: string[];
  /** Attributes that go. What the package writes itself (`target`, `rel` and a class on links) stays. */
  FORBID_ATTR?: string[];
  /** Default `true`: those that describe. */
  ALLOW_ARIA_ATTR?: boolean;
  /** Default `true`, but for names that frameworks run. */
  ALLOW_DATA_ATTR?: boolean;
  /** Default: all three. Not beside `ALLOWED_TAGS` or `ALLOWED_ATTR`. */
  USE_PROFILES?: false | { html?: boolean; svg?: boolean; mathMl?: boolean; svgFilters?: false };
  /** Returns a `DocumentFragment`. */
  RETURN_DOM_FRAGMENT?: boolean;
  /** Returns `TrustedHTML` of the policy `mcp-cordon`. */
  RETURN_TRUSTED_TYPE?: boolean;
  /** Breaks `{{`, `${` and `<%` in text and attributes instead of dropping what they hold; no `data-*` stays. */
  SAFE_FOR_TEMPLATES?: boolean;

  /** Changes nothing: output never has anything outside a body. */
  FORCE_BODY?: boolean;
  /** Changes nothing: ids always have the prefix `user-content-`, or `options.idPrefix`. */
  SANITIZE_NAMED_PROPS?: boolean;
  ALLOW_SELF_CLOSE_IN_ATTR?: true;
  ALLOW_UNKNOWN_PROTOCOLS?: false;
  IN_PLACE?: false;
  KEEP_CONTENT?: true;
  RETURN_DOM?: false;
  SAFE_FOR_XML?: true;
  SANITIZE_DOM?: true;
  WHOLE_DOCUMENT?: false;
}

/** What the configuration does not say. */
export type Options = Omit<SanitizeOptions, "config" | "profile" | "templates">;

/**
 * @throws {CordonError} `invalid-option` for an option that is not honored; else as `sanitizeToolOutput`. `html` is a string:
 * nothing else is converted.
 */
export function sanitize(
  html: string,
  config: Config & { RETURN_DOM_FRAGMENT: true },
  options?: Options & { document?: Document },
): DocumentFragment;
export function sanitize(html: string, config: Config & { RETURN_TRUSTED_TYPE: true }, options?: Options): TrustedHTML;
export function sanitize(html: string, config?: Config, options?: Options): string;

/** @throws {CordonError} Always: no script takes part in the walk. `options.rewriteUrl` is asked for every URL. */
export function addHook(name: string, hook?: unknown): never;
/** @throws {CordonError} Always: give the configuration to each call. */
export function setConfig(config?: unknown): never;

/** In the place of the object that `dompurify` exports. The last four do nothing: there is nothing to take away. */
declare const DOMPurify: {
  readonly isSupported: true;
  readonly sanitize: typeof sanitize;
  readonly addHook: typeof addHook;
  readonly setConfig: typeof setConfig;
  readonly removeHook: (name?: string, hook?: unknown) => void;
  readonly removeHooks: (name?: string) => void;
  readonly removeAllHooks: () => void;
  readonly clearConfig: () => void;
};
export default DOMPurify;
