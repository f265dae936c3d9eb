import { Chromium } from "./browsers.mjs";
import { csp } from "./csp/suite.mjs";

csp(Chromium);
