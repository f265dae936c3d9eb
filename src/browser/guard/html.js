// HTML's microsyntaxes (HTML § 2.3), as a parser reads them. JavaScript's own words for the same (`trim`, `\s`,
// `toLowerCase`) take more for white space and for a letter: `sandbox="x\u00a0allow-same-origin"` is one token.
import { apply, method } from "../natives.js";

const charCodeAt = method("String", "charCodeAt");
const exec = method("RegExp", "exec");
const slice = method("String", "slice");

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const A = 65;
const Z = 90;

/** ASCII white space: Infra § 4.5. */
export const isSpace = (code) => code === 32 || code === 9 || code === 10 || code === 12 || code === 13;

/** ASCII lowercase: Infra § 4.6. */
export const lower = (text) => {
  let result = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = apply(charCodeAt, text, [at]);
    if (code < A || code > Z) continue;
    result += apply(slice, text, [from, at]) + LETTERS[code - A];
    from = at + 1;
  }
  return from === 0 ? text : result + apply(slice, text, [from]);
};

/** Without the ASCII white space around it. */
export const stripped = (text) => {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(apply(charCodeAt, text, [from]))) from++;
  while (to > from && isSpace(apply(charCodeAt, text, [to - 1]))) to--;
  return apply(slice, text, [from, to]);
};

/** Visits each of a set of space-separated tokens, § 2.3.7, as it is written. */
export const eachToken = (text, visit) => {
  for (let start = 0, at = 0; at <= text.length; at++) {
    if (at < text.length && !isSpace(apply(charCodeAt, text, [at]))) continue;
    if (at > start) visit(apply(slice, text, [start, at]));
    start = at + 1;
  }
};

const isDigit = (code) => code >= 48 && code <= 57;

/**
 * The address in a refresh, § 4.2.5.3, shared declarative refresh steps; undefined where there is none. A time that is
 * missing is no error here: an engine may be laxer than the standard.
 */
export const refreshAddress = (content) => {
  const code = (at) => (at < content.length ? apply(charCodeAt, content, [at]) : -1);
  const is = (at, one) => code(at) === one || code(at) === one + 32;
  let at = 0;
  const skip = (accepts) => {
    while (at < content.length && accepts(code(at))) at++;
  };
  skip(isSpace);
  skip((one) => isDigit(one) || one === 46);
  if (at === content.length || !(isSpace(code(at)) || code(at) === 59 || code(at) === 44)) return undefined;
  skip(isSpace);
  if (code(at) === 59 || code(at) === 44) at++;
  skip(isSpace);
  const rest = at;
  if (is(at, 85)) {
    if (!is(at + 1, 82) || !is(at + 2, 76)) return apply(slice, content, [rest]);
    at += 3;
    skip(isSpace);
    if (code(at) !== 61) return apply(slice, content, [rest]);
    at++;
    skip(isSpace);
  }
  const quote = code(at);
  if (quote !== 34 && quote !== 39) return apply(slice, content, [at]);
  const from = ++at;
  while (at < content.length && code(at) !== quote) at++;
  return apply(slice, content, [from, at]);
};

const FRAME = /<(?:i?frame|object|embed)/i;
/** Whether markup may have a frame or a plugin in it. */
export const namesFrame = (text) => apply(exec, FRAME, [text]) !== null;
