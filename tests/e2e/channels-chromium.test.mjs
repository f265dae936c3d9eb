import { Chromium } from "./browsers.mjs";
import { channelSuite } from "./channels/suite.mjs";

channelSuite(Chromium);
