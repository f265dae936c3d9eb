// Markdown and tool results, beside the sanitizer of HTML.
export {
  CordonError,
  applyPatch,
  createPatchStream,
  init,
  renderToolResult,
  sanitizeMarkdown,
  sanitizeToolResult,
  streamToolOutput,
  version,
} from "./index.js";
export type {
  Finding,
  OutputStream,
  Patch,
  PatchChange,
  PatchStream,
  Policy,
  Removal,
  SafeToolResult,
  SanitizeOptions,
  SanitizeReport,
  Source,
  StreamOptions,
} from "./index.js";
