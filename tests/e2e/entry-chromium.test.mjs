import { Chromium } from "./browsers.mjs";
import { entry } from "./entry.mjs";

entry(Chromium);
