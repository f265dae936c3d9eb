import { hardened } from "./hardened.mjs";
import { WebKit } from "./webkit.mjs";

hardened(WebKit);
