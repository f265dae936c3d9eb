import { show } from "./show.js";

const asked = new URLSearchParams(location.search);
const { call } = asked.get("sdk") === "1" ? await import("./call-1.js") : await import("./call.js");
const { result, findings } = await call(asked.get("server"), asked.get("tool"));
show(document.querySelector("#result"), result);
const lines = findings.map(({ severity, title, evidence }) => `${severity}: ${title} (${evidence?.path})`);
document.querySelector("#findings").textContent = lines.join("\n");
