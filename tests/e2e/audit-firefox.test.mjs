import { Firefox } from "./browsers.mjs";
import { audit } from "./audit.mjs";

audit(Firefox);
