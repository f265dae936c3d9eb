import { Chromium } from "./browsers.mjs";
import { endpoint } from "./endpoint/suite.mjs";

endpoint(Chromium);
