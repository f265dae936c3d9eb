// The attack lab's page. It shows nothing of a result itself: two frames do, and this page says what came of it.
import { installGuard, type Policy } from "mcp-cordon";
import { attackerOf, type Attacker } from "./attacker.ts";
import { ATTACKS, CATEGORIES, find, labelOf, type Attack, type Text } from "./attacks.ts";
import { copier, el, messageOf, place, quiet, show } from "./dom.ts";
import { isApart, readLab, type Lab } from "./lab.ts";
import { allView, type AllView } from "./panels/all.ts";
import { auditOwn, auditView } from "./panels/audit.ts";
import { channelsView } from "./panels/channels.ts";
import { resultEditor } from "./panels/editor.ts";
import { findingsPanel, revealPanel } from "./panels/findings.ts";
import { clientOf, factsOf, showRun } from "./panels/panes.ts";
import { policyEditor } from "./panels/policy.ts";
import { serverView } from "./panels/server.ts";
import { serversView } from "./panels/servers.ts";
import { streamingView } from "./panels/streaming.ts";
import { timingsView } from "./panels/timings.ts";
import { parseRoute, routeOf, VIEWS, type Edited, type View } from "./route.ts";
import { openWindow, Run, type Subject } from "./runner.ts";
import { switchThemes } from "./theme.ts";

const SETTLE_MS = 1_200;

/** Of a copy whose frames have the page's own origin. */
const UNGUARDED =
  "This copy is files. Its server sends no header, and its frames have the page's own origin, where a guard of the page " +
  "would hold today's client too: so it has none. Behind its own servers (cargo xtask demo) the lab has both.";

/** A result that is no attack's: what becomes of it is not known. */
const UNKNOWN: Attack = {
  name: "",
  title: "",
  about: "",
  text: "html",
  client: "sanitized",
  place: "frame",
  result: null,
  undefended: { chromium: "request", firefox: "request" },
};

class Page {
  readonly #lab: Lab;
  readonly #attacker: Attacker;
  #subject: Subject;
  /** What a visitor made of the policy; until then each attack may bring its own. */
  #policy: Policy | null = null;
  #run: Run | null = null;
  #all: AllView | null = null;
  /** The policy has changed since all were run, and a frame that is not shown is not laid out. */
  #isStale = false;
  readonly #editor = resultEditor((result, text) => this.#edit(result, text));
  readonly #policies = policyEditor((policy) => this.#usePolicy(policy));

