// Shadow trees that markup declares (HTML § 4.12.3), as the text of a parser's input. A closed one cannot be looked into
// afterwards, so that script may declare none. What a name is, no reference and no white space can disguise: an attribute
// that a tokenizer reads as `shadowrootmode` is written that way, and so is a tag called `template`.
import { apply, method } from "../natives.js";
import { isSpace, lower } from "./html.js";

const exec = method("RegExp", "exec");
const charCodeAt = method("String", "charCodeAt");
const indexOf = method("String", "indexOf");
const slice = method("String", "slice");

const TAG = /<template[\t\n\f\r /]/i;
/** The attribute, with a value that may be `closed`: a reference may begin it. */
const CLOSED = /shadowrootmode[\t\n\f\r ]*=[\t\n\f\r ]*["']?[c&]/i;
const MODE = /shadowrootmode/i;

/** Whether a pattern is found behind the first tag that may have the attribute. */
const follows = (text, pattern) => {
  const tag = apply(exec, TAG, [text]);
  return tag !== null && apply(exec, pattern, [apply(slice, text, [tag.index])]) !== null;
};
/** Whether markup may declare a closed shadow tree. */
export const declaresClosed = (text) => follows(text, CLOSED);
/** Whether markup may declare a shadow tree. */
export const declares = (text) => follows(text, MODE);

const NAME = "template";
const GREATER = 62;
const SLASH = 47;
const EQUALS = 61;
const QUOTES = { __proto__: null, 34: 1, 39: 1 };
const BETWEEN = 0;
const IN_NAME = 1;
const AFTER_NAME = 2;
const BEFORE_VALUE = 3;
const IN_VALUE = 4;

/** Whether a tag's attributes, from `at` on, go on to the end of the text: HTML § 13.2.5.32 to 39. */
const isOpen = (text, at) => {
  let state = BETWEEN;
  while (at < text.length) {
    const code = apply(charCodeAt, text, [at++]);
    if (state === BEFORE_VALUE && QUOTES[code] === 1) {
      const end = apply(indexOf, text, [code === 34 ? '"' : "'", at]);
      if (end < 0) return true;
      at = end + 1;
      state = BETWEEN;
    } else if (code === GREATER) {
      return false;
    } else if (isSpace(code)) {
      if (state === IN_NAME) state = AFTER_NAME;
      else if (state === IN_VALUE) state = BETWEEN;
    } else if (state === BEFORE_VALUE) {
      state = IN_VALUE;
    } else if (state !== IN_VALUE) {
      if (code === SLASH) state = BETWEEN;
      else state = code === EQUALS && state !== BETWEEN ? BEFORE_VALUE : IN_NAME;
    }
  }
  return true;
};

/** Where the text stops in the middle of a template's tag, or of what may become one; its length where it does not. */
export const wholeUpTo = (text) => {
  for (let at = apply(indexOf, text, ["<"]); at >= 0; at = apply(indexOf, text, ["<", at + 1])) {
    const name = at + 1;
    const after = name + NAME.length;
    const word = lower(apply(slice, text, [name, after]));
    if (word !== apply(slice, NAME, [0, word.length])) continue;
    if (text.length <= after) return at;
    const code = apply(charCodeAt, text, [after]);
    if ((isSpace(code) || code === SLASH) && isOpen(text, after)) return at;
  }
  return text.length;
};
