export { sanitizeToolOutput } from "mcp-cordon/html";