  constructor(lab: Lab, attacker: Attacker) {
    this.#lab = lab;
    this.#attacker = attacker;
    this.#subject = this.#subjectOf(ATTACKS[0] as Attack);
    show("editor", this.#editor.element);
    show("policy", this.#policies.element);
    this.#list();
    place("run").addEventListener("click", () => void this.#start());
    place("run-window").addEventListener("click", () => this.#startWindow());
    place("link").replaceWith(copier("Copy link", () => this.#link(), { id: "link" }));
    window.addEventListener("hashchange", () => this.#go());
    this.#go();
  }

  #go(): void {
    place("failure").hidden = true;
    try {
      const route = parseRoute(location.hash);
      if ("attack" in route) this.#open(route.attack);
      else if ("edited" in route) this.#openEdited(route.edited);
      else this.#view(route.view, route.only);
    } catch (error) {
      fail(new Error(`This link cannot be opened: ${messageOf(error)}`));
    }
  }

  #view(view: View, only: readonly string[]): void {
    goTo(view);
    if (view !== "attacks") this.#run?.stop();
    const root = place(`view-${view}`);
    const subjectOf = (attack: Attack): Subject => this.#subjectOf(attack);
    if (view === "all" && (!this.#all || only.length > 0))
      this.#all = allView(root, this.#lab, this.#attacker, subjectOf, only);
    if (view === "all" && this.#isStale) {
      this.#isStale = false;
      this.#all?.again();
    }
    if (view === "streaming" && !root.hasChildNodes()) streamingView(root, this.#lab, this.#attacker, subjectOf);
    if (view === "channels" && (!root.hasChildNodes() || only.length > 0))
      channelsView(root, this.#lab, this.#attacker, only);
    if (view === "servers" && !root.hasChildNodes()) serversView(root, this.#lab, this.#attacker);
    if (view === "audit" && !root.hasChildNodes()) auditView(root, auditOwn, isApart(this.#lab) ? null : UNGUARDED);
    if (view === "timings" && !root.hasChildNodes()) timingsView(root, this.#lab);
    if (view === "server" && !root.hasChildNodes())
      serverView(root, this.#lab, (result, from) => this.#edit(result, "html", from));
    if (view === "attacks") this.#open((find(this.#subject.attack.name) ?? (ATTACKS[0] as Attack)).name);
  }

  #open(name: string): void {
    const attack = find(name);
    if (!attack) throw new Error(`no attack is called ${JSON.stringify(name)}.`);
    goTo("attacks");
    this.#show(this.#subjectOf(attack));
    void this.#start();
  }

  /** What a link brings is somebody else's: it is shown, and runs when the reader says so. */
  #openEdited({ from, result, text, policy }: Edited): void {
    const { client, place, then, worker } = find(from) ?? UNKNOWN;
    const attack: Attack = {
      ...UNKNOWN,
      title: "A result from a link",
      text,
      client,
      place,
      ...(then ? { then } : {}),
      ...(worker ? { worker } : {}),
    };
    goTo("attacks");
    this.#show({ attack, result, policy });
    this.#notice("This link carries a result of its own. Read it first; “Run again” runs it.");
  }

  #subjectOf(attack: Attack): Subject {
    return { attack, result: attack.result, policy: this.#policy ?? attack.policy ?? {} };
  }

  #edit(result: unknown, text: Text, from?: string): void {
    const { attack: last, policy: lasts } = this.#subject;
    const isOfLast = from === undefined;
    const attack = isOfLast
      ? { ...last, text, undefended: UNKNOWN.undefended }
      : { ...UNKNOWN, text, title: `${from}, of your server` };
    const policy = isOfLast ? lasts : (this.#policy ?? {});
    history.replaceState(null, "", routeOf({ edited: { from: attack.name, text, result, policy } }));
    goTo("attacks");
    this.#show({ attack, result, policy });
    void this.#start();
  }

  /** None: each attack's own again. */
  #usePolicy(policy: Policy | null): void {
    this.#policy = policy;
    this.#show({ ...this.#subject, policy: policy ?? this.#subject.attack.policy ?? {} });
    void this.#start();
    this.#isStale = true;
  }

  #show(subject: Subject): void {
    this.#run?.stop();
    this.#subject = subject;
    const { attack, result, policy } = subject;
    const category = CATEGORIES.find(({ attacks }) => attacks.some(({ name }) => name === attack.name));
    show("category", category ? `${category.title} · a tool that says it is “${attack.title}”` : "");
    show("attack-title", category ? labelOf(attack) : attack.title);
    show("about", attack.about);
    show("facts", ...factsOf(attack));
    show("today-client", clientOf(attack));
    place("run-window").hidden = attack.place !== "window";
    place("run").hidden = attack.place === "window";
    this.#notice(attack.place === "window" ? this.#windowNotice() : null);
    this.#editor.set(result, attack.text);
    this.#policies.set(policy);
    show("findings", findingsPanel(subject));
    show("reveal", revealPanel(subject));
    for (const pane of ["today", "cordon"])
      show(pane, ...(attack.place === "window" ? [quiet("Shown in a window of its own.")] : []));
    for (const link of document.querySelectorAll("#attacks a")) {
      if (link.getAttribute("data-attack") === attack.name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const main = place("attack");
    main.dataset.attack = attack.name;
    main.dataset.state = "idle";
    // Nothing of the run before stays beside it.
    showRun(new Run(this.#lab, this.#attacker, subject, () => {}));
    delete main.dataset.slots;
    document.title = `${category ? labelOf(attack) : attack.title} · Cordon attack lab`;
  }

  #windowNotice(): string {
    const how =
      "A browser does this in a window of its own only: “Run in a window” opens one, as today's client first, then with Cordon.";
    return this.#attacker.seesAll
      ? how
      : `${how} This copy of the lab cannot see what it sends: run cargo xtask demo for that.`;
  }

  async #start(): Promise<void> {
    this.#run?.stop();
    const run: Run = new Run(this.#lab, this.#attacker, this.#subject, () => run === this.#run && showRun(run));
    this.#run = run;
    const main = place("attack");
    main.dataset.state = "running";
    try {
      await run.start({ today: place("today"), cordon: place("cordon") }, SETTLE_MS);
      if (run === this.#run) main.dataset.state = "done";
    } catch (error) {
      if (run === this.#run) fail(error);
    }
  }

  #startWindow(): void {
    if (this.#run) openWindow(this.#lab, this.#run.windowAddresses());
  }

  #link(): string {
    const { attack, result, policy } = this.#subject;
    const isListed = find(attack.name)?.result === result && this.#policy === null;
    const route = isListed
      ? { attack: attack.name }
      : { edited: { from: attack.name, text: attack.text, result, policy } };
    return new URL(routeOf(route), location.href).href;
  }

  #notice(text: string | null): void {
    const notice = place("notice");
    notice.hidden = text === null;
    notice.textContent = text;
  }

  #list(): void {
    const lists = CATEGORIES.map(({ title, attacks, about }) =>
      el(
        "section",
        { "aria-label": title },
        el("h2", { title: about }, title),
        el("ul", {}, ...attacks.map((attack) => el("li", {}, attackLink(attack)))),
      ),
    );
    show("attacks", ...lists);
  }
}

function goTo(view: View): void {
  for (const name of VIEWS) place(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.getAttribute("href") === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function attackLink(attack: Attack): HTMLElement {
  return el("a", { href: `#attack/${attack.name}`, "data-attack": attack.name }, labelOf(attack));
}

function fail(error: unknown): void {
  const line = place("failure");
  line.textContent = messageOf(error);
  line.hidden = false;
  place("attack").dataset.state = "failed";
}

switchThemes(place("theme"));
// A fragment names a view here, so that the usual link to one would be taken for that.
place("skip").addEventListener("click", (event) => {
  event.preventDefault();
  place("view").focus();
});
try {
  const lab = await readLab();
  // Before anything that a server said is in the page, and after the addresses that frames may have are known.
  if (isApart(lab)) {
    const frames = [lab.frame, lab.connect].map((folder) => new URL(folder).origin);
    installGuard({ connect: ["'self'"], frames, links: { target: "_blank" } });
  }
  new Page(lab, await attackerOf(lab));
} catch (error) {
  fail(error);
}
