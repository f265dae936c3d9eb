// For `<script src>` and `importScripts`: one global object with the names of `mcp-cordon`.
import * as cordon from "./index.js";

export as namespace mcpCordon;
export = cordon;
