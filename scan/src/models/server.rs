//! Servers: what stands in front of an endpoint, and what does not.

use oxc_ast::ast::{BinaryExpression, Expression, MemberExpression, ObjectExpression, ObjectProperty};
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::BinaryOperator;

use super::Invoked;
use crate::config;
use crate::lower::{Lower, Value, What, evidence};
use crate::rules;

/// What a file's words say that it has.
pub(crate) fn evidence_of(text: &str) -> u16 {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut found = 0;
    let mut say = |bit: u16, says: bool| found |= if says { bit } else { 0 };
    // A list alone may be one of CORS, which stops no request, or of something else.
    let asks = |headers: &[&str]| has(headers) && has(&["allowedOrigins", "allowedHosts"]);
    say(
        evidence::ORIGIN,
        has(&["createIsolation", "IsolationLayer", "verifyClient"])
            || asks(&["headers.origin", "\"origin\"", "'origin'", "\"Origin\"", "'Origin'"]),
    );
    say(evidence::HOST, asks(&["headers.host", "\"host\"", "'host'", "\"Host\"", "'Host'"]));
    say(
        evidence::HOST,
        has(&[
            "createIsolation",
            "hostHeaderValidation",
            "localhostHostValidation",
            "createMcpExpressApp",
            "createMcpHonoApp",
        ]),
    );
    say(evidence::ISOLATION, has(&["createIsolation", "decideRequest"]));
    say(evidence::CSRF, has(&["csurf", "csrf", "Csrf", "CSRF", "xsrf"]));
    say(
        evidence::COOKIES,
        has(&[
            "cookie-parser",
            "cookieParser",
            "express-session",
            "cookie-session",
            "req.cookies",
            "getCookie(",
            "@fastify/cookie",
            "next-auth",
            "hono/cookie",
            "cookies()",
        ]),
    );
    say(
        evidence::MCP_SERVER,
        has(&[
            "McpServer",
            "@modelcontextprotocol/sdk/server",
            "@modelcontextprotocol/server",
            "FastMCP",
            "fastmcp",
            "StreamableHTTPServerTransport",
            "SSEServerTransport",
            "mcp-handler",
            "createMcpHandler",
            "@hono/mcp",
            "/mcp\"",
            "/mcp'",
            "Mcp-Session-Id",
            "mcp-session-id",
        ]),
    );
    say(evidence::SANITIZED_TREE, has(&["rehypeSanitize", "rehype-sanitize", "mcp-cordon"]));
    say(evidence::JQUERY, has(&["jquery", "jQuery"]));
    say(evidence::CREDENTIALS, has(&["Access-Control-Allow-Credentials", "access-control-allow-credentials"]));
    found
}

const HOST_OR_ORIGIN: u16 = evidence::ORIGIN | evidence::HOST;

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let span = call.span;
    match call.method {
        "listen" | "serve" | "start" => binding(lower, call),
        _ if call.receiver.is_none() && call.method != "cors" => checks(lower, call),
        _ => {}
    }
    match call.method {
        "cors" if call.receiver.is_none() => cors(lower, call),
        "enableCors" => cors(lower, call),
        "register"
            if call
                .expression(0)
                .is_some_and(|plugin| matches!(lower.name_of(plugin).as_str(), "cors" | "fastifyCors")) =>
        {
            cors_options(lower, call, 1);
        }
        "setHeader" | "header" | "set" | "append" | "headers" | "writeHead" => {
            header_set(lower, &call.arg(0), &call.arg(1), span)
        }
        "get" if call.receiver.is_some() && !call.args.is_empty() => route(lower, call),
        "tool" | "registerTool" | "registerPrompt" | "prompt" => {
            described(lower, call);
        }
        _ => {}
    }
    prefix(lower, call);
}

/// `hostGuard({ allowedHosts: […] })`: somebody else's check, by what it is told.
fn checks(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    for at in 0..call.args.len() {
        for (_, name, _) in lower.options_of(call, at).unwrap_or_default() {
            lower.out.evidence |= match name.as_str() {
                "allowedHosts" => evidence::HOST,
                "allowedOrigins" => evidence::ORIGIN,
                _ => 0,
            };
        }
    }
}

