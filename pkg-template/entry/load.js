// Where the module comes from: from this file.
import { WebAssembly } from "./boundary.js";
import { encodeText } from "./text.js";
import text from "./wasm.js";

const { Uint8Array: Bytes } = globalThis;

/** Nothing to fetch. */
export const prepare = () => {};

export const module = () => new WebAssembly.Module(decode(ascii(text)));

const ascii = (characters) => {
  const codes = new Bytes(characters.length);
  encodeText(characters, codes, characters.length);
  return codes;
};

/**
 * The module as printable ASCII, which compresses like the bytes themselves; base64 takes a third more, since it cuts bytes in
 * pieces. What `xtask/src/inline.rs` writes: the module's length in eight hexadecimal digits; the 256 bytes, the most frequent
 * first, in two digits each; then each byte as its place in that order, in one character, or in two for a late place.
 */
const decode = (codes) => {
  let from = 0;
  const hexadecimal = (digits) => {
    let number = 0;
    for (const end = from + digits; from < end; from++) {
      const code = codes[from];
      number = number * 16 + (code < A ? code - ZERO : code - A + 10);
    }
    return number;
  };
  const bytes = new Bytes(hexadecimal(8));
  const order = new Bytes(256);
  for (let place = 0; place < 256; place++) order[place] = hexadecimal(2);
  const places = new Bytes(128);
  const alphabet = ascii(ALPHABET);
  for (let place = 0; place < ALPHABET.length; place++) places[alphabet[place]] = place;
  for (let at = 0; at < bytes.length; at++) {
    let place = places[codes[from++]];
    if (place >= SINGLE) place = SINGLE + (place - SINGLE) * SINGLE + places[codes[from++]];
    bytes[at] = order[place];
  }
  return bytes;
};

const ZERO = 48;
const A = 97;
/** Nothing that a string literal, a template or an inline script would have to escape. */
const ALPHABET = " !#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
/** Places that one character says; the last two of the alphabet each begin one of two. */
const SINGLE = 87;
