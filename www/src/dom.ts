type Child = Node | string | null;

/** Builds an element from attributes and text. Nothing here is ever parsed as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} called ${id}.`);
  return element;
}

export const place = (id: string): HTMLElement => byId(id, HTMLElement);

export function show(id: string, ...content: (Node | string)[]): void {
  place(id).replaceChildren(...content);
}

export function button(
  text: string,
  onClick: (event: MouseEvent) => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", onClick);
  return element;
}

/** A field and what it is called. */
export function field(label: string, control: HTMLElement, help?: string): HTMLElement {
  control.id ||= `field-${label.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
  const note = help ? el("span", { class: "quiet", id: `${control.id}-help` }, help) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return el("div", { class: "field" }, el("label", { for: control.id }, label), control, note);
}

export interface Column<T> {
  title: string;
  cell(row: T): Child;
}

/** The roles are explicit because a narrow page lays the cells out as blocks, which would lose them. */
export function table<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  data: (row: T) => Record<string, string>,
  label: string,
): HTMLElement {
  const head = el(
    "tr",
    { role: "row" },
    ...columns.map(({ title }) => el("th", { scope: "col", role: "columnheader" }, title)),
  );
  const body = rows.map((row) => {
    const attributes = Object.entries(data(row)).map(([name, value]) => [`data-${name}`, value]);
    const cells = columns.map((column) => el("td", { role: "cell" }, column.cell(row)));
    return el("tr", { role: "row", ...Object.fromEntries(attributes) }, ...cells);
  });
  return el(
    "table",
    { class: "log", role: "table", "aria-label": label },
    el("thead", { role: "rowgroup" }, head),
    el("tbody", { role: "rowgroup" }, ...body),
  );
}

export const quiet = (text: string): HTMLElement => el("p", { class: "quiet" }, text);

export const code = (text: string): HTMLElement => el("code", {}, text);

/** Long text that scrolls can be reached by keyboard. */
export const block = (text: string, label: string): HTMLElement =>
  el("pre", { tabindex: "0", role: "region", "aria-label": label }, text);

export function tag(kind: string, text: string = kind): HTMLElement {
  return el("span", { class: `tag ${kind}` }, text);
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${"code" in error ? `${String(error.code)}: ` : ""}${error.message}` : String(error);

/** Copies, and says so on the button. */
export function copier(
  text: string,
  content: () => string,
  attributes: Record<string, string> = {},
): HTMLButtonElement {
  const element = button(text, () => void copy(), attributes);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(content());
      element.textContent = "Copied";
    } catch (error) {
      element.textContent = `Not copied: ${messageOf(error)}`;
    }
    setTimeout(() => (element.textContent = text), 1500);
  }
  return element;
}

export function download(name: string, content: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
