// One import of an application's, what may stay of it with brotli, and the modules that stay. docs/size.md says what the goals
// are, and where the bytes go.
export const IMPORTS = [
  ["mcp-cordon", "sanitizeToolOutput", 333_000, ["html"]],
  ["mcp-cordon", "sanitizeMarkdown", 470_000, ["html", "markdown"]],
  ["mcp-cordon", "sanitizeToolResult", 470_000, ["html", "markdown"]],
  ["mcp-cordon", "streamToolOutput", 475_000, ["html", "markdown"]],
  ["mcp-cordon", "installGuard", 70_000, ["guard"]],
  ["mcp-cordon", "parsePolicy", 70_000, ["guard"]],
  ["mcp-cordon", "auditPage", 172_000, ["audit"]],
  ["mcp-cordon", "compilePolicy", 172_000, ["audit"]],
  ["mcp-cordon", "CordonError", 1_000, []],
  ["mcp-cordon/audit", "explainCsp", 172_000, ["audit"]],
  ["mcp-cordon/dompurify", "sanitize", 335_000, ["html"]],
  ["mcp-cordon/react", "ToolOutput", 475_000, ["html", "markdown"]],
  ["mcp-cordon/react", "useGuard", 71_000, ["guard"]],
  ["mcp-cordon/service-worker", "installServiceWorkerGate", 50_000, []],
  ["mcp-cordon/server", "createIsolation", 148_000, []],
];
