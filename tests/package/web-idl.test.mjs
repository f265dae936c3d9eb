// Every member of the platform's own lists (Web IDL) that can name an address, or that hands out another window, has a
// row in tests/data/web-idl.json that says what holds it, or why nothing need. What a specification adds has none, and
// fails here.
//
// A row is a member, `Interface.member` or `Interface.method(argument)`, or a pattern between slashes for several of a
// kind. `held` says by which hook of the guard, or which directive of the pinned policy; `harmless` says why; `limit`
// says which limit of the README it falls under. What nobody holds yet stands under `open`, and fails.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { parse } from "webidl2";

const repository = new URL("../../", import.meta.url);
const textOf = (path) => readFileSync(new URL(path, repository), "utf8");
const TABLE = JSON.parse(readFileSync(new URL("../data/web-idl.json", import.meta.url), "utf8"));

/** Strings that the platform takes for an address or for markup: each can name one. */
const ALWAYS = ["USVString", "TrustedHTML", "TrustedScriptURL"];
const STRINGS = [...ALWAYS, "DOMString", "ByteString", "CSSOMString", "SVGAnimatedString"];
/** How the full name of any other ends that names one, by itself or with an attribute beside it. */
const ENDINGS = `ur[il]s? href baseval src srcset ping cite longdesc background codebase archive environmentmap
  action target location navigate redirect scope manifest icons? picture hosts? hostname origins? domains? sites callers
  address candidate sdp csp endpoints? servers? service issuers? providers? supportedmethods rpid RpEntity\\.id
  MetaElement\\.(?:content|httpEquiv) LinkElement\\.rel(?:List)? ScriptElement\\.type IFrameElement\\.sandbox
  csstext Rule\\.rule setProperty\\.value FontFace\\.constructor\\.source`;
const ADDRESS = new RegExp(`(?:${ENDINGS.split(/\s+/).join("|")})$`, "i");
/** What hands out a window, or leads to one. */
const REALMS = ["Window", "WindowProxy", "Document", "XMLDocument", "ShadowRoot", "Client", "WindowClient"];
REALMS.push("MessagePort", "MessageEventSource");
/** Where a window hides behind a type that says nothing: `opener`, and what is found by a frame's name. */
const UNTYPED = ["any", "object"];
const NAMED = ["Window", "Document"];

const folder = dirname(createRequire(import.meta.url).resolve("@webref/idl"));
const definitions = readdirSync(folder)
  .filter((file) => file.endsWith(".idl"))
  .flatMap((file) => parse(readFileSync(join(folder, file), "utf8")));
const typedefs = new Map(
  definitions.filter(({ type }) => type === "typedef").map(({ name, idlType }) => [name, idlType]),
);

/** The names in a type: of a union, of a promise, and of what a typedef stands for. */
function typesOf(type) {
  if (Array.isArray(type)) return type.flatMap(typesOf);
  if (type !== null && typeof type === "object") return typesOf(type.idlType);
  return typedefs.has(type) ? typesOf(typedefs.get(type)) : [type];
}
const hasOne = (types, wanted) => types.some((type) => wanted.includes(type));
const namesAddress = (name, types) => hasOne(types, ALWAYS) || (hasOne(types, STRINGS) && ADDRESS.test(name));

function entriesOf(holder, member) {
  const { type, special, readonly, extAttrs } = member;
  const name = `${holder.name}.${member.name || special || type}`;
  const types = typesOf(member.idlType);
  const forwards = extAttrs.some((attribute) => attribute.name === "PutForwards");
  const isSet = type === "field" || (type === "attribute" && (!readonly || types.includes("SVGAnimatedString")));
  const untyped =
    NAMED.includes(holder.name) && (special === "getter" || type === "attribute") && hasOne(types, UNTYPED);
  const own =
    hasOne(types, REALMS) || untyped || (isSet && namesAddress(name, types)) || (forwards && ADDRESS.test(name));
  const taken = (member.arguments ?? []).filter(({ name: argument, idlType }) =>
    namesAddress(`${name}.${argument}`, typesOf(idlType)),
  );
  return [...(own ? [name] : []), ...taken.map((argument) => `${name}(${argument.name})`)];
}
const ENTRIES = [
  ...new Set(definitions.flatMap((one) => (one.members ?? []).flatMap((member) => entriesOf(one, member)))),
].sort();

const ROWS = Object.entries(TABLE).flatMap(([verdict, groups]) =>
  Object.entries(groups).flatMap(([reason, rows]) => rows.map((row) => ({ verdict, reason, row }))),
);
const covers = ({ row }, entry) => (row.startsWith("/") ? new RegExp(row.slice(1, -1)).test(entry) : row === entry);

suite("the platform's lists", () => {
  test("are read", () => assert.ok(ENTRIES.length > 500, `${ENTRIES.length}`));

  test("each member has one row, and only one", () => {
    const wrong = ENTRIES.map((entry) => [entry, ROWS.filter((row) => covers(row, entry)).map(({ row }) => row)]);
    assert.deepEqual(
      wrong.filter(([, rows]) => rows.length !== 1),
      [],
    );
  });

  test("each row has a member", () => {
    const gone = ROWS.filter((row) => !ENTRIES.some((entry) => covers(row, entry)));
    assert.deepEqual(
      gone.map(({ row }) => row),
      [],
    );
  });

  test("nothing is open", () => assert.deepEqual(TABLE.open ?? {}, {}));
});

suite("what holds a member", () => {
  const [, list] = /const NAMES: .*? = &\[\n(.*?)\n\];/s.exec(textOf("src/guard.rs"));
  const apis = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  const [, policy] = /fn meta_csp\((.*?)\n {4}\}\n/s.exec(textOf("src/policy.rs"));
  const isFile = (name) => existsSync(new URL(`src/browser/guard/${name}.js`, repository));
  const limits = textOf("README.md")
    .split("## What the guard cannot stop")[1]
    .split("\n## ")[0]
    .replaceAll(/\s+/g, " ");

  for (const reason of Object.keys(TABLE.held)) {
    test(reason, () => {
      const [kind, name] = reason.split(/:(.*)/s);
      if (kind === "csp") assert.match(policy, new RegExp(`"${name} `), "a directive of the pinned policy");
      else assert.ok(kind === "hook" && (apis.includes(name) || isFile(name)), "an API of the guard, or a file of it");
    });
  }
  for (const reason of Object.keys(TABLE.limit)) {
    test(reason, () => assert.ok(limits.includes(reason), "a limit that the README states"));
  }
});
