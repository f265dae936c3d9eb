import { fileURLToPath } from "node:url";

const page = (name) => fileURLToPath(new URL(name, import.meta.url));

// Relative, so that the same build works in any folder of any server.
export default {
  base: "./",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { input: { index: page("index.html"), frame: page("frame.html"), connect: page("connect.html") } },
  },
};
