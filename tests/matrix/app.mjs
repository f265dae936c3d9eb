// The application that every page of the matrix is.
import { HOSTILE } from "../package/support.mjs";

const NAMES = "CordonError, installGuard, renderToolOutput, sanitizeToTrustedHTML";

/** Shows a hostile result in two ways, and, where the address names two hosts, lets the guard decide between them. */
const EXERCISE = `
export async function exercise(cordon, ready = () => {}) {
  const outcome = {};
  const { searchParams } = new URL(location.href);
  const ask = (url) => fetch(url).then((response) => response.text(), (error) => error.name);
  try {
    await ready();
    cordon.renderToolOutput(document.querySelector("#nodes"), ${JSON.stringify(HOSTILE)});
    document.querySelector("#string").innerHTML = cordon.sanitizeToTrustedHTML(${JSON.stringify(HOSTILE)});
    if (searchParams.has("allowed")) {
      const [allowed, refused] = ["allowed", "refused"].map((name) => searchParams.get(name));
      outcome.before = await ask(refused + "/before");
      const guard = cordon.installGuard({ connect: [allowed] });
      outcome.allowed = await ask(allowed + "/after");
      outcome.refused = await ask(refused + "/after");
      outcome.violations = guard.violations.map(({ api, url }) => [api, url]);
    }
  } catch (error) {
    outcome.error = { name: error.name, code: error.code, typed: error instanceof cordon.CordonError };
    if (error.code === undefined) outcome.error.message = String(error.stack);
  }
  globalThis.outcome = outcome;
}
`;

export const TARGETS = '<div id="nodes"></div><div id="string"></div>';

const page = (script) => `<!doctype html><title>App</title><link rel="icon" href="data:,">${TARGETS}${script}`;

/** As modules: `source` is the line that names the bytes for the slim entry, as users of the toolchain write it. */
export const modules = (source) => ({
  "exercise.js": EXERCISE,
  "main.js": `
import { ${NAMES} } from "mcp-cordon";
import { exercise } from "./exercise.js";
exercise({ ${NAMES} });
`,
  ...(source && {
    "slim.js": `
${source}
import { ${NAMES}, init } from "mcp-cordon/slim";
import { exercise } from "./exercise.js";
exercise({ ${NAMES} }, () => init(source));
`,
  }),
});

/** Their documents: `/` and `/slim.html`. */
export const documents = (script = (name) => `<script type="module" src="/${name}.js"></script>`) => ({
  "index.html": page(script("main")),
  "slim.html": page(script("slim")),
});

/** As classic scripts, on the package's global object. */
export const classic = {
  "main.js": `${EXERCISE.replace("export ", "")}
exercise(mcpCordon);
`,
};
