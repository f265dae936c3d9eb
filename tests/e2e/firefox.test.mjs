import { Firefox } from "./browsers.mjs";
import { attackLab } from "./cases.mjs";

attackLab(Firefox);
