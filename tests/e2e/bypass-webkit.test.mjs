import { bypass } from "./bypass/suite.mjs";
import { WebKitTabs } from "./bypass/tabs.mjs";

bypass(WebKitTabs);
