import { bypass } from "./bypass/suite.mjs";
import { FirefoxTabs } from "./bypass/tabs.mjs";

bypass(FirefoxTabs);