/// Characters that nobody sees and a model reads.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' | '\u{fe00}'..='\u{fe0e}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a text holds what nobody sees.
pub(crate) fn hides_text(text: &str) -> bool {
    text.chars().any(is_hidden)
}

/// Texts among a call's arguments. An object's properties are looked at where they are written.
fn described(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    for at in 0..call.written.len() {
        if let Some(text) = call.arg(at).text {
            describe(lower, &text, call.argument_span(at));
        }
    }
}

/// What a model is told. Whoever knows which characters need one another decides later.
fn describe(lower: &mut Lower<'_>, text: &str, span: Span) {
    if text.chars().any(is_hidden) {
        let span = lower.span(span);
        lower.out.descriptions.push((text.to_owned(), span));
    }
}

/// Whether a host as it is written is every address: `"0.0.0.0"`, `process.env.HOST || "0.0.0.0"`, a variable with that.
fn is_everywhere(lower: &Lower<'_>, written: &str) -> bool {
    let last = written.rsplit(['|', '?']).next().unwrap_or(written).trim();
    let known = lower.defaults.get(last).copied().unwrap_or(last);
    matches!(known.trim_matches(['"', '\'', '`']), "0.0.0.0" | "::" | "[::]")
}

/// Where a server listens.
fn binding(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let mut says_host = false;
    for at in 0..call.args.len() {
        let text = call.arg(at).text;
        let written = text.as_deref().unwrap_or_else(|| lower.slice(call.argument_span(at)));
        if is_everywhere(lower, written) {
            lower.hit_unless(rules::BINDS_EVERYWHERE, call.argument_span(at), 0, evidence::MCP_SERVER);
        }
        says_host |= at == 1
            && (call.arg(at).text.is_some()
                || call.expression(at).is_some_and(|host| {
                    matches!(
                        host,
                        Expression::Identifier(_)
                            | Expression::StaticMemberExpression(_)
                            | Expression::LogicalExpression(_)
                            | Expression::ConditionalExpression(_)
                    )
                }));
        for (span, name, written) in lower.options_of(call, at).unwrap_or_default() {
            if matches!(name.as_str(), "host" | "hostname") {
                says_host = true;
                if is_everywhere(lower, written) {
                    lower.hit_unless(rules::BINDS_EVERYWHERE, span, 0, evidence::MCP_SERVER);
                }
            }
            if matches!(name.as_str(), "httpStream") && written.contains("0.0.0.0") {
                lower.hit_unless(rules::BINDS_EVERYWHERE, span, 0, evidence::MCP_SERVER);
            }
        }
    }
    // A port that the system chooses is asked for to have one that is free.
    let is_any_port = call.expression(0).is_some_and(|port| lower.slice(port.span()) == "0");
    if call.method == "listen" && !says_host && !is_any_port && call.receiver.is_some() && !call.args.is_empty() {
        lower.hit_unless(rules::BINDS_EVERYWHERE, call.span, HOST_OR_ORIGIN, evidence::MCP_SERVER);
    }
}

fn cors(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    if call.is_of(&["cors", "hono/cors", "@fastify/cors", "@elysiajs/cors"]) || call.method == "enableCors" {
        cors_options(lower, call, 0);
    }
}

