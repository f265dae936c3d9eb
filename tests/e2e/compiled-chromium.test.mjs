import { Chromium } from "./browsers.mjs";
import { compiled } from "./compiled.mjs";

compiled(Chromium);
