// node main.js FILE
import { readFileSync } from "node:fs";
import { render } from "./render.js";

console.log(render(readFileSync(process.argv[2], "utf8")).trim());