fn cors_options(lower: &mut Lower<'_>, call: &Invoked<'_, '_>, at: usize) {
    let options = lower.options_of(call, at).unwrap_or_default();
    if options.is_empty() && call.args.len() > at {
        return;
    }
    let of = |name: &str| options.iter().find(|(_, known, _)| known == name);
    let has_credentials = of("credentials").is_some_and(|(_, _, written)| *written == "true");
    if let Some((span, _, written)) = of("origin") {
        let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let reflects = plain == "true"
            || plain.ends_with("=>true")
            || (plain.contains("=>")
                && (plain.contains("(null,true)") || plain.contains("(null,origin)"))
                && !plain.contains("if(")
                && !plain.contains('?')
                && !plain.contains(".includes")
                && !plain.contains(".has("))
            || plain.split_once("=>").is_some_and(|(param, given)| {
                param.trim_matches(['(', ')']) == given
                    || ["||", "??"]
                        .iter()
                        .any(|or| given.starts_with(&format!("{}{or}", param.trim_matches(['(', ')']))))
            });
        if reflects {
            lower.hit(if has_credentials { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED }, *span);
        }
        if has_credentials && matches!(plain.as_str(), "\"*\"" | "'*'") {
            lower.hit(rules::CORS_WILDCARD_CREDENTIALS, *span);
        }
        let is_suffix = plain.contains(".endsWith(") || (plain.starts_with('/') && !plain.starts_with("/^"));
        let is_prefix = plain.contains(".startsWith(") || plain.contains("origin.includes(");
        if is_suffix || is_prefix {
            lower.hit(rules::CORS_PATTERN, *span);
        }
    }
    let exposes = of("exposedHeaders").or_else(|| of("exposeHeaders")).is_some_and(|(_, _, written)| {
        written.to_ascii_lowercase().contains("mcp-session-id") || !written.starts_with(['[', '"', '\''])
    });
    if !exposes {
        lower.hit_unless(rules::SESSION_NOT_EXPOSED, call.span, 0, evidence::MCP_SERVER);
    }
}

/// `Access-Control-Allow-Origin`, with the value that it is given.
fn header_set(lower: &mut Lower<'_>, name: &Value, value: &Value, span: Span) {
    let Some(name) = name.text.as_deref() else { return };
    if !name.eq_ignore_ascii_case("access-control-allow-origin") {
        return;
    }
    if value.what == What::Header("origin") && !value.is_checked {
        let with = lower.out.evidence & evidence::CREDENTIALS != 0;
        lower.hit(if with { rules::CORS_REFLECTED_CREDENTIALS } else { rules::CORS_REFLECTED }, span);
    }
    if value.text.as_deref() == Some("*") {
        lower.hit_unless(rules::CORS_WILDCARD_CREDENTIALS, span, 0, evidence::CREDENTIALS);
    }
}

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

/// A handler of `GET`.
fn route(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let owner = call.name.rsplit_once('.').map_or("", |(owner, _)| owner);
    // `app.route("/notes").get(…)` has its path before.
    let written = lower.slice(call.span);
    let before = written.split_once(".route(").filter(|_| owner.ends_with(".route()"));
    let before = before.and_then(|(_, rest)| rest.split(['"', '\'', '`']).nth(1));
    let Some(path) = call.arg(0).text.as_deref().filter(|_| call.args.len() > 1).or(before).map(str::to_owned) else {
        return;
    };
    if !path.starts_with('/') {
        return;
    }
    let owner = owner.trim_end_matches(".route()").to_ascii_lowercase();
    if !["app", "router", "server", "api", "fastify", "hono", "route", "routes"]
        .iter()
        .any(|word| owner.ends_with(word))
    {
        return;
    }
    let body = lower.slice(call.argument_span(call.written.len() - 1));
    let names_it = path.to_ascii_lowercase().split(['/', '-', '_', '?', ':']).any(|part| VERBS.contains(&part));
    let does_it = CHANGES.iter().any(|change| body.contains(change));
    let stores = STORES.iter().any(|change| body.contains(change));
    let deletes = names_it && !body.contains("405") && path.to_ascii_lowercase().contains("delete");
    if does_it && names_it || stores || deletes {
        lower.hit(rules::GET_CHANGES, call.span);
    }
}

/// Bytes of a middleware before and behind what it exempts.
const MIDDLEWARE: (usize, usize) = (400, 3_000);

/// Whether the site is asked for around there: elsewhere a prefix decides something else.
pub(crate) fn asks_site_near(text: &str, at: usize) -> bool {
    let (from, to) = (at.saturating_sub(MIDDLEWARE.0), (at + MIDDLEWARE.1).min(text.len()));
    let near = text.as_bytes().get(from..to).unwrap_or_default();
    String::from_utf8_lossy(near).to_ascii_lowercase().contains("sec-fetch-site")
}

