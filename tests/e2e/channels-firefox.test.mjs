import { Firefox } from "./browsers.mjs";
import { channelSuite } from "./channels/suite.mjs";

channelSuite(Firefox);
