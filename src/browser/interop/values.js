// Reads what a caller hands over, with the platform's functions as they were when this module was evaluated. Everything
// here converts or forwards; nothing decides.

import { getter } from "../natives.js";

const { apply, get } = Reflect;
const { keys, prototype } = Object;
const { isArray } = Array;
const { toString: toStringOf } = prototype;
const { slice } = String.prototype;
const nodeTypeOf = getter("Node", "nodeType");

/** What `typeof` says, with `null` and `array` told apart, and an object that is no plain one called by its class. */
export const kindOf = (value) => {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  try {
    if (isArray(value)) return "array";
    const name = apply(slice, apply(toStringOf, value, []), [8, -1]);
    return name === "Object" || name === "Module" ? "object" : name;
  } catch {
    return "object";
  }
};

export const keysOf = (object) => keys(object);
export const memberOf = (object, key) => get(object, key);
export const lengthOf = (array) => array.length;

/** 0 for what is no node. */
export const nodeType = (value) => {
  try {
    return nodeTypeOf ? apply(nodeTypeOf, value, []) : 0;
  } catch {
    return 0;
  }
};