/// `request.path.startsWith("/public")`, where that lets a request past.
fn prefix(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    if call.method != "startsWith" || !lower.is_testing() {
        return;
    }
    let owner = call.name.rsplit_once('.').map_or("", |(owner, _)| owner);
    let is_path =
        matches!(owner.rsplit('.').next(), Some("path" | "url" | "originalUrl" | "rawUrl")) || owner == "pathname";
    let is_raw = is_path && owner != "pathname";
    if is_raw
        && asks_site_near(lower.text, lower.span(call.span).1 as usize)
        && call.arg(0).text.is_some_and(|prefix| prefix.starts_with('/'))
    {
        lower.hit(rules::EXEMPT_PREFIX, call.span);
    }
}

pub(crate) fn constructed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    match call.name.rsplit('.').next().unwrap_or_default() {
        "StreamableHTTPTransport" if call.is_of(&["@hono/mcp"]) => {
            lower.hit_unless(rules::TRANSPORT, call.span, HOST_OR_ORIGIN | evidence::ISOLATION, 0);
        }
        "StreamableHTTPServerTransport"
        | "SSEServerTransport"
        | "WebStandardStreamableHTTPServerTransport"
        | "NodeStreamableHTTPServerTransport" => {
            let mut options = Vec::new();
            for at in 0..call.args.len() {
                options.extend(lower.options_of(call, at).unwrap_or_default());
            }
            let of = |name: &str| options.iter().find(|(_, known, _)| known == name);
            match of("enableDnsRebindingProtection") {
                Some((span, _, written)) if *written == "false" => {
                    lower.hit_unless(rules::TRANSPORT, *span, evidence::ISOLATION, 0);
                }
                Some(_) => {}
                None => lower.hit_unless(rules::TRANSPORT, call.span, HOST_OR_ORIGIN | evidence::ISOLATION, 0),
            }
        }
        "WebSocketServer" | "Server" if call.is_of(&["ws"]) || call.name.contains("WebSocket") => {
            let has_check = (0..call.args.len()).any(|at| {
                lower.options_of(call, at).unwrap_or_default().iter().any(|(_, name, _)| name == "verifyClient")
            });
            if !has_check {
                lower.hit_unless(rules::WEBSOCKET, call.span, evidence::ORIGIN, 0);
            }
        }
        _ => {}
    }
    if call.is_of(&["socket.io"]) {
        let options = (0..call.args.len()).find_map(|at| lower.options_of(call, at)).unwrap_or_default();
        if let Some((span, _, written)) = options.iter().find(|(_, name, _)| name == "cors")
            && (written.contains("\"*\"") || written.contains("'*'") || written.contains("origin: true"))
        {
            lower.hit(rules::WEBSOCKET, *span);
        }
    }
}

/// A request's header that is read.
pub(crate) fn read(member: &MemberExpression<'_>, name: &str, value: Value) -> Value {
    let is_headers = match member.object().get_inner_expression() {
        Expression::StaticMemberExpression(inner) => inner.property.name == "headers",
        Expression::Identifier(id) => id.name == "headers",
        _ => false,
    };
    if !is_headers {
        return value;
    }
    match header_name(name) {
        Some(header) => Value { what: What::Header(header), ..value },
        None => value,
    }
}

pub(crate) fn header_name(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "origin" => "origin",
        "host" => "host",
        "sec-fetch-site" | "sec-fetch-mode" | "sec-fetch-dest" => "sec-fetch",
        _ => return None,
    })
}

pub(crate) fn assigned(lower: &mut Lower<'_>, name: &str, value: &Value, span: Span) {
    header_set(lower, &Value::literal(name), value, span);
}

/// `"Access-Control-Allow-Origin": request.headers.get("origin")`, in an object of headers.
pub(crate) fn property_written(lower: &mut Lower<'_>, name: &str, value: &Value, property: &ObjectProperty<'_>) {
    header_set(lower, &Value::literal(name), value, property.span);
    config::property(lower, name, &property.value);
    if name == "description"
        && let Some(text) = &value.text
        && (lower.out.evidence & evidence::MCP_SERVER != 0 || lower.text.contains("registerTool("))
    {
        describe(lower, text, property.span);
    }
}

