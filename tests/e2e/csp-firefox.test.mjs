import { Firefox } from "./browsers.mjs";
import { csp } from "./csp/suite.mjs";

csp(Firefox);
