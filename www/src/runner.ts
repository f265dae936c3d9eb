// One run of one attack: two frames, each with an origin of the attacker's for itself, and what arrived there.
import type { Policy } from "mcp-cordon";
import { countOf, NOTHING, type Arrived, type Attacker, type Slot } from "./attacker.ts";
import { fill, type Attack } from "./attacks.ts";
import type { Lab } from "./lab.ts";
import { addressOf, clientFrame, isFrom, type Called, type ResultTask, type Told } from "./task.ts";

export const PANES = ["today", "cordon"] as const;
export type Pane = (typeof PANES)[number];

export interface PaneState {
  arrived: Arrived;
  count: number;
  shown: boolean;
  /** Those of the guard that are up. */
  layers: string[];
  failure: string | null;
  closed: boolean;
  calls: Called[];
  ran: string[];
  /** Milliseconds that showing what arrived took: at most at a time, and in all. */
  cost: { longest: number; total: number } | null;
}

export interface Subject {
  attack: Attack;
  result: unknown;
  policy: Policy;
  /** It arrives bit by bit: so many characters a second. */
  perSecond?: number;
}

const TITLES: Record<Pane, string> = { today: "The result in today's client", cordon: "The result with Cordon" };

/** The layers that the server knows of. */
const LAYERS: Record<Pane, string[]> = { today: [], cordon: ["header"] };

const POLL_MS = 250;
/** How long a frame may take to show its result. */
const FRAME_MS = 8_000;
/** A page that was shown and says no more has gone elsewhere. */
const GONE_MS = 1_500;
/** What a window's page is given before the next: a browser takes its time to speculate, and more to fetch in the background. */
const STAY_MS = { ordinary: 3_500, worker: 6_000 };
/** A page's loading, and its reader's time. */
const LOAD_MS = 1_500;
const POLLS_AFTER = 60;

export class Run {
  readonly panes: Record<Pane, PaneState> = { today: blank(), cordon: blank() };
  readonly subject: Subject;
  readonly #lab: Lab;
  readonly #attacker: Attacker;
  #slots: Slot[] = [];
  readonly #frames = new Map<Pane, HTMLIFrameElement>();
  readonly #changed: () => void;
  #stopped = false;
  #settled = false;
  readonly #shownAt: Partial<Record<Pane, number>> = {};
  /** Who has said that the reader was through with it. */
  readonly #told = new Set<Pane>();
  readonly #listener = (event: MessageEvent): void => this.#hear(event);

  constructor(lab: Lab, attacker: Attacker, subject: Subject, changed: () => void) {
    this.#lab = lab;
    this.#attacker = attacker;
    this.subject = subject;
    this.#changed = changed;
  }

