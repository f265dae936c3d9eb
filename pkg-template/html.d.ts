// The sanitizer of HTML without Markdown, tool results, the guard and the audits. It is the same module that `mcp-cordon` has.
export {
  CordonError,
  applyPatch,
  checkUrl,
  cleanText,
  init,
  inspectToolOutput,
  parsePolicy,
  renderInSandbox,
  renderToolOutput,
  sanitizeToFragment,
  sanitizeToolOutput,
  sanitizeToTrustedHTML,
  version,
} from "./index.js";
export type {
  Finding,
  OutputStream,
  Patch,
  PatchChange,
  PatchStream,
  Policy,
  RemovalCode,
  Removal,
  SanitizeOptions,
  SanitizeReport,
  SanitizerConfig,
  SanitizerElement,
  SanitizerName,
  Severity,
  Source,
  StreamOptions,
  TrustedHTML,
} from "./index.js";
import type { OutputStream, PatchStream, SanitizeOptions, StreamOptions } from "./index.js";

/** Streams without Markdown: what arrives is HTML, or text that stays text. */
export type MarkupStreamOptions = Omit<StreamOptions, "text"> & { text?: "html" | "plain" | undefined };
/** As `streamToolOutput` of `mcp-cordon`, of HTML by default. */
export function streamToolOutput(target: Element, options?: SanitizeOptions & MarkupStreamOptions): OutputStream;
/** As `createPatchStream` of `mcp-cordon`, of HTML by default. */
export function createPatchStream(options?: SanitizeOptions & MarkupStreamOptions): PatchStream;
