import { Firefox } from "./browsers.mjs";
import { gate } from "./service-worker/suite.mjs";

gate(Firefox);
