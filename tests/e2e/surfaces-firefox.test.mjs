import { Firefox } from "./browsers.mjs";
import { surfaces } from "./surfaces.mjs";

surfaces(Firefox);
