// What output is shown in.
import { read } from "./members.js";
import { CordonError } from "./shared.js";

const nodeTypeOf = read("Node", "nodeType");
const ELEMENT = 1;

const typeOf = (target) => {
  try {
    return nodeTypeOf(target);
  } catch {
    return undefined;
  }
};

/** @throws {CordonError} */
export const checkTarget = (target) => {
  if (typeOf(target) === ELEMENT) return;
  const kind = typeof target === "object" ? "an object" : `a ${typeof target}`;
  throw new CordonError("invalid-input", `target: expected an Element, got ${target == null ? target : kind}`);
};
