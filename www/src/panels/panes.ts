import { WORKER_SEES } from "../attacker.ts";
import type { Attack } from "../attacks.ts";
import { code, el, place, quiet, show, table } from "../dom.ts";
import { PANES, type Run } from "../runner.ts";

const CLIENTS = {
  sanitized: "marked + DOMPurify",
  raw: "inserts what it is given",
} as const;

export const clientOf = ({ client }: Attack): string => CLIENTS[client];

const THEN = {
  close: "The reader then closes the tab.",
  click: "The reader then clicks the first thing there is.",
} as const;

const GUIDES: Record<string, string> = {
  beacon: "Beacon API",
  "background-fetch": "Background Fetch",
  cors: "CORS preflight",
  "fetch-metadata": "Fetch Metadata",
  "speculation-rules": "Speculation Rules",
};

export function factsOf(attack: Attack): (Node | string)[] {
  const facts: (Node | string)[] = [
    `Read as ${attack.text === "plain" ? "plain text" : attack.text === "html" ? "HTML" : "Markdown"}. `,
  ];
  if (attack.then) facts.push(`${THEN[attack.then]} `);
  if (attack.deceives) facts.push(`The lie: ${attack.deceives} `);
  if (attack.guide) facts.push(`Guide: ${GUIDES[attack.guide] ?? attack.guide}. `);
  if (attack.reference) {
    const link = /^https:\/\//.test(attack.reference)
      ? el("a", { href: attack.reference, rel: "noreferrer", target: "_blank" }, attack.reference)
      : attack.reference;
    facts.push("Source: ", link);
  }
  return facts;
}

/** What the panes and the attacker's log say of a run. */
export function showRun(run: Run): void {
  place("attack").dataset.slots = run.slots.map(({ id }) => id).join();
  for (const pane of PANES) {
    const { calls, closed, count, failure, layers, ran, shown } = run.panes[pane];
    Object.assign(place(pane).dataset, { shown: String(shown), layers: layers.join() });
    const says: string[] = [];
    if (failure) says.push(`Nothing is shown. ${failure}`);
    if (ran.length > 0) says.push("Script of the result ran.");
    if (calls.length > 0)
      says.push(
        `The guard refused ${calls
          .map(({ api, url }) => `${api} ${url}`)
          .slice(0, 3)
          .join(", ")}.`,
      );
    if (closed) says.push("The tab is closed.");
    if (layers.length > 0) says.push(`Guard: ${layers.join(", ")}.`);
    show(`${pane}-says`, says.join(" "));
    const cell = document.querySelector(`#count-${pane}`);
    if (cell instanceof HTMLElement) showCount(cell, count, run.isUnseen);
  }
  show("log", logOf(run), ...(run.seesAll ? [] : [quiet(WORKER_SEES)]));
}

/** What arrived, in a cell whose last element has the number. */
export function showCount(cell: HTMLElement, count: number, isUnseen: boolean): void {
  Object.assign(cell.dataset, { count: String(count), unseen: String(isUnseen) });
  cell.lastElementChild?.replaceChildren(isUnseen ? UNSEEN : String(count));
}

/** In place of a count that would be read as none. */
export const UNSEEN = "not seen";

function logOf({ panes }: Run): HTMLElement {
  const hits = PANES.flatMap((pane) => panes[pane].arrived.recent.map((hit) => ({ pane, ...hit })));
  if (hits.length === 0) {
    const others = PANES.flatMap((pane) => {
      const { connections, datagrams } = panes[pane].arrived;
      return connections + datagrams > 0 ? [`${connections} connections and ${datagrams} datagrams from ${pane}`] : [];
    });
    return quiet(others.length > 0 ? `No request, but ${others.join(", ")}.` : "Nothing has arrived.");
  }
  return table(
    hits.sort((one, other) => other.time - one.time).slice(0, 20),
    [
      { title: "From", cell: ({ pane }) => (pane === "today" ? "today's" : "Cordon's") },
      {
        title: "Request",
        cell: ({ method, path, query }) => code(`${method} ${path}${query === null ? "" : `?${query}`}`),
      },
      {
        title: "Body",
        cell: ({ body, body_bytes }) => (body ? code(body) : body_bytes ? `${body_bytes} B` : "no body"),
      },
    ],
    ({ pane, path }) => ({ pane, path }),
    "Requests that arrived",
  );
}
