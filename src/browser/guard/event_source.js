// `EventSource`: a GET that the server answers for as long as it likes.
import { surface, wrapUrlConstructor } from "./wrap.js";

surface((realm) => wrapUrlConstructor("EventSource", realm));
