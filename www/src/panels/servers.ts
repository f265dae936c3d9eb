// The other end: what a page of another site gets from a server, which CORS and Fetch Metadata are about.
import { NOTHING, type Attacker, type Hit, type Slot } from "../attacker.ts";
import { button, code, el, quiet, table } from "../dom.ts";
import type { Lab } from "../lab.ts";
import { pause } from "../runner.ts";
import { addressOf, isWithin, type Told } from "../task.ts";
import { busy, newBench } from "./bench.ts";

const PROBES = [
  ["image", "An image whose loading tells whether something exists"],
  ["script", "A script element, which tells whether the answer parses"],
  ["stylesheet", "A style sheet, whose loading time tells the answer's length"],
  ["frame", "A frame, whose frames can be counted"],
  ["form", "A form that is submitted, with no preflight"],
  ["simple-post", "A tool call as text/plain, with no preflight"],
  ["read-with-credentials", "A fetch with the reader's cookies, to read the answer"],
  ["json-post", "A tool call as JSON, after a preflight"],
  ["delete", "A DELETE, after a preflight"],
  ["websocket", "A WebSocket handshake"],
] as const;

const SERVERS = [
  ["careless", "Welcomes everybody"],
  ["cordon", "With Cordon's policy"],
] as const;
type Server = (typeof SERVERS)[number][0];

interface Row {
  probe: string;
  about: string;
  arrived: Partial<Record<Server, Hit>>;
  read: Partial<Record<Server, string>>;
  /** Whether the other site's page has made the request: without, nothing was refused. */
  tried: Partial<Record<Server, true>>;
}

const GIVEN_MS = 2_500;

export function serversView(root: HTMLElement, lab: Lab, attacker: Attacker): void {
  const progress = el("p", { role: "status", class: "quiet", id: "servers-progress" });
  const results = el("div", { id: "servers-results" }, quiet("Not run yet."));
  const bench = newBench();
  const start = button("Let another site call them", () => void busy(start, progress, run), {
    id: "run-servers",
    class: "primary",
  });
  root.replaceChildren(
    el("h2", {}, "Servers"),
    el(
      "p",
      {},
      "A page of another site calls two servers that are the same but for what stands in front: one mirrors every Origin, as careless ones do, ",
      "the other has mcp-cordon's policy for Fetch Metadata and CORS. What counts is what reached the handler, and what the page could read.",
    ),
    attacker.seesAll ? el("p", { class: "actions" }, start) : quiet("This needs servers: run cargo xtask demo."),
    progress,
    results,
    bench.element,
  );

  async function run(): Promise<void> {
    progress.textContent = "Calling…";
    const rows: Row[] = PROBES.map(([probe, about]) => ({ probe, about, arrived: {}, read: {}, tried: {} }));
    for (const [server] of SERVERS) await runServer(server, rows);
    results.replaceChildren(tableOf(rows));
  }

  /** One slot is the other site, the other is told what the server's handler gets. */
  async function runServer(server: Server, rows: Row[]): Promise<void> {
    const [site, handler] = (await attacker.open(2)) as [Slot, Slot];
    const url = new URL("/probe.html", site.origin);
    url.searchParams.set("target", new URL(`servers/${server}/${handler.id}`, lab.frame).href);
    const address = addressOf(lab.frame, { kind: "elsewhere", url: url.href }, [], {});
    const hear = (told: Told): void => {
      if (told.type !== "probe") return;
      const row = rows.find(({ probe }) => probe === told.name);
      if (!row) return;
      row.tried[server] = true;
      if (told.read !== null) row.read[server] = String(told.read);
    };
    const frame = bench.add("A page of another site", address, hear, isWithin);
    await pause(GIVEN_MS);
    const { recent } = (await attacker.read([handler])).get(handler.id) ?? NOTHING;
    for (const hit of recent) {
      const row = rows.find(({ probe }) => hit.path === `/${probe}`);
      if (row) row.arrived[server] = hit;
    }
    frame.remove();
    await attacker.close([site, handler]);
  }
}

const cameOf = ({ arrived, tried }: Row, server: Server): string =>
  arrived[server] ? "reached" : tried[server] ? "refused" : "not tried";

function tableOf(rows: readonly Row[]): HTMLElement {
  const outcome = (row: Row, server: Server): HTMLElement => {
    const came = cameOf(row, server);
    const read = row.read[server];
    if (came !== "reached") return el("span", { class: came === "refused" ? "outcome held" : "outcome nothing" }, came);
    return el(
      "span",
      { class: "outcome reaches" },
      read === undefined ? "reached the handler" : "reached the handler, and was read: ",
      read === undefined ? "" : code(read),
    );
  };
  return table(
    rows,
    [
      { title: "What the other site does", cell: ({ about }) => about },
      ...SERVERS.map(([server, title]) => ({ title, cell: (row: Row) => outcome(row, server) })),
    ],
    (row) => ({
      probe: row.probe,
      careless: cameOf(row, "careless"),
      cordon: cameOf(row, "cordon"),
      read: row.read.cordon ? "both" : row.read.careless ? "careless" : "none",
    }),
    "What another site gets",
  );
}
