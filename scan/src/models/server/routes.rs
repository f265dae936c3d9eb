//! Handlers of `GET` that change something.

use oxc_ast::ast::{Argument, Decorator, Expression};
use oxc_span::{GetSpan, Span};

use super::super::Invoked;
use crate::lower::{Lower, evidence};
use crate::rules;

/// Words for what changes something.
const VERBS: &[&str] = &[
    "delete",
    "remove",
    "logout",
    "signout",
    "create",
    "update",
    "reset",
    "revoke",
    "approve",
    "execute",
    "run",
    "invoke",
    "call",
    "send",
    "confirm",
    "disable",
    "enable",
    "cancel",
    "unsubscribe",
    "transfer",
];
/// Methods that change something.
const CHANGES: &[&str] = &[
    ".callTool(",
    ".delete(",
    ".deleteMany(",
    ".deleteOne(",
    ".insert(",
    ".update(",
    ".create(",
    ".destroy(",
    ".remove(",
    ".save(",
    ".execute(",
    ".revoke(",
    ".write(",
];
/// What has such a method and is the answer's own, or the request's.
const HARMLESS: &[&str] = &[
    "headers",
    "params",
    "searchParams",
    "query",
    "res",
    "response",
    "reply",
    "writer",
    "stream",
    "controller",
    "encoder",
    "stdout",
    "stderr",
    "raw",
    "Object",
    "hash",
    "createHash()",
    "axios",
    "client.messages",
];
/// What changes something whatever the path says.
const STORES: &[&str] = &[
    ".callTool(",
    ".deleteMany(",
    ".deleteOne(",
    ".insertMany(",
    ".insertOne(",
    ".updateMany(",
    ".updateOne(",
    "DELETE FROM ",
    "INSERT INTO ",
];
/// Names of what routes are told to.
const ROUTERS: &[&str] = &["app", "router", "server", "api", "fastify", "hono", "route", "routes"];

fn is_router(owner: &str) -> bool {
    let owner = owner.to_ascii_lowercase();
    ROUTERS.iter().any(|word| owner.ends_with(word))
}

/// Calls of one kind that are looked at in a handler.
const MAX_CALLS: usize = 32;

/// What a program keeps for itself while it runs.
const KEPT: &[&str] =
    &["Map", "Set", "WeakMap", "WeakSet", "Headers", "URLSearchParams", "FormData", "LRUCache", "LRU"];

/// Whether code calls what changes something of the server's.
fn changes(lower: &Lower<'_>, body: &str) -> bool {
    let is_harmless = |before: &str| {
        let owner = before.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).next();
        let owner = owner.unwrap_or_default();
        let is_kept = || {
            let outside = lower.constant(owner).and_then(|made| made.strip_prefix("new "));
            outside.is_some_and(|made| KEPT.iter().any(|kind| made.starts_with(kind)))
                || KEPT.iter().any(|kind| body.contains(&format!("{owner} = new {kind}")))
        };
        // `createHash("sha256").update(…)`
        let is_hash =
            owner.is_empty() && before.rsplit([';', '\n', '=']).next().is_some_and(|call| call.contains("createH"));
        let is_named = |name: &&str| owner == *name || owner.ends_with(&format!(".{name}"));
        is_hash || HARMLESS.iter().any(is_named) || !owner.is_empty() && is_kept()
    };
    let is_there = |change: &&str| {
        body.match_indices(*change).take(MAX_CALLS).any(|(at, _)| !is_harmless(body.get(..at).unwrap_or_default()))
    };
    CHANGES.iter().any(is_there)
}

/// A handler of `GET`, by its path and what is written for it.
fn judge(lower: &mut Lower<'_>, path: &str, body: &str, span: Span) {
    let path = path.to_ascii_lowercase();
    let names_it = path.split(['/', '-', '_', '?', ':']).any(|part| VERBS.contains(&part));
    let stores = STORES.iter().any(|change| body.contains(change));
    let deletes = names_it && !body.contains("405") && path.contains("delete");
    if names_it && changes(lower, body) || stores || deletes {
        lower.hit(rules::GET_CHANGES, span);
    }
}

