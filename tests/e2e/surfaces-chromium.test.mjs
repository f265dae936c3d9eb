import { Chromium } from "./browsers.mjs";
import { surfaces } from "./surfaces.mjs";

surfaces(Chromium);
