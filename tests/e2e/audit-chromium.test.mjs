import { Chromium } from "./browsers.mjs";
import { audit } from "./audit.mjs";

audit(Chromium);
