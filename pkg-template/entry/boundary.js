// The crossing between JavaScript and WebAssembly, in place of the helpers that wasm-bindgen generates: those look their
// methods up at each call, where a script may have replaced them. Everything here was captured when the module was
// evaluated, and nothing is looked up on a prototype afterwards.

import { inherited, method } from "./members.js";
import { decodeText, encodeText } from "./text.js";
// The build says which of two files this is.
import { encoderOf } from "encoder";

const { apply, defineProperty } = Reflect;
const scope = globalThis;

const NativeArray = Array;
const NativeBigInt = BigInt;
const NativeError = Error;
const NativeObject = Object;
const NativeReflect = Object.assign(Object.create(null), { set: (object, key, value) => put(object, key, value) });
const NativeWebAssembly = scope.WebAssembly;
// The glue's own globals, as they are now.
export {
  NativeArray as Array,
  NativeBigInt as BigInt,
  NativeError as Error,
  NativeObject as Object,
  NativeReflect as Reflect,
  NativeWebAssembly as WebAssembly,
};

const tableGet = NativeWebAssembly?.Table.prototype.get;
const tableSet = NativeWebAssembly?.Table.prototype.set;
/** @type {any} */
const memoryBuffer = inherited(NativeWebAssembly?.Memory.prototype, "buffer")?.get;
const Bytes = Uint8Array;
const Words = Uint32Array;
const View = DataView;
const setInt32 = method("DataView", "setInt32");
const setUint32 = method("DataView", "setUint32");
const setFloat64 = method("DataView", "setFloat64");
const setBigInt64 = method("DataView", "setBigInt64");
const slice = method("String", "slice");

let wasm;
/** Takes over the exports of the instance. */
export const adopt = (exports) => {
  wasm = exports;
  write = encoderOf(wasm.memory) ?? write;
};

/** Sets an own property, whatever setter a prototype may have. */
export const put = (object, key, value) => {
  /** @type {object} */
  const descriptor = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  return defineProperty(object, key, descriptor);
};

// ---- Memory

const buffer = () => apply(memoryBuffer, wasm.memory, []);

let viewed;
let view;
const memoryView = () => {
  const current = buffer();
  if (viewed !== current) {
    viewed = current;
    view = new View(current);
  }
  return view;
};

const MEMORY = {
  __proto__: null,
  setInt32: (at, value, little) => apply(setInt32, memoryView(), [at, value, little]),
  setFloat64: (at, value, little) => apply(setFloat64, memoryView(), [at, value, little]),
  setBigInt64: (at, value, little) => apply(setBigInt64, memoryView(), [at, value, little]),
};
export const getDataViewMemory0 = () => MEMORY;

export const getArrayU32FromWasm0 = (at, length) => new Words(buffer(), at >>> 0, length);

// ---- Text

export let WASM_VECTOR_LEN = 0;

/** Writes text to `capacity` bytes of memory, and returns how many units it has `read` and bytes it has `written`. */
let write = (text, at, capacity) => encodeText(text, new Bytes(buffer(), at, capacity), capacity);

export const passStringToWasm0 = (text, malloc, realloc) => {
  // As long as UTF-16 has it, which is enough for ASCII; three bytes a unit are enough for anything.
  let capacity = text.length;
  let at = malloc(capacity, 1) >>> 0;
  let { read, written } = write(text, at, capacity);
  if (read < text.length) {
    const rest = apply(slice, text, [read]);
    const whole = written + rest.length * 3;
    at = realloc(at, capacity, whole, 1) >>> 0;
    capacity = whole;
    written += write(rest, at + written, capacity - written).written;
  }
  if (written !== capacity) at = realloc(at, capacity, written, 1) >>> 0;
  WASM_VECTOR_LEN = written;
  return at;
};

export const getStringFromWasm0 = (at, length) => decodeText(new Bytes(buffer(), at >>> 0, length), length);

// ---- Values

export const addToExternrefTable0 = (value) => {
  const index = wasm.__externref_table_alloc();
  apply(tableSet, wasm.__wbindgen_externrefs, [index, value]);
  return index;
};

export const takeFromExternrefTable0 = (index) => {
  const value = apply(tableGet, wasm.__wbindgen_externrefs, [index]);
  wasm.__externref_table_dealloc(index);
  return value;
};

/** A list of strings, as objects. */
export const passArrayJsValueToWasm0 = (list, malloc) => {
  const { length } = list;
  const at = malloc(length * 4, 4) >>> 0;
  for (let i = 0; i < length; i++) {
    const index = addToExternrefTable0(list[i]);
    apply(setUint32, memoryView(), [at + 4 * i, index, true]);
  }
  WASM_VECTOR_LEN = length;
  return at;
};

export const isLikeNone = (value) => value === undefined || value === null;

export function handleError(work, args) {
  try {
    return apply(work, undefined, args);
  } catch (error) {
    wasm.__wbindgen_exn_store(addToExternrefTable0(error));
  }
}

/** A Rust closure of up to four parameters. It lives until Rust drops it. */
export const makeClosure = (a, b, invoke) => {
  let uses = 1;
  const release = () => {
    if (--uses === 0) {
      wasm.__wbindgen_destroy_closure(a, b);
      a = 0;
    }
  };
  const closure = (one, two, three, four) => {
    uses++;
    try {
      return invoke(a, b, one, two, three, four);
    } finally {
      release();
    }
  };
  put(closure, "_wbg_cb_unref", release);
  return closure;
};
