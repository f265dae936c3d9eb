import { Firefox } from "./browsers.mjs";
import { endpoint } from "./endpoint/suite.mjs";

endpoint(Firefox);
