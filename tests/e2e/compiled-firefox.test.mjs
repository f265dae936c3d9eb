import { Firefox } from "./browsers.mjs";
import { compiled } from "./compiled.mjs";

compiled(Firefox);
