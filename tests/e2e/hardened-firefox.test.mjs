import { Firefox } from "./browsers.mjs";
import { hardened } from "./hardened.mjs";

hardened(Firefox);
