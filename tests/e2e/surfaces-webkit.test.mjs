import { surfaces } from "./surfaces.mjs";
import { WebKit } from "./webkit.mjs";

surfaces(WebKit);
