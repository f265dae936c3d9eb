// A frame's `sandbox`: whether the guard is in the document there, and who may take the page along, as it says.
import { eachToken, lower } from "./html.js";

/** Who may leave a frame: nobody, the user by a click in it, its scripts. */
export const LEAVES = { __proto__: null, nobody: 0, user: 1, script: 2 };

const TOKENS = {
  __proto__: null,
  "allow-scripts": "scripts",
  "allow-same-origin": "own",
  "allow-top-navigation": "navigates",
  "allow-top-navigation-by-user-activation": "leaves",
  "allow-top-navigation-to-custom-protocols": "navigates",
  "allow-popups": "navigates",
  "allow-popups-to-escape-sandbox": "navigates",
  "allow-downloads": "leaves",
  "allow-downloads-without-user-activation": "navigates",
};

/** `value` is the attribute's, null where there is none. */
export const sandboxOf = (value) => {
  if (value === null) return { __proto__: null, guarded: true, leaves: LEAVES.nobody };
  const has = { __proto__: null, scripts: false, own: false, navigates: false, leaves: false };
  eachToken(value, (token) => {
    const what = TOKENS[lower(token)];
    if (what) has[what] = true;
  });
  const guarded = has.scripts && has.own;
  const { nobody, user, script } = LEAVES;
  const leaves = guarded || !(has.navigates || has.leaves) ? nobody : has.scripts && has.navigates ? script : user;
  return { __proto__: null, guarded, leaves };
};
