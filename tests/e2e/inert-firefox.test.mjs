import { Firefox } from "./browsers.mjs";
import { inertness } from "./inert/suite.mjs";

inertness(Firefox);
