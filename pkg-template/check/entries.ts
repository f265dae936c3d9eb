// Each entry against its declarations: what is declared is there, of that type, and what is there is declared.
import * as encoder from "../entry/encoder.js";
import * as load from "../entry/load.js";
import * as loadSlim from "../entry/load-slim.js";
import * as noEncoder from "../entry/no-encoder.js";
import * as audit from "../entry/audit.js";
import * as dompurify from "../entry/dompurify.js";
import * as guard from "../entry/guard.js";
import * as html from "../entry/html.js";
import * as index from "../entry/index.js";
import * as markdown from "../entry/markdown.js";
import * as react from "../entry/react.js";
import * as server from "../entry/server.js";
import * as serviceWorker from "../entry/service-worker.js";

function holds<Declared>() {
  return <Entry extends Declared>(_entry: Entry & Record<Exclude<keyof Entry, keyof Declared>, never>): void => {};
}

holds<typeof import("../index.js")>()(index);
holds<typeof import("../slim.js")>()(index);
holds<typeof import("../audit.js")>()(audit);
holds<typeof import("../guard.js")>()(guard);
holds<typeof import("../html.js")>()(html);
holds<typeof import("../markdown.js")>()(markdown);
holds<typeof import("../server.js")>()(server);
holds<typeof import("../service-worker.js")>()(serviceWorker);
holds<typeof import("../react.js")>()(react);
holds<typeof import("../dompurify.js")>()(dompurify);
holds<typeof import("../dompurify.js").default>()(dompurify.default);

holds<typeof import("encoder")>()(encoder);
holds<typeof import("encoder")>()(noEncoder);
holds<typeof import("load")>()(load);
holds<typeof import("load")>()(loadSlim);
