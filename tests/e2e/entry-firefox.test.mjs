import { Firefox } from "./browsers.mjs";
import { entry } from "./entry.mjs";

entry(Firefox);
