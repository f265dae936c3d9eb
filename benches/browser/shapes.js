// Rows of shapes.json made into inputs.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const CHUNK = 1 << 16;

/** An input of about `bytes` bytes of UTF-8: the first part once, the unit until it is long enough, the last part once. */
export function expand({ first = [], unit, last = [] }, bytes) {
  let n = 0;
  const write = (parts) =>
    parts
      .map(([text, count]) => Array.from({ length: count }, () => text.replaceAll("{n}", () => n++)).join(""))
      .join("");
  const counts = unit.some(([text]) => text.includes("{n}"));
  const ends = [write(first), write(last)];
  const pieces = [ends[0]];
  let left = bytes - encoder.encode(ends.join("")).length;
  while (left > 0) {
    const piece = write(unit);
    const length = encoder.encode(piece).length;
    // What does not count is repeated in larger pieces: a unit can be one byte.
    const times = counts ? 1 : Math.max(1, Math.floor(Math.min(CHUNK, left) / length));
    pieces.push(times > 1 ? piece.repeat(times) : piece);
    left -= length * times;
  }
  return flat(pieces.join("") + ends[1]);
}

/** Misnested, so that what follows is read by the full path. */
const REPAIRED = "<b><p>x</b></p>";

/** The texts in turn until there are `bytes` bytes. */
export function ordinary(texts, bytes) {
  const pieces = [REPAIRED];
  for (let left = bytes, at = 0; left > 0; at++) {
    const text = texts[at % texts.length];
    pieces.push(text);
    left -= encoder.encode(text).length;
  }
  return flat(pieces.join("\n"));
}

export const byteLength = (text) => encoder.encode(text).length;

/** The string as one piece: an engine keeps a concatenation as a tree, and would flatten it in the first call. */
const flat = (text) => decoder.decode(encoder.encode(text));
