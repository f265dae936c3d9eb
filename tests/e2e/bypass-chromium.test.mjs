import { bypass } from "./bypass/suite.mjs";
import { ChromiumTabs } from "./bypass/tabs.mjs";

bypass(ChromiumTabs);
