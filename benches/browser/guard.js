// The guard's cost: what runs in a page of its own. Every function here is called by runner.mjs.
import { installGuard } from "mcp-cordon/guard";

const now = performance.now.bind(performance);
const plain = globalThis.fetch.bind(globalThis);
const CALLS = 200;
/** What the guard adds lies in the call. The network's part would hide it, so nothing is sent. */
const ABORTED = AbortSignal.abort();
const ignore = () => {};

globalThis.bench = {
  /** Milliseconds of the first call, which compiles and starts the module too. */
  install() {
    const start = now();
    installGuard({ connect: ["'self'"] });
    return now() - start;
  },

  /** Milliseconds a call. */
  fetch(guarded) {
    const call = guarded ? (url, init) => globalThis.fetch(url, init) : plain;
    const start = now();
    for (let at = 0; at < CALLS; at++) call("/empty", { signal: ABORTED }).catch(ignore);
    return (now() - start) / CALLS;
  },
};
