import { Chromium } from "./browsers.mjs";
import { site } from "./site.mjs";

site(Chromium);
