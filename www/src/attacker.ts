// What reached the attacker. A slot is an origin of his that one pane alone is told of, so that what arrives there has a cause.
import type { Lab } from "./lab.ts";

export interface Hit {
  time: number;
  method: string;
  path: string;
  query: string | null;
  body: string | null;
  body_bytes: number | null;
  sec_purpose: string | null;
  sec_fetch_dest: string | null;
}

export interface Slot {
  id: string;
  origin: string;
}

export interface Arrived {
  connections: number;
  requests: number;
  datagrams: number;
  recent: Hit[];
}

export interface Attacker {
  /** Whether it sees what is no request of a page's: connections, datagrams, what a tab sends on its own. */
  seesAll: boolean;
  open(count: number): Promise<Slot[]>;
  read(slots: readonly Slot[]): Promise<Map<string, Arrived>>;
  close(slots: readonly Slot[]): Promise<void>;
}

export const NOTHING: Arrived = { connections: 0, requests: 0, datagrams: 0, recent: [] };

/** One number for what arrived: connections on which something was said count as what was said. */
export const countOf = ({ connections, requests, datagrams }: Arrived): number =>
  Math.max(connections, requests) + datagrams;

export async function attackerOf(lab: Lab): Promise<Attacker> {
  return lab.attacker === null ? workersLog() : serversLog(lab.attacker);
}

function serversLog(address: string): Attacker {
  const post = async (path: string, body: unknown): Promise<Response> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The attacker's server answered ${path} with ${response.status}.`);
    return response;
  };
  return {
    seesAll: true,
    async open(count) {
      const { slots } = (await (await post("open", { slots: count })).json()) as { slots: Slot[] };
      return slots;
    },
    async read(slots) {
      const response = await fetch(`${address}log?slots=${slots.map(({ id }) => id).join()}`);
      const log = (await response.json()) as { slots: Record<string, Arrived> };
      const closed = slots.find(({ id }) => !(id in log.slots));
      if (closed) throw new Error(`The attacker's origin ${closed.id} is closed: run it again.`);
      return new Map(Object.entries(log.slots));
    },
    async close(slots) {
      await post("close", { slots: slots.map(({ id }) => id) });
    },
  };
}

/** What stands beside a log that does not see all. */
export const WORKER_SEES =
  "A service worker keeps the log of this copy. It is told of requests that pages make: not of navigation to another origin, " +
  "sockets, connections, datagrams, speculation, Background Fetch, or all of what outlives its page. cargo xtask demo has servers that see them.";

/** The domain of a static lab's attacker: reserved, so that what the worker misses reaches nobody either (RFC 2606). */
const WORKERS_DOMAIN = "attacker.invalid";

async function workersLog(): Promise<Attacker> {
  if (!("serviceWorker" in navigator))
    throw new Error("This copy of the lab needs service workers: serve it over https or from localhost.");
  await registered();
  const seen = new Map<string, Arrived>();
  // The worker forgets when the browser ends it; the page does not.
  new BroadcastChannel("cordon-lab-attacker").addEventListener(
    "message",
    ({ data }: MessageEvent<{ slot: string; hit: Hit }>) => {
      const { requests, recent } = seen.get(data.slot) ?? NOTHING;
      seen.set(data.slot, { ...NOTHING, requests: requests + 1, recent: [...recent, data.hit].slice(-200) });
    },
  );
  // The log is every tab's, and a tab's slots are its own.
  const tab = crypto.randomUUID().slice(0, 8);
  let opened = 0;
  return {
    seesAll: false,
    async open(count) {
      return Array.from({ length: count }, () => {
        const id = `s${++opened}-${tab}`;
        return { id, origin: `https://${id}.${WORKERS_DOMAIN}` };
      });
    },
    async read(slots) {
      return new Map(slots.map(({ id }) => [id, seen.get(id) ?? NOTHING]));
    },
    async close(slots) {
      for (const { id } of slots) seen.delete(id);
    },
  };
}

/** A reload with Shift leaves a page without its worker. */
const CONTROL_MS = 5_000;

/** The lab's page must be the worker's, or its frames are not. */
async function registered(): Promise<void> {
  const script = new URL("./attacker.js", document.baseURI).href;
  await navigator.serviceWorker.register(trusted(script) as string);
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller === null) {
    await new Promise((resolve, reject) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
      setTimeout(
        () => reject(new Error("The service worker does not control this page: reload it without Shift.")),
        CONTROL_MS,
      );
    });
  }
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

function trusted(script: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(url: string): string {
      if (url !== script) throw new TypeError(`The lab registers ${script} alone, not ${url}.`);
      return url;
    },
  };
  return trustedTypes?.createPolicy("lab-worker", rules).createScriptURL(script) ?? script;
}
