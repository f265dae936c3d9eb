// UTF-8: by the platform's encoder and decoder, captured as this module is evaluated, and by our own where there are none, as
// in Jest's jsdom, or none that do what the Encoding Standard says, as some polyfills.
import { method } from "./members.js";

const { apply } = Reflect;
const { fromCodePoint } = String;
/** @type {any} */
const codePointAt = String.prototype.codePointAt;
const { TextDecoder: Decoder, TextEncoder: Encoder, Uint8Array: Bytes } = globalThis;
const decode = method("TextDecoder", "decode");
const encode = method("TextEncoder", "encodeInto");

const REPLACEMENT = 0xfffd;

// WebKit's decoder stops after 2 GB.
const MOST_DECODED = 2146435072;
const OPTIONS = { __proto__: null, ignoreBOM: true };
let decoder;
let decoded = 0;

const decodeNatively = (bytes, length) => {
  decoded += length;
  if (decoder === undefined || decoded >= MOST_DECODED) {
    decoder = new Decoder("utf-8", OPTIONS);
    decoded = length;
  }
  return apply(decode, decoder, [bytes]);
};

/** The UTF-8 decoder of the Encoding Standard: what is ill-formed becomes U+FFFD, once for each maximal part. */
const decodeByHand = (bytes, length) => {
  let text = "";
  let code = 0;
  let needed = 0;
  let lowest = 0x80;
  let highest = 0xbf;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at];
    if (needed > 0) {
      const continues = byte >= lowest && byte <= highest;
      lowest = 0x80;
      highest = 0xbf;
      if (continues) {
        code = (code << 6) | (byte & 0x3f);
        if (--needed === 0) text += fromCodePoint(code);
        continue;
      }
      needed = 0;
      text += "\ufffd";
    }
    if (byte < 0x80) {
      text += fromCodePoint(byte);
    } else if (byte < 0xc2 || byte > 0xf4) {
      text += "\ufffd";
    } else {
      needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      code = byte & (0x3f >> needed);
      if (byte === 0xe0) lowest = 0xa0;
      if (byte === 0xed) highest = 0x9f;
      if (byte === 0xf0) lowest = 0x90;
      if (byte === 0xf4) highest = 0x8f;
    }
  }
  return needed > 0 ? `${text}\ufffd` : text;
};

let encoder;
const encodeNatively = (text, bytes) => {
  encoder ??= new Encoder();
  return apply(encode, encoder, [text, bytes]);
};

/** As `TextEncoder.encodeInto`: as many whole code points as there is room for, a lone surrogate as U+FFFD. */
const encodeByHand = (text, bytes, capacity) => {
  let read = 0;
  let written = 0;
  while (read < text.length) {
    /** @type {number} */
    let code = apply(codePointAt, text, [read]);
    if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (written + size > capacity) break;
    let shift = 6 * (size - 1);
    bytes[written++] = size === 1 ? code : ((0xf00 >> size) & 0xff) | (code >> shift);
    while (shift > 0) {
      shift -= 6;
      bytes[written++] = 0x80 | ((code >> shift) & 0x3f);
    }
    read += size === 4 ? 2 : 1;
  }
  return { read, written };
};

const SAMPLE = "\ufeffa\u00e9\u20ac\u{1f600}";
/** Whether a pair does what ours do, a byte order mark and a lone surrogate included. */
const agrees = () => {
  try {
    const bytes = new Bytes(16);
    const { read, written } = encodeNatively(`${SAMPLE}\ud800`, bytes);
    return read === 7 && written === 16 && decodeNatively(bytes, written) === `${SAMPLE}\ufffd`;
  } catch {
    return false;
  }
};
const native = agrees();

/** The text that `length` bytes are. A byte order mark stays. */
export const decodeText = native ? decodeNatively : decodeByHand;
/** Writes text to the `capacity` bytes of an array, and returns how many units it has `read` and bytes it has `written`. */
export const encodeText = native ? encodeNatively : encodeByHand;
