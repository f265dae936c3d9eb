/** The page with the text between its comments `<!-- name -->` and `<!-- /name -->`, which it has to have. */
export function marked(page, name, text) {
  const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*(\\n<!-- /${name} -->)`);
  if (!place.test(page)) throw new Error(`The page has no place that is marked ${name}.`);
  return page.replace(place, (_, from, to) => `${from}\n${text}\n${to}`);
}
