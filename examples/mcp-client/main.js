import { show } from "./show.js";

const asked = new URLSearchParams(location.search);
const { call } = asked.get("sdk") === "1" ? await import("./call-1.js") : await import("./call.js");
const lines = show(document.querySelector("#result"), await call(asked.get("server"), asked.get("tool")));
document.querySelector("#findings").textContent = lines.join("\n");
