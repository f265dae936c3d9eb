// Applications on Vite's development server: a component is edited on disk, and the page shows it with no reload.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { developmentServer, project, repository, write } from "../../package/support.mjs";
import { isUp, shows, violations } from "./guarded.mjs";

const INDEX = (main) => `<!doctype html><title>App</title><link rel="icon" href="data:,"><div id="root"></div>
  <script type="module" src="/guard.js"></script><script type="module" src="/${main}"></script>`;
const GUARD = `
  import { installGuard } from "mcp-cordon/guard";
  window.guard = installGuard({ connect: ["'self'"] }, { strength: "standard" });`;
const CONFIG = (plugin, imported) => `import ${imported} from "${plugin}"; export default { plugins: [plugin()] };`;

/** Each counts clicks, and shows a title in a color of its component's own style. */
const FRAMEWORKS = {
  React: {
    packages: ["react", "react-dom", "@vitejs/plugin-react"],
    config: CONFIG("@vitejs/plugin-react", "plugin"),
    main: "main.jsx",
    files: {
      "main.jsx": `
        import { StrictMode } from "react";
        import { createRoot } from "react-dom/client";
        import App from "./App.jsx";
        createRoot(document.querySelector("#root")).render(<StrictMode><App /></StrictMode>);`,
    },
    component: (title, color) => ({
      "App.jsx": `
        import { useState } from "react";
        import "./App.css";
        export default function App() {
          const [count, setCount] = useState(0);
          return <main><h1>${title}</h1><button onClick={() => setCount(count + 1)}>{count}</button></main>;
        }`,
      "App.css": `h1 { color: ${color} }`,
    }),
  },
  Vue: {
    packages: ["vue", "@vitejs/plugin-vue"],
    config: CONFIG("@vitejs/plugin-vue", "plugin"),
    main: "main.js",
    files: {
      "main.js": `import { createApp } from "vue"; import App from "./App.vue"; createApp(App).mount("#root");`,
    },
    component: (title, color) => ({
      "App.vue": `
<script setup>
import { ref } from "vue";
const count = ref(0);
</script>
<template><main><h1>${title}</h1><button @click="count++">{{ count }}</button></main></template>
<style scoped>h1 { color: ${color} }</style>`,
    }),
  },
  Svelte: {
    packages: ["svelte", "@sveltejs/vite-plugin-svelte"],
    config: CONFIG("@sveltejs/vite-plugin-svelte", "{ svelte as plugin }"),
    main: "main.js",
    files: {
      "main.js": `import { mount } from "svelte"; import App from "./App.svelte"; mount(App, { target: document.querySelector("#root") });`,
      // Svelte makes an edited component afresh: what is to outlive that is in a module of its own.
      "clicks.svelte.js": "export const clicks = $state({ count: 0 });",
    },
    component: (title, color) => ({
      "App.svelte": `
<script>import { clicks } from "./clicks.svelte.js";</script>
<main><h1>${title}</h1><button onclick={() => clicks.count++}>{clicks.count}</button></main>
<style>h1 { color: ${color} }</style>`,
    }),
  },
};

const BLUE = "rgb(1, 2, 3)";
const GREEN = "rgb(4, 5, 6)";

/** A project of a framework's, with the repository's own packages. */
function projectOf(t, { packages, config, main, files, component }) {
  const first = { "index.html": INDEX(main), "vite.config.js": config, "guard.js": GUARD, ...files };
  const directory = project(t, { ...first, ...component("first", BLUE) });
  for (const name of ["vite", ...packages]) {
    const link = join(directory, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link);
  }
  return directory;
}

export function frameworks(browserOf) {
  suite("an application on Vite's development server, edited", () => {
    for (const [name, framework] of Object.entries(FRAMEWORKS)) {
      test(name, async (t) => {
        const browser = browserOf();
        const directory = projectOf(t, framework);
        await browser.open(await developmentServer(t, directory));
        const hasColor = (color) =>
          browser.until(
            (color) => getComputedStyle(document.querySelector("h1")).color === color,
            [color],
            `the color ${color}`,
          );

        await shows(browser, "h1", "first");
        await hasColor(BLUE);
        await browser.click("button");
        await shows(browser, "button", "1");
        await browser.run(() => {
          window.isUntouched = true;
        });
        // One at a time: Vue keeps what a component has in memory where nothing but its template, or its style, is new.
        write(directory, framework.component("second", BLUE));
        await shows(browser, "h1", "second");
        // Its style, which Svelte loads apart, is there too.
        await sleep(500);
        write(directory, framework.component("second", GREEN));
        await hasColor(GREEN);
        assert.equal(await browser.run(() => window.isUntouched), true, "it was not loaded again");
        await shows(browser, "button", "1");
        await browser.click("button");
        await shows(browser, "button", "2");
        assert.deepEqual(await violations(browser), []);
        await isUp(t, browser);
      });
    }
  });
}
