import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { model } from "./model.mjs";

// The development server has inline scripts and styles of its own, so this is for what is built.
const csp = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src data:",
  "media-src data:",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types mcp-cordon",
].join("; ");

export default defineConfig({
  plugins: [react(), model()],
  preview: { headers: { "Content-Security-Policy": csp } },
});
