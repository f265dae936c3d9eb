// The audit beside csp-evaluator, which many sites are checked with: what it finds, we find, or the table says why not.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import securityChecks from "csp_evaluator/dist/checks/security_checks.js";
import { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } from "csp_evaluator/dist/evaluator.js";
import { Type } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { auditHeaders } from "../../pkg/index.js";

const CSP = "Content-Security-Policy";
const _SCRIPTS = ["script-src", "script-src-elem", "script-src-attr"];

/** A policy as browsers read it: the first directive of a name counts. */
function read(text) {
  const directives = new Map();
  for (const token of text.split(";")) {
    const [name, ...words] = token.trim().split(/\s+/);
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), words);
  }
  const first = (...names) => names.find((name) => directives.has(name));
  const has = (name, wanted) => (directives.get(name) ?? []).some((word) => word.toLowerCase() === wanted);
  const elements = first("script-src-elem", "script-src", "default-src");
  const handlers = first("script-src-attr", "script-src", "default-src");
  const strings = first("script-src", "default-src");
  return { directives, has, elements, handlers, strings, styles: first("style-src-elem", "style-src", "default-src") };
}

const isSandboxed = ({ policy }) => policy.directives.has("sandbox") && !policy.has("sandbox", "allow-same-origin");
const inSandbox = [
  isSandboxed,
  "A document in a sandbox has an origin of its own: script that gets in finds nothing of anybody's.",
];
const isLoopback = ({ value }) => /^(?:\w+:\/\/)?(?:localhost|127(?:\.\d+){3})(?:[:/]|$)/.test(value);
const isUnknown = ({ theirs, found }) =>
  found.some((one) => /unknown|trailing-colon/.test(one.code) && one.on === theirs.directive);
const ofNoBrowser = [isUnknown, "No browser knows the directive: that is the finding, and its words do nothing."];

/**
 * For each type of finding of csp-evaluator: the codes of ours that say it, and where we say nothing, why. `unless` is tried in
 * order. A finding of ours counts on whichever directive it is, where `anywhere` says so: of several that are as wide, it is
 * about the first.
 */
