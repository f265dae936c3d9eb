// Policies and requests, drawn by a seed: the same seed, the same pages. Ports are not known yet: `@1`, `@2` and `@3` stand
// for them.

/** Names of this machine, in which no real host can be meant. */
export const HOSTS = ["app.test", "api.app.test", "a.test", "b.a.test", "c.b.a.test", "xa.test", "evil.test"];
const ADDRESSES = ["localhost", "127.0.0.1"];

/** What the page asks for, and the directive that decides about it. */
export const KINDS = {
  fetch: "connect-src",
  hop: "connect-src",
  socket: "connect-src",
  image: "img-src",
  script: "script-src-elem",
  style: "style-src-elem",
  font: "font-src",
  media: "media-src",
  frame: "frame-src",
};
/** Of each kind, how many for each policy. */
const ASKED = { fetch: 14, hop: 2, socket: 5, image: 5, script: 4, style: 3, font: 2, media: 2, frame: 3 };
export const PAIRS_A_POLICY = Object.values(ASKED).reduce((sum, count) => sum + count);

const DIRECTIVES = {
  "default-src": 6,
  "connect-src": 10,
  "img-src": 4,
  "script-src": 3,
  "script-src-elem": 2,
  "style-src": 2,
  "style-src-elem": 1,
  "font-src": 2,
  "media-src": 2,
  "frame-src": 2,
  "child-src": 2,
  "worker-src": 1,
  "object-src": 1,
  "no-such-src": 1,
};

const SOURCE_PATHS = [
  "/",
  "/dir",
  "/dir/",
  "/dir/file",
  "/dir/sub/",
  "/d%69r/",
  "/dir%2Ffile",
  "/DIR/",
  "/dir/file?x=1",
  "/dir/#part",
  "/%7Edir/",
  "/a%3Bb",
  "/dir//",
  "/dir/../dir/",
  "//",
  "/dir/%zz",
  "/%2e/",
];
const URL_PATHS = [
  "/",
  "/dir",
  "/dir/",
  "/dir/file",
  "/dir/file/more",
  "/dir/sub/x",
  "/DIR/file",
  "/dir%2Ffile",
  "/d%69r/file",
  "/~dir/x",
  "/a;b",
  "/dirx",
  "/dir//",
  "/dir//x",
  "//",
  "/x",
  "/dir/%zz",
  "/dir/%E9",
];

/** Tokens that are no source, or not the one that they look like. */
const NONSENSE = [
  "self",
  "none",
  "'slef'",
  "''",
  "'",
  "https://",
  "http:a.test",
  "//a.test",
  ".a.test",
  "a..test",
  "a.test.",
  "*.a.test.",
  "a_b.test",
  "*.*.test",
  "**.test",
  "b.*.test",
  "a.test:",
  "a.test:99999",
  "a.test:0",
  "a.test:080",
  "a.test:x",
  "http://user@a.test",
  "[::1]",
  "http://[::1]:@1",
  "'unsafe-inline'",
  "'unsafe-eval'",
  "'nonce-abc'",
  "'strict-danymic'",
  "http//a.test",
  "http:///a.test",
  "%61.test",
  "a.test%2F",
  "1.2.3",
  "127.1",
  "0x7f.0.0.1",
  "2130706433",
  "-",
  "*a.test",
  "*:",
  "http:*",
  "connect-src",
];

/** A small generator of random numbers, which any engine computes alike. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Draw {
  #random;

  constructor(seed) {
    this.#random = randomOf(seed);
  }

  chance(share) {
    return this.#random() < share;
  }

  below(count) {
    return Math.floor(this.#random() * count);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** A key of an object whose values are weights. */
  weighted(weights) {
    let left = this.#random() * Object.values(weights).reduce((sum, weight) => sum + weight);
    for (const [key, weight] of Object.entries(weights)) {
      left -= weight;
      if (left < 0) return key;
    }
    return Object.keys(weights).at(-1);
  }

  /** Now and then in capitals, whole or in part. */
  cased(text) {
    if (!this.chance(0.12)) return text;
    return [...text].map((letter) => (this.chance(0.5) ? letter.toUpperCase() : letter)).join("");
  }
}

/** One page: its headers, its `<meta>`s, where it is, and what it asks for. */
function page(draw) {
  const mentioned = [];
  const policy = () => policyOf(draw, mentioned);
  const shape = draw.weighted({ one: 10, comma: 3, two: 3, both: 4, meta: 3, three: 1 });
  const headers = {
    one: () => [policy()],
    comma: () => [`${policy()}${draw.one([",", ", ", " ,,"])}${policy()}`],
    two: () => [policy(), policy()],
    both: () => [policy()],
    meta: () => [],
    three: () => [`${policy()}, ${policy()}`, policy()],
  }[shape]();
  const meta = shape === "both" || shape === "meta" ? [policy()] : [];
  const reportOnly = draw.chance(0.2) ? [policy()] : [];
  const origin = draw.weighted({
    "http://app.test:@1": 6,
    "http://b.a.test:@2": 2,
    "http://127.0.0.1:@1": 2,
    "http://localhost:@2": 2,
    "https://app.test:@3": 4,
  });
  return { headers, reportOnly, meta, origin, requests: requests(draw, origin, mentioned) };
}

