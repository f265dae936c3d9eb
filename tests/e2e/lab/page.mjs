// What the suites of the lab run in its page.

export function listAttacks() {
  const links = [...document.querySelectorAll("#attacks a")];
  return links.length > 0 && links.map(({ dataset }) => dataset.attack);
}

export function slotsOf(name) {
  const { attack, slots } = document.getElementById("attack").dataset;
  return attack === name && slots && slots.split(",");
}

export function isDone() {
  return document.getElementById("attack").dataset.state === "done";
}

export function isShownByBoth() {
  const [today, cordon] = ["today", "cordon"].map((pane) => document.getElementById(pane).dataset);
  return today.shown === "true" && cordon.shown === "true" && cordon.layers.split(",");
}

export function hasArrived() {
  return Number(document.getElementById("count-today").dataset.count) > 0;
}

export function scriptRan() {
  return document.getElementById("today-says").textContent.includes("Script of the result ran");
}

export function readPage() {
  const count = (pane) => Number(document.getElementById(`count-${pane}`).dataset.count ?? 0);
  return {
    failure: document.getElementById("failure").textContent,
    counts: { today: count("today"), cordon: count("cordon") },
    codes: [...document.querySelectorAll("#findings tr[data-code]")].map(({ dataset }) => dataset.code),
  };
}

export function cordonsFrame() {
  return document.querySelector("#cordon iframe")?.src;
}

export function showsAll(texts) {
  return texts.every((text) => document.getElementById("output")?.innerText.includes(text));
}

export function setField(selector, value) {
  const field = document.querySelector(selector);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

export function allRows() {
  const { done, of } = document.getElementById("all-progress").dataset;
  if (!done || done !== of || document.getElementById("run-all").disabled) return null;
  return [...document.querySelectorAll("#all-results tr[data-attack]")].map(({ dataset }) => ({ ...dataset }));
}

export function gridRows() {
  if (document.getElementById("channels-progress").dataset.done !== "true") return null;
  return [...document.querySelectorAll("#channels-grid tr[data-channel]")].map(({ dataset }) => ({ ...dataset }));
}

export function serverRows() {
  if (document.getElementById("servers-progress").dataset.done !== "true") return null;
  return [...document.querySelectorAll("#servers-results tr[data-probe]")].map(({ dataset }) => ({ ...dataset }));
}

export function audited(root) {
  const panel = document.querySelector(`${root} [data-score]`);
  if (panel === null) return null;
  return {
    score: Number(panel.dataset.score),
    grade: panel.dataset.grade,
    codes: [...panel.querySelectorAll("[data-code]")].map(({ dataset }) => dataset.code),
    ways: [...panel.querySelectorAll("tr[data-way]")].map(({ dataset }) => ({ ...dataset })),
    policies: [...document.querySelectorAll(`${root} [data-policy] pre`)].map(({ textContent }) => textContent),
  };
}

export function timings() {
  const rows = [...document.querySelectorAll("#timings tr[data-name]")].map(({ dataset }) => ({ ...dataset }));
  return rows.length > 0 && rows;
}

export function streamed() {
  if (document.getElementById("stream-progress").dataset.done !== "true") return null;
  return [...document.querySelectorAll("#view-streaming .pane")].map((pane) => ({
    ...pane.querySelector("[data-count]").dataset,
    says: pane.querySelector(".says").textContent,
  }));
}

export function toolsOf() {
  const buttons = [...document.querySelectorAll("[data-tool]")];
  return buttons.length > 0 && buttons.map(({ dataset }) => dataset.tool);
}

/** Opens a document of its own, even where the fragment alone differs. */
export async function openAfresh(browser, lab, fragment) {
  await browser.open("about:blank");
  await browser.open(`${lab.page}${fragment}`);
  return browser.until(listAttacks, [], "the list of attacks");
}