const TABLE = {
  MISSING_SEMICOLON: { codes: ["csp-missing-semicolon", "csp-unknown-value"] },
  UNKNOWN_DIRECTIVE: {
    codes: ["csp-unknown-directive", "csp-directive-trailing-colon"],
    unless: [[({ theirs }) => theirs.directive === "fenced-frame-src", "Chromium has it, with fenced frames."]],
  },
  INVALID_KEYWORD: {
    codes: [
      "csp-unquoted-keyword",
      "csp-invalid-source-expression",
      "csp-unknown-value",
      "csp-trusted-types-value",
      "csp-report-to-undefined-endpoint",
    ],
    unless: [
      [
        ({ value }) =>
          /^'(?:trusted-types-eval|unsafe-webtransport-hashes|unsafe-allow-redirects|report-sha\d+)'$/i.test(value),
        "The keyword is newer than csp-evaluator's list.",
      ],
      [({ value }) => /^'(?:nonce|sha\d+)-/i.test(value), "Its pattern tells upper case from lower; browsers do not."],
      [
        ({ value }) => /^(?:block|allow|wasm-eval|unsafe-hashed-attributes)$/.test(value),
        "Words of drafts that no browser reads any more: without quotes they are names of hosts, and harmless.",
      ],
    ],
  },
  NONCE_CHARSET: { codes: ["csp-invalid-source-expression"] },
  MISSING_DIRECTIVES: {
    codes: ["csp-object-src-missing", "csp-script-src-missing", "csp-base-uri-missing"],
    anywhere: true,
    by:
      ({ theirs }) =>
      (one) =>
        one.code === `csp-${theirs.directive}-missing`,
    unless: [
      inSandbox,
      [
        ({ theirs, policy }) =>
          theirs.directive === "object-src" &&
          (policy.directives.get("object-src") ?? policy.directives.get("default-src"))?.length === 0,
        "A list without a word is 'none'.",
      ],
      [
        ({ theirs, policy, codes }) =>
          theirs.directive === "script-src" &&
          policy.directives.has("script-src-elem") &&
          codes.has("csp-script-unsafe-eval"),
        "script-src-elem holds elements: what is free without script-src is eval and event handlers, and each is found.",
      ],
      [
        ({ theirs, policy }) => theirs.directive === "base-uri" && policy.elements !== policy.strings,
        "script-src-elem decides about elements, and trusts none by its nonce.",
      ],
    ],
  },
  SCRIPT_UNSAFE_INLINE: {
    codes: ["csp-script-unsafe-inline", "csp-script-src-missing"],
    anywhere: true,
    unless: [
      inSandbox,
      [
        ({ theirs, policy }) => policy.directives.get(theirs.directive).some((word) => /^'NONCE-/.test(word)),
        "Its pattern tells upper case from lower; browsers do not, so that a nonce stands beside the word.",
      ],
      [
        ({ theirs, policy }) => ![policy.elements, policy.handlers].includes(theirs.directive),
        "Other directives decide about elements and about handlers.",
      ],
    ],
  },
  SCRIPT_UNSAFE_EVAL: {
    codes: ["csp-script-unsafe-eval", "csp-script-src-missing"],
    anywhere: true,
    unless: [
      inSandbox,
      [({ theirs, policy }) => theirs.directive !== policy.strings, "eval asks script-src, or default-src: CSP § 4.4."],
    ],
  },
  SCRIPT_UNSAFE_HASHES: {
    codes: ["csp-script-unsafe-hashes", "csp-script-unsafe-inline"],
    anywhere: true,
    unless: [
      inSandbox,
      [
        ({ theirs, policy }) => theirs.directive !== policy.handlers,
        "Handlers ask script-src-attr, or what stands in for it.",
      ],
      [
        ({ theirs, policy }) =>
          !policy.directives.get(theirs.directive).some((word) => /^'(?:sha\d+|nonce)-[\w+/-]+={0,2}'$/i.test(word)),
        "Without a hash beside it the word lets nothing run.",
      ],
    ],
  },
  PLAIN_URL_SCHEMES: {
    codes: [
      "csp-script-src-bare-scheme",
      "csp-script-src-dangerous-scheme",
      "csp-script-src-wildcard",
      "csp-exfil-channel-open:object-src",
      "csp-exfil-channel-open:base-uri",
      "csp-object-src-data",
    ],
    unless: [
      inSandbox,
      [
        ({ theirs, value }) => theirs.directive === "base-uri" && value === "data:",
        "No browser takes a data: address for a base: HTML § 4.2.3.",
      ],
      [({ theirs }) => theirs.directive === "script-src-attr", "No address is asked of script-src-attr."],
      [
        ({ theirs, policy }) => !["object-src", "base-uri", policy.elements].includes(theirs.directive),
        "script-src-elem decides about elements.",
      ],
    ],
  },
  PLAIN_WILDCARD: {
    codes: [
      "csp-script-src-wildcard",
      "csp-script-src-bare-scheme",
      "csp-exfil-channel-open:object-src",
      "csp-exfil-channel-open:base-uri",
    ],
    unless: [
      inSandbox,
      [({ theirs }) => theirs.directive === "script-src-attr", "No address is asked of script-src-attr."],
      [
        ({ theirs, policy }) => !["object-src", "base-uri", policy.elements].includes(theirs.directive),
        "script-src-elem decides about elements.",
      ],
    ],
  },
  SCRIPT_ALLOWLIST_BYPASS: {
    codes: ["csp-script-gadget-host"],
    by:
      ({ value }) =>
      (one) =>
        one.why.includes(hostOf(value).replace(/^\*\./, "")) || value.startsWith("*"),
    unless: [
      inSandbox,
      [
        ({ theirs }) => theirs.severity !== 10,
        "It names every host, 'self' as well, for somebody to look at. We name those that something is known of.",
      ],
      [({ theirs, policy }) => theirs.directive !== policy.elements, "script-src-elem decides about elements."],
      [
        ({ codes }) => codes.has("csp-script-src-wildcard") || codes.has("csp-script-src-bare-scheme"),
        "Every host may serve scripts: which of them serves anybody's does not matter.",
      ],
      [
        ({ value, policy }) => NEEDS_EVAL.test(hostOf(value)) && !policy.has(policy.strings, "'unsafe-eval'"),
        "The tags of the host run by eval, and eval asks script-src, which does not allow it.",
      ],
      [
        ({ value }) => NOT_OURS.test(hostOf(value)),
        "An address that a crawl of 2016 found: single files of single sites, and services that are gone.",
      ],
    ],
  },
  OBJECT_ALLOWLIST_BYPASS: {
    codes: ["csp-exfil-channel-open:object-src", "csp-object-src-data"],
    unless: [
      [
        () => true,
        "No browser has plugins: an object is a frame, and frames of listed hosts are no hole. What an attacker's host can have is found.",
      ],
    ],
  },
  NONCE_LENGTH: {
    codes: ["csp-nonce-too-short"],
    unless: [
      ofNoBrowser,
      [({ value }) => !/^'nonce-[\w+/-]+={0,2}'$/i.test(value), "What is not base64 is no nonce: that is the finding."],
      [
        ({ theirs, policy }) =>
          ![policy.elements, policy.styles].includes(theirs.directive) || theirs.directive === "default-src",
        "No element's nonce is compared with this one: another directive decides, or the directive is about no elements.",
      ],
    ],
  },
  IP_SOURCE: {
    codes: ["csp-ip-source"],
    unless: [
      [isLoopback, "The machine's own address is what desktop applications and servers in development need."],
      [({ theirs }) => theirs.directive === "report-uri", "report-uri holds addresses to send to, no sources."],
    ],
  },
  DEPRECATED_DIRECTIVE: { codes: ["csp-deprecated-directive"] },
  SRC_HTTP: {
    codes: ["csp-insecure-source", "csp-connect-src-insecure-scheme", "csp-report-endpoint-insecure"],
    unless: [
      [isLoopback, "What is sent to the machine itself is on no path."],
      [
        ({ theirs, found }) =>
          found.some(
            (one) =>
              /connect-src-(?:wildcard|bare)|channel-open|src-wildcard|-bare-scheme|public-suffix|multi-tenant/.test(
                one.code,
              ) && one.on === theirs.directive,
          ),
        "The list is open to every host, with TLS and without: that is the finding.",
      ],
      [({ value }) => /^http:\/\/\*/.test(value), "A host of everybody's is found as that, where it decides."],
      ofNoBrowser,
    ],
  },
  STRICT_DYNAMIC: {
    codes: [
      "csp-script-src-wildcard",
      "csp-script-src-bare-scheme",
      "csp-script-src-dangerous-scheme",
      "csp-script-gadget-host",
    ],
    unless: [
      [
        () => true,
        "Advice to give up lists of hosts. A list of hosts that serve only their own scripts is no hole, and those that serve anybody's are found.",
      ],
    ],
  },
  STRICT_DYNAMIC_NOT_STANDALONE: {
    codes: ["csp-strict-dynamic-without-nonce"],
    unless: [[({ theirs, policy }) => theirs.directive !== policy.elements, "script-src-elem decides about elements."]],
  },
  UNSAFE_INLINE_FALLBACK: {
    codes: [],
    unless: [
      [
        () => true,
        "For browsers of before 2016, without nonces. Where the word is there, csp-unsafe-inline-ignored says that it does nothing.",
      ],
    ],
  },
  ALLOWLIST_FALLBACK: {
    codes: [],
    unless: [
      [
        () => true,
        "For browsers of before 2022, without 'strict-dynamic'. Where hosts are there, csp-strict-dynamic-ignores-sources says that they do nothing.",
      ],
    ],
  },
  IGNORED: {
    codes: ["csp-unsafe-inline-ignored", "csp-strict-dynamic-ignores-sources", "csp-strict-dynamic-without-nonce"],
    unless: [
      [
        ({ theirs, policy }) => theirs.directive === "default-src" || theirs.directive !== policy.elements,
        "What default-src lists counts for everything but scripts, and of script-src-attr no address is asked.",
      ],
    ],
  },
  REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS: { codes: ["trusted-types-not-required"], unless: [inSandbox] },
  REPORTING_DESTINATION_MISSING: { codes: ["csp-reporting-missing"] },
  REPORT_TO_ONLY: { codes: ["csp-report-to-only", "csp-report-to-undefined-endpoint"] },
};

/** Types that no check of csp-evaluator raises. */
const UNUSED = [
  "SRC_NO_PROTOCOL",
  "EXPERIMENTAL",
  "WILDCARD_URL",
  "X_FRAME_OPTIONS_OBSOLETED",
  "STYLE_UNSAFE_INLINE",
  "STATIC_NONCE",
  "NONCE_HASH",
];

/** Hosts of csp-evaluator's list that ours lacks. */
const NOT_OURS =
  /(?:gstatic\.com|googlecode\.com|githubusercontent\.com|adobe\.com|walkme\.com|google\.(?:ru|de|lv)|newrelic\.com|yahooapis\.com|panoramio\.com)$/;

/** Hosts that serve tags as strings. */
const NEEDS_EVAL = /(?:google-analytics|googleadservices)\.com$/;

const hostOf = (value) => value.replace(/^\w+:\/\//, "").replace(/[:/].*$/, "");

function theirFindings(text) {
  const evaluator = new CspEvaluator(new CspParser(text).csp);
  return evaluator.evaluate([...STRICTCSP_CHECKS, securityChecks.checkHasConfiguredReporting], DEFAULT_CHECKS);
}

/** Our findings, each with the directive that it is about. */
function ourFindings(text) {
  return auditHeaders({ [CSP]: text }).findings.map(({ code, why, evidence }) => {
    const [start, end] = evidence?.span ?? [0, 0];
    const on = (evidence?.value ?? "").slice(start, end).trim().split(/\s+/)[0].toLowerCase();
    return { code, why, on: on === "" ? null : on };
  });
}

/** The findings of csp-evaluator that nothing explains; `seen` counts what did. */
function unexplained(text, seen) {
  const policy = read(text);
  const found = ourFindings(text);
  const codes = new Set(found.map((one) => one.code));
  const left = [];
  for (const theirs of theirFindings(text)) {
    const type = Type[theirs.type];
    const row = TABLE[type];
    assert.ok(row, `csp-evaluator finds ${type}, which the table lacks: ${theirs.description}`);
    const asked = { theirs, value: theirs.value ?? "", policy, found, codes };
    const isSame = (one) => {
      const way = one.code.split(":")[1];
      const isThere = row.anywhere || one.on === null || one.on === theirs.directive || way === theirs.directive;
      return row.codes.includes(one.code) && isThere && (row.by?.(asked)(one) ?? true);
    };
    const same = found.find(isSame);
    const why = (row.unless ?? []).find(([applies]) => applies(asked))?.[1];
    if (same === undefined && why === undefined) {
      left.push(
        `${type} on ${theirs.directive} ${theirs.value ?? ""}: ${theirs.description}\n  ${text}\n  ${[...codes]}`,
      );
    }
    seen.add(`${type}: ${same === undefined ? why : same.code}`);
  }
  return left;
}

/** A generator of numbers that is the same in each run: mulberry32. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const SOURCES = [
  "*",
  "https:",
  "http:",
  "data:",
  "blob:",
  "'self'",
  "'none'",
  "'unsafe-inline'",
  "'unsafe-eval'",
  "'unsafe-hashes'",
  "'strict-dynamic'",
  "'wasm-unsafe-eval'",
  "'report-sample'",
  "'nonce-abc'",
  "'nonce-4ih5rP0r1s8Pq7bC1Q2d3A=='",
  "'nonce-a!b'",
  "'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
  "'slef'",
  "self",
  "nonce-abcdefghijklmnopqrstuv",
  "https://*",
  "http://*:80",
  "https://cdn.example.com",
  "http://cdn.example.com",
  "cdn.example.com/app/",
  "*.example.com",
  "203.0.113.5",
  "127.0.0.1",
  "http://localhost:8080",
  "https://cdn.jsdelivr.net",
  "https://ajax.googleapis.com",
  "https://www.google-analytics.com",
  "https://accounts.google.com",
  "*.googleapis.com",
  "https://www.gstatic.com",
  "https://maps.googleapis.com",
  "https://cdnjs.cloudflare.com",
  "https://www.youtube.com",
  "vk.com",
  "'trusted-types-eval'",
  "'NONCE-4ih5rP0r1s8Pq7bC1Q2d3A=='",
  "script-src",
];
const DIRECTIVES = [
  "default-src",
  "script-src",
  "script-src",
  "script-src-elem",
  "script-src-attr",
  "object-src",
  "base-uri",
  "connect-src",
  "img-src",
  "style-src",
  "frame-src",
  "worker-src",
  "form-action",
  "frame-ancestors",
];
const OTHERS = [
  "sandbox",
  "sandbox allow-scripts",
  "fenced-frame-src 'self'",
  "report-uri http://203.0.113.5/csp",
  "prefetch-src http://cdn.example.com",
  "conect-src 'nonce-abc'",
  "base-uri data:",
  "sandbox allow-scripts allow-same-origin",
  "sandbox 'allow-scripts'",
  "upgrade-insecure-requests",
  "require-trusted-types-for 'script'",
  "require-trusted-types-for script",
  "trusted-types 'app'",
  "trusted-types app 'allow-duplicates'",
  "report-uri https://r.example.com/csp",
  "report-uri http://r.example.com/csp",
  "report-uri 'https://r.example.com'",
  "report-to csp",
  "report-to",
  "report-uri",
  "reflected-xss block",
  "referrer no-referrer",
  "disown-opener",
  "prefetch-src 'self'",
  "plugin-types application/pdf",
  "navigate-to 'self'",
  "conect-src 'self'",
  "img-src: http://cdn.example.com",
  "manifest-src 'self'",
  "webrtc 'block'",
  "block-all-mixed-content",
  "require-sri-for script",
];

function generated(count) {
  const below = numbers(16);
  const pick = (list) => list[below(list.length)];
  const directive = () => {
    if (below(4) === 0) return pick(OTHERS);
    return [pick(DIRECTIVES), ...Array.from({ length: below(5) }, () => pick(SOURCES))].join(" ");
  };
  const rare = "script-src 'unsafe-inline'; script-src-elem 'self'; script-src-attr 'none'";
  const policies = Array.from({ length: count }, () => Array.from({ length: 1 + below(6) }, directive).join("; "));
  return [rare, ...policies];
}

/** The thirty, those that only report as if they were enforced. */
const REAL = JSON.parse(readFileSync(new URL("../data/real_policies.json", import.meta.url), "utf8")).map(
  ({ name, headers }) => ({ name, text: headers[CSP] ?? headers[`${CSP}-Report-Only`] }),
);

test("each type of csp-evaluator's findings has a row, or is raised by no check of it", () => {
  const types = Object.keys(Type).filter((name) => Number.isNaN(Number(name)));
  assert.deepEqual([...Object.keys(TABLE), ...UNUSED].sort(), types.sort());
  const checks = new URL("../../node_modules/csp_evaluator/checks/", import.meta.url);
  const source = readdirSync(checks).filter((name) => name.endsWith("_checks.ts"));
  const text = source.map((name) => readFileSync(new URL(name, checks), "utf8")).join("\n");
  assert.deepEqual(
    UNUSED.filter((type) => text.includes(`Type.${type},`)),
    [],
  );
});

test("what it finds in the real policies, we find", () => {
  assert.equal(REAL.length, 30);
  const left = REAL.flatMap(({ name, text }) => unexplained(text, new Set()).map((one) => `${name}: ${one}`));
  assert.deepEqual(left, []);
});

test("what it finds in generated policies, we find, and nothing in the table stands for nothing", () => {
  const seen = new Set();
  const left = generated(1000).flatMap((text) => unexplained(text, seen));
  assert.deepEqual(left, []);
  for (const { text } of REAL) unexplained(text, seen);
  const reasons = Object.entries(TABLE).flatMap(([type, { unless = [] }]) =>
    unless.map(([, why]) => `${type}: ${why}`),
  );
  assert.deepEqual(
    reasons.filter((reason) => !seen.has(reason)),
    [],
  );
});

test("most of what we find, it has no check for", () => {
  const theirs = new Set(Object.values(TABLE).flatMap(({ codes }) => codes));
  const ours = REAL.flatMap(({ text }) => ourFindings(text).map(({ code }) => code));
  const more = new Set(ours.filter((code) => !theirs.has(code)));
  for (const code of ["csp-connect-src-missing", "csp-exfil-channel-open:img-src", "csp-form-action-missing"]) {
    assert.ok(more.has(code), code);
  }
});
