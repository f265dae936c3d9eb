import { Chromium } from "./browsers.mjs";
import { backgroundFetches } from "./service-worker/background-fetch.mjs";
import { gate } from "./service-worker/suite.mjs";

gate(Chromium);
backgroundFetches(Chromium);
