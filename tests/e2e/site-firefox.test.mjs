import { Firefox } from "./browsers.mjs";
import { site } from "./site.mjs";

site(Firefox);
