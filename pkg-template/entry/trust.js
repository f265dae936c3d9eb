import { takeTrust } from "./shared.js";

/** Makes a TrustedHTML of what was sanitized. */
export const trust = takeTrust();
