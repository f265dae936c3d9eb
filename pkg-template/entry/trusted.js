// Trusted Types: one policy, made on first use, and given to the first module that asks, which is the sanitizer's.
import { CordonError } from "./error.js";

const factory = globalThis.trustedTypes;
const NAME = "mcp-cordon";
let policy;

const make = () => (policy ??= factory?.createPolicy(NAME, { createHTML: (html) => html }));

/** Takes the policy's name, where the page's own CSP leaves it to us, before anybody else can. */
export const claim = () => {
  try {
    make();
  } catch {
    // `trust` says so, should anybody need it.
  }
};

/** Where the browser lacks Trusted Types a string does all that a TrustedHTML does. */
const trust = (safe) => {
  if (!factory) return safe;
  try {
    make();
  } catch (error) {
    throw new CordonError(
      "trusted-types-policy",
      `the page's Content-Security-Policy does not let the Trusted Types policy be made: add ${NAME} to trusted-types`,
      { cause: error },
    );
  }
  return policy.createHTML(safe);
};

let given = false;

/** The sanitizer's module asks as it is evaluated, so that no script finds anything here afterwards. */
export const takeTrust = () => {
  if (given) throw new CordonError("internal", "mcp-cordon gives its Trusted Types policy to one module only");
  given = true;
  return trust;
};
