import { Chromium } from "./browsers.mjs";
import { inertness } from "./inert/suite.mjs";

inertness(Chromium);
