import { channelSuite } from "./channels/suite.mjs";
import { WebKit } from "./webkit.mjs";

channelSuite(WebKit);
