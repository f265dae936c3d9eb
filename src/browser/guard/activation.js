// Whether a user has just acted in a window: a click, a key, a touch.
import { apply, getter, scope } from "../natives.js";

const activationOf = getter("Navigator", "userActivation");
const isActiveOf = getter("UserActivation", "isActive");

export const activated = (realm = scope) => {
  if (!isActiveOf || !realm.document) return false;
  try {
    return apply(isActiveOf, apply(activationOf, realm.navigator, []), []);
  } catch {
    return false;
  }
};
