type Child = Node | string;

/** Builds an element from attributes and text. Nothing here is ever parsed as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} called ${id}.`);
  return element;
}

export interface Column<T> {
  title: string;
  cell(row: T): Child;
}

/** The roles are explicit because a narrow page lays the cells out as blocks, which would lose them. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[], data: (row: T) => Record<string, string>): HTMLElement {
  const head = el("tr", { role: "row" }, ...columns.map(({ title }) => el("th", { scope: "col", role: "columnheader" }, title)));
  const body = rows.map((row) => {
    const attributes = Object.entries(data(row)).map(([name, value]) => [`data-${name}`, value]);
    const cells = columns.map((column) => el("td", { role: "cell" }, column.cell(row)));
    return el("tr", { role: "row", ...Object.fromEntries(attributes) }, ...cells);
  });
  return el("table", { class: "log", role: "table" }, el("thead", { role: "rowgroup" }, head), el("tbody", { role: "rowgroup" }, ...body));
}

export function quiet(text: string): HTMLElement {
  return el("p", { class: "quiet" }, text);
}

export function tag(kind: string, text: string = kind): HTMLElement {
  return el("span", { class: `tag ${kind}` }, text);
}
