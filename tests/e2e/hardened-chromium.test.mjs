import { Chromium } from "./browsers.mjs";
import { hardened } from "./hardened.mjs";

hardened(Chromium);
