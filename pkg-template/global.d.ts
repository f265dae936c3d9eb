// For `<script src>`, for `importScripts`, and for `import "mcp-cordon/global"`, which exports nothing: one global object with
// the names of `mcp-cordon`.
import * as cordon from "./index.js";

declare global {
  export import mcpCordon = cordon;
}