pub(crate) fn object_written(lower: &mut Lower<'_>, object: &ObjectExpression<'_>) {
    config::in_object(lower, object);
    let written = lower.written(object);
    let of = |name: &str| written.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name));
    if let (Some((span, _, origin)), Some((_, _, credentials))) =
        (of("Access-Control-Allow-Origin"), of("Access-Control-Allow-Credentials"))
        && origin.trim_matches(['"', '\'']) == "*"
        && credentials.contains("true")
    {
        lower.hit(rules::CORS_WILDCARD_CREDENTIALS, *span);
    }
    if let (Some((span, _, trust)), None) = (of("trust"), of("reject"))
        && *trust == "true"
        && lower.text.contains("katex")
        && !lower.text.contains("katex.render")
    {
        lower.hit(rules::RENDERER, *span);
    }
}

/// A comparison: a request without the headers is one of a client that is no browser.
pub(crate) fn compared(lower: &mut Lower<'_>, binary: &BinaryExpression<'_>) {
    if !matches!(binary.operator, BinaryOperator::StrictInequality | BinaryOperator::Inequality) || !lower.is_testing()
    {
        return;
    }
    let text = lower.slice(binary.span);
    if text.len() > 400 {
        return;
    }
    let text = text.to_ascii_lowercase();
    let names_header = text.contains("sec-fetch-site") || {
        let left = lower.quiet(&binary.left);
        left.is_some_and(|value| value.what == What::Header("sec-fetch"))
    };
    let is_literal = matches!(binary.right.get_inner_expression(), Expression::StringLiteral(text) if matches!(text.value.as_str(), "same-origin" | "same-site" | "none"));
    if !names_header || !is_literal {
        return;
    }
    let (start, end) = lower.span(binary.span);
    let around = lower.text.get(start.saturating_sub(120) as usize..end as usize).unwrap_or_default();
    let line_start = around.rfind("if (").or_else(|| around.rfind("if(")).unwrap_or(0);
    let condition = around.get(line_start..).unwrap_or_default();
    let variable = lower.slice(binary.left.span()).to_owned();
    let text = lower.text;
    let lets_absent = condition.contains("&&")
        || text.contains(&format!("!{variable}"))
        || text.contains(&format!("{variable} === undefined"))
        || text.contains(&format!("{variable} == null"))
        || text.contains(&format!("{variable} === null"));
    if !lets_absent {
        lower.hit(rules::REFUSES_CLIENTS, binary.span);
    }
}

/// A route of Next: `export function GET`.
pub(crate) fn exported(lower: &mut Lower<'_>, name: &str, span: Span) {
    if name != "GET" {
        return;
    }
    let (start, _) = lower.span(span);
    let body = lower.text.get(start as usize..).unwrap_or_default();
    let body = body.split("\nexport ").next().unwrap_or_default();
    if CHANGES.iter().any(|change| body.contains(change)) {
        lower.hit(rules::GET_CHANGES, span);
    }
}

/// What the file as a whole lacks.
pub(crate) fn whole(lower: &mut Lower<'_>) {
    // What a transport's own code can check, it leaves to whoever makes one. A bundle has it under other names.
    let defines = [
        "class StreamableHTTPServerTransport",
        "class SSEServerTransport",
        "class WebStandardStreamableHTTPServerTransport",
        "validateRequestHeaders(",
    ];
    if defines.iter().any(|class| lower.text.contains(class))
        && !lower.text.contains("new StreamableHTTPServerTransport")
    {
        lower.out.evidence &= !HOST_OR_ORIGIN;
    }
    let has = lower.out.evidence;
    let is_endpoint = has & evidence::MCP_SERVER != 0 && has & evidence::COOKIES != 0;
    if !is_endpoint {
        return;
    }
    let routes = [
        ".post(\"/mcp",
        ".post('/mcp",
        ".all(\"/mcp",
        ".all('/mcp",
        ".use(\"/mcp",
        ".use('/mcp",
        "export async function POST",
        ".post(\"/tools",
        ".post('/tools",
        ".post(\"/api",
        ".post('/api",
    ];
    if let Some((start, end)) = first_of(lower.text, &routes) {
        lower.out.hit_unless(rules::NO_ISOLATION, (start as u32, end as u32), evidence::ISOLATION, 0);
    }
}

/// The first place that one of these has, to the end of its line.
pub(crate) fn first_of(text: &str, texts: &[&str]) -> Option<(usize, usize)> {
    let at = texts.iter().filter_map(|one| text.find(one)).min()?;
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at + line);
    Some((at, end))
}
