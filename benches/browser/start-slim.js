export { init, sanitizeToolOutput } from "mcp-cordon/slim";
