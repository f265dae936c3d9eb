// The places of a page that a run writes: what stands between its comments `<!-- name -->` and `<!-- /name -->`,
// with an empty line on both sides.
const place = (name) => new RegExp(`(<!-- ${name} -->\\n\\n)([\\s\\S]*)(\\n\\n<!-- /${name} -->)`);

/** What stands there now. */
export function textAt(page, name) {
  const [, , text] = place(name).exec(page) ?? [];
  if (text === undefined) throw new Error(`The page has no place that is marked ${name}.`);
  return text;
}

/** The page with this text there. */
export function marked(page, name, text) {
  textAt(page, name);
  return page.replace(place(name), (_, from, _before, to) => from + text + to);
}
