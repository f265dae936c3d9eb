import { load } from "./load.js";

const html = await load();
document.querySelector("main").textContent = html;