function policyOf(draw, mentioned) {
  const names = Array.from({ length: 1 + draw.below(4) }, () => draw.weighted(DIRECTIVES));
  if (draw.chance(0.15)) names.push(names[0]);
  const directives = names.map((name) => {
    const sources = Array.from({ length: draw.weighted({ 0: 1, 1: 6, 2: 6, 3: 4, 5: 2 }) }, () =>
      sourceOf(draw, mentioned),
    );
    if (draw.chance(0.03)) sources.push("http://\u00e9.test");
    return [draw.cased(name), ...sources].join(draw.one([" ", " ", " ", "  ", "\t"]));
  });
  return directives.join(draw.one(["; ", "; ", ";", " ;; "])) + draw.one(["", "", ";"]);
}

function sourceOf(draw, mentioned) {
  const kind = draw.weighted({ self: 3, host: 14, any: 1, scheme: 2, none: 1, nonsense: 4, local: 1 });
  if (kind === "self") return draw.cased("'self'");
  if (kind === "any") return "*";
  if (kind === "none") return draw.cased("'none'");
  if (kind === "local") return draw.one(["data:", "blob:", "filesystem:", "about:"]);
  if (kind === "scheme") return draw.cased(draw.one(["http:", "https:", "ws:", "wss:"]));
  if (kind === "nonsense") return draw.one(NONSENSE);
  const host = draw.one([...HOSTS, ...ADDRESSES]);
  const port = draw.weighted({ "": 3, ":@1": 5, ":@2": 3, ":@3": 3, ":*": 3, ":80": 1, ":443": 1 });
  const path = draw.chance(0.4) ? draw.one(SOURCE_PATHS) : "";
  mentioned.push({ host, port: port.startsWith(":@") ? port : undefined, path: path.replace(/[?#].*/, "") });
  const scheme = draw.weighted({ "": 6, "http://": 5, "https://": 2, "ws://": 2, "wss://": 1 });
  const pattern = draw.weighted({ [host]: 7, [`*.${parentOf(host)}`]: 3, "*": 1 });
  return draw.cased(scheme) + draw.cased(pattern) + port + path;
}

const parentOf = (host) => host.split(".").slice(1).join(".") || host;

function requests(draw, origin, mentioned) {
  const kinds = Object.entries(ASKED).flatMap(([kind, count]) => Array(count).fill(kind));
  const framed = new Set();
  return kinds.map((kind, at) => {
    for (;;) {
      const url = requestOf(draw, kind, origin, mentioned);
      if (kind === "frame") {
        // Of a frame that is refused, Chromium names the origin alone; of one that nobody answers, Firefox says nothing.
        const { origin: place, port, protocol } = new URL(url.replace("@", "111"));
        if (framed.has(place) || (protocol === "https:") !== (port === "1113") || port === "") continue;
        framed.add(place);
      }
      const id = `${kind}-${at}`;
      if (kind !== "hop") return { id, kind, url: `${url}?${id}` };
      const elsewhere = origin.startsWith("https:") ? "https://a.test:@3" : "http://a.test:@2";
      const first = `${draw.one([origin, origin, elsewhere])}/hop`;
      return { id, kind, url: first, redirect: `${url}?${id}` };
    }
  });
}

function requestOf(draw, kind, origin, mentioned) {
  const like = mentioned.length > 0 && draw.chance(0.6) ? draw.one(mentioned) : {};
  const host = like.host && draw.chance(0.8) ? like.host : draw.one([...HOSTS, ...ADDRESSES]);
  // A page of https may not ask for http (mixed content), whatever its policy says.
  const secure = origin.startsWith("https:") || draw.chance(0.15);
  const near = like.port ?? draw.one([":@1", ":@2"]);
  const port = secure
    ? draw.weighted({ ":@3": 8, "": 1, ":@1": 1 })
    : draw.weighted({ [near === ":@3" ? ":@1" : near]: 8, ":@2": 2, "": 1 });
  const scheme = kind === "socket" ? "ws" : "http";
  const path = like.path && draw.chance(0.6) ? like.path + draw.one(["", "", "file", "/x"]) : draw.one(URL_PATHS);
  return `${scheme}${secure ? "s" : ""}://${host}${port}${path || "/"}`;
}

/** That many pages. */
export function pages(seed, count) {
  const draw = new Draw(seed);
  return Array.from({ length: count }, () => page(draw));
}

/** A page with the ports in their places. */
export function placed(page, ports) {
  return JSON.parse(JSON.stringify(page).replace(/@([123])/g, (_, which) => ports[which - 1]));
}
