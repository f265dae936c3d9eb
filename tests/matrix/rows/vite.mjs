// Vite: what it builds, and its development server.
import { join } from "node:path";
import { developmentServer, run, serve, write } from "../../package/support.mjs";
import { documents, modules } from "../app.mjs";
import { pages } from "../pages.mjs";
import { describe } from "../results.mjs";
import { once, toolchain } from "../toolchain.mjs";

const SLIM = 'import source from "mcp-cordon/wasm?url";';

const config = (policy) => ({
  "vite.config.js": `
    export default {
      build: { rollupOptions: { input: ["index.html", "slim.html"] } },
      server: { headers: ${JSON.stringify({ "Content-Security-Policy": policy })} },
    };`,
});

export function vite(version) {
  for (const how of ["build", "development server"]) {
    describe(`Vite ${version}, ${how}`, { toolchain: `vite-${version}`, slim: SLIM });
  }
  const made = once(() => toolchain(`vite-${version}`, { ...modules(SLIM), ...documents(), ...config("") }));
  const built = once(() => {
    run(made(), "node_modules/.bin/vite", "build");
    return join(made(), "dist");
  });
  pages(`Vite ${version}, build`, (t, policy) => serve(t, built(), { "Content-Security-Policy": policy }));

  const started = async (t, policy) => {
    write(made(), config(policy));
    return new URL(await developmentServer(t, made())).origin;
  };
  pages(`Vite ${version}, development server`, started, {
    // Nothing is made small, and it sends its client, which listens for changes.
    budget: () => Infinity,
    needs: { "connect-src": ["'self'", "ws:"] },
  });
}