  /**
   * Shows the result in both panes, and watches until `settle` milliseconds after the last of them was through. What needs
   * a window is in no pane: what a frame could not do would stand in the way of it.
   */
  async start(hosts: Record<Pane, HTMLElement>, settle: number): Promise<void> {
    window.addEventListener("message", this.#listener);
    this.#slots = await this.#attacker.open(PANES.length);
    this.#changed();
    if (this.subject.attack.place === "frame") await this.#show(hosts, settle);
    this.#settled = true;
    this.#changed();
    void this.#watch();
  }

  async #show(hosts: Record<Pane, HTMLElement>, settle: number): Promise<void> {
    for (const pane of PANES) {
      const frame = clientFrame(TITLES[pane], this.#address(pane));
      this.#frames.set(pane, frame);
      hosts[pane].replaceChildren(frame);
    }
    await this.#until(() => PANES.every((pane) => this.#isThrough(pane)), FRAME_MS + this.#arrivesIn());
    if (this.subject.attack.then === "close") this.#closeTabs(hosts);
    await this.#until(() => false, settle);
  }

  /** The pages that a window goes through, for what a browser does in a top-level document only. */
  windowAddresses(): string[] {
    void this.#watch();
    return PANES.map((pane) => this.#address(pane, this.#stay()));
  }

  /** How long a window is busy with them, in milliseconds. */
  windowTakes(): number {
    return PANES.length * (this.#stay() + LOAD_MS);
  }

  /** How long it takes to arrive, in milliseconds, with as much again for a slow clock. */
  #arrivesIn(): number {
    const { perSecond, result } = this.subject;
    return perSecond ? (2_000 * JSON.stringify(result).length) / perSecond : 0;
  }

  #stay(): number {
    return this.subject.attack.worker ? STAY_MS.worker : STAY_MS.ordinary;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  async read(): Promise<void> {
    const log = await this.#attacker.read(this.#slots);
    PANES.forEach((pane, at) => {
      const arrived = log.get(this.#slots[at]?.id ?? "") ?? NOTHING;
      this.panes[pane] = { ...this.panes[pane], arrived, count: countOf(arrived) };
    });
    this.#changed();
  }

  get seesAll(): boolean {
    return this.#attacker.seesAll;
  }

  /** An attack that sends, and nothing of it in a log that does not see all: that is no zero. */
  get isUnseen(): boolean {
    const sends = Object.values(this.subject.attack.undefended).some(
      (outcome) => outcome !== "nothing" && outcome !== "script",
    );
    return sends && this.#settled && !this.seesAll && this.panes.today.count === 0;
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener("message", this.#listener);
    for (const frame of this.#frames.values()) frame.remove();
  }

  #address(pane: Pane, stay?: number): string {
    const { attack, result, policy, perSecond } = this.subject;
    const slot = this.#slots[PANES.indexOf(pane)];
    const self = new URL(`own/${slot?.id}`, this.#lab.frame).href;
    const addresses = { attacker: slot?.origin ?? "", self };
    const task: ResultTask = {
      kind: "result",
      client: pane === "cordon" ? "cordon" : attack.client,
      text: attack.text,
      result: fill(result, addresses),
      policy: fill(policy, addresses),
      // One is the whole origin's, and a page under Trusted Types registers none.
      worker: pane === "today" && attack.worker === true,
      afterwards: attack.then ?? null,
      ...(perSecond === undefined ? {} : { perSecond }),
      ...(stay === undefined ? {} : { stay }),
    };
    return addressOf(this.#lab.frame, task, this.#lab.attacker === null ? [] : LAYERS[pane], task.policy);
  }

  #isThrough(pane: Pane): boolean {
    const { closed, failure } = this.panes[pane];
    const since = this.#shownAt[pane];
    return closed || failure !== null || this.#told.has(pane) || (since !== undefined && Date.now() - since > GONE_MS);
  }

  #hear({ source, data }: MessageEvent): void {
    const pane = PANES.find((pane) => isFrom(this.#frames.get(pane), source));
    if (pane === undefined) return;
    const told = data as Told;
    const state = this.panes[pane];
    if (told.type === "shown") {
      state.shown = true;
      state.layers = Array.isArray(told.layers) ? told.layers.map(String) : [];
      this.#shownAt[pane] = Date.now();
    }
    if (told.type === "streamed") state.cost = { longest: Number(told.longest), total: Number(told.total) };
    if (told.type === "failed") state.failure = String(told.message);
    if (told.type === "violation" && typeof told.api === "string" && typeof told.url === "string")
      state.calls = [...state.calls, told].slice(-50);
    if (told.type === "ran") {
      state.ran = Array.isArray(told.names) ? told.names.map(String) : [];
      this.#told.add(pane);
    }
    this.#changed();
  }

  #closeTabs(hosts: Record<Pane, HTMLElement>): void {
    for (const pane of PANES) {
      this.panes[pane].closed = true;
      const note = document.createElement("p");
      note.className = "quiet";
      note.textContent = "The reader has closed the tab.";
      hosts[pane].replaceChildren(note);
    }
    this.#changed();
  }

  async #until(isDone: () => boolean, most: number): Promise<void> {
    for (const from = Date.now(); !this.#stopped && !isDone() && Date.now() - from < most; ) {
      await pause(POLL_MS);
      await this.read();
    }
  }

  /** What comes late is shown as well. */
  async #watch(): Promise<void> {
    for (let polls = 0; !this.#stopped && polls < POLLS_AFTER; polls++) {
      await pause(4 * POLL_MS);
      // Its slots are closed, or the server has ended: what was read stays.
      if (!this.#stopped) await this.read().catch(() => this.stop());
    }
  }
}

const blank = (): PaneState => ({
  arrived: NOTHING,
  count: 0,
  shown: false,
  layers: [],
  failure: null,
  closed: false,
  calls: [],
  ran: [],
  cost: null,
});

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Opens a window that goes through the addresses. Only a reader's own click can. */
export function openWindow(lab: Lab, addresses: string[]): void {
  const address = addressOf(lab.frame, { kind: "queue", addresses }, [], {});
  window.open(address, "_blank", "noopener,width=700,height=500");
}