/// `app.get("/path", handler)`, and `app.all`, which takes a `GET` too.
pub(super) fn route(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let owner = call.owner();
    // `app.route("/notes").get(…)` has its path before.
    let written = lower.slice(call.span);
    let before = written.split_once(".route(").filter(|_| owner.ends_with(".route()"));
    let before = before.and_then(|(_, rest)| rest.split(['"', '\'', '`']).nth(1));
    let Some(path) = call.arg(0).text.as_deref().filter(|_| call.args.len() > 1).or(before).map(str::to_owned) else {
        return;
    };
    if !path.starts_with('/') || !is_router(owner.trim_end_matches(".route()")) {
        return;
    }
    let body = lower.settled(lower.slice(call.argument_span(call.written.len() - 1)));
    if call.method == "all" && body.contains(".method") {
        return;
    }
    let opens_socket = lower
        .options_of(call, 1)
        .is_some_and(|options| super::super::options::flag(&options, "websocket") == Some(true));
    if opens_socket {
        lower.hit_unless(rules::WEBSOCKET, call.span, evidence::ORIGIN, 0);
    }
    judge(lower, &path, body, call.span);
}

/// Hono's `app.on("GET", "/path", handler)`.
pub(super) fn on(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let owner = call.owner();
    let takes_get = lower.slice(call.argument_span(0)).contains("GET");
    let Some(path) = call.arg(1).text.filter(|path| path.starts_with('/') && takes_get && is_router(owner)) else {
        return;
    };
    let body = lower.settled(lower.slice(call.argument_span(call.written.len() - 1)));
    judge(lower, &path, body, call.span);
}

/// Fastify's and hapi's `app.route({ method: "GET", url: "/path", handler })`.
pub(super) fn route_object(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let Some(options) = lower.options_of(call, 0) else { return };
    let options = lower.read_through(options);
    let of = |name: &str| options.iter().find(|(_, known, _)| known == name).map(|(.., written)| *written);
    let (Some(method), Some(path)) = (of("method"), of("url").or(of("path"))) else { return };
    let path = path.trim_matches(['"', '\'', '`']);
    if method.contains("GET") || method.contains("'*'") || method.contains("\"*\"") {
        judge(lower, path, of("handler").unwrap_or_default(), call.span);
    }
    let is_endpoint = ["/mcp", "/tools", "/api"].iter().any(|start| path.starts_with(start));
    if is_endpoint && !method.contains("GET") {
        lower.hit_unless(rules::NO_ISOLATION, call.span, evidence::ISOLATION, evidence::MCP_SERVER | evidence::COOKIES);
    }
}

/// Nest's `@Get("path")`.
pub(crate) fn decorated(lower: &mut Lower<'_>, decorator: &Decorator<'_>, span: Span) {
    let Expression::CallExpression(call) = &decorator.expression else { return };
    if !matches!(lower.name_of(&call.callee).as_str(), "Get" | "All") {
        return;
    }
    let path = match call.arguments.first().and_then(Argument::as_expression) {
        Some(Expression::StringLiteral(path)) => path.value.to_string(),
        _ => String::new(),
    };
    judge(lower, &path, lower.slice(span), decorator.span());
}

/// Bun's `"/path": { GET: handler }`.
pub(super) fn of_bun(lower: &mut Lower<'_>, name: &str, body: Span, span: Span) {
    if name == "GET" && lower.out.evidence & evidence::BUN != 0 {
        judge(lower, "", lower.settled(lower.slice(body)), span);
    }
}

/// A route of Next or SvelteKit: `export function GET`. A `loader` is Remix's and React Router's.
pub(crate) fn exported(lower: &mut Lower<'_>, name: &str, span: Span) {
    let is_loader = name == "loader" && ["@remix-run/", "react-router"].iter().any(|of| lower.text.contains(of));
    if name != "GET" && !is_loader {
        return;
    }
    let (start, _) = lower.span(span);
    let body = lower.text.get(start as usize..).unwrap_or_default();
    let body = body.split("\nexport ").next().unwrap_or_default();
    if changes(lower, body) {
        lower.hit(rules::GET_CHANGES, span);
    }
}

/// A handler of Next's `pages/api`, which is called for every method.
pub(crate) fn handler(lower: &mut Lower<'_>, span: Span) {
    let body = lower.slice(span);
    if lower.text.contains("NextApi") && !body.contains(".method") && changes(lower, body) {
        lower.hit(rules::GET_CHANGES, Span::new(span.start, span.start + body.find('\n').unwrap_or(body.len()) as u32));
    }
}
