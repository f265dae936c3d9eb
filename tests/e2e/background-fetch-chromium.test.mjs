import { Chromium } from "./browsers.mjs";
import { backgroundFetches } from "./bypass/background-fetch.mjs";

backgroundFetches(Chromium);
