// What the modules have in common: the error class, the Trusted Types policy, and what one of them asks of another.
export { CordonError, unavailable } from "./error.js";
export { claim, takeTrust } from "./trusted.js";

const { defineProperty } = Object;
const starters = [];

/** Has `start` run by whatever entry's `init` is called: it makes an instance ahead of the first call. */
export const register = (start) => {
  /** @type {object} */
  const descriptor = { __proto__: null, value: start };
  defineProperty(starters, starters.length, descriptor);
};

export const init = async (source) => {
  for (let at = 0; at < starters.length; at++) await starters[at](source);
};

/** The guard of this page, for its audit. */
export const guard = {
  __proto__: null,
  /** Whether one is installed that refuses, rather than reports. */
  enforces: () => false,
  /** Takes the URLs that the audit is about to ask for, which the guard lets through and does not count. */
  expect: (_urls) => {},
};
