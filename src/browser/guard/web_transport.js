// `WebTransport`: HTTP/3 sessions.
import { surface, wrapUrlConstructor } from "./wrap.js";

surface((realm) => wrapUrlConstructor("WebTransport", realm));
