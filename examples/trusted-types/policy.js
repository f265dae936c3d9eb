import { sanitizeToolOutput } from "mcp-cordon";

// Every string that reaches innerHTML and the like goes through this. There is no createScript and no createScriptURL, so
// the browser refuses strings there: eval, script.src, the source of a worker.
trustedTypes.createPolicy("default", { createHTML: (html) => sanitizeToolOutput(html) });
