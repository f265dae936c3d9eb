//! What an MCP server in Python listens on, and what it asks of a request.

use super::calls::{Call, Function, Module};
use super::values::Range;
use super::{hit, hit_unless, is_about, routes};
use crate::lower::{Lowered, evidence};
use crate::models::{asks_site_near, first_of};
use crate::rules;

pub(super) const CALLS: &[&str] = &[
    "FastMCP",
    "run",
    "run_async",
    "run_http_async",
    "Config",
    "run_app",
    "http_app",
    "create_app",
    "StreamableHTTPSessionManager",
    "SseServerTransport",
    "TransportSecuritySettings",
    "TrustedHostMiddleware",
    "serve",
    "startswith",
    "WebSocketRoute",
    "add_websocket_route",
    "WebSocketResponse",
];

/// Lines and calls of a file that the rest of it is read for.
const MAX_LINES: usize = 64;

const HOST_OR_ORIGIN: u16 = evidence::HOST | evidence::ORIGIN | evidence::ISOLATION;

/// What a file's words say that it has.
pub(super) fn evidence_of(text: &str) -> u16 {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut found = 0;
    let mut say = |bit: u16, says: bool| found |= if says { bit } else { 0 };
    // A list alone may be one of CORS, which stops no request.
    let asks = |header: &str| {
        let header = format!("{header}\"");
        text.contains("TransportSecuritySettings") || text.replace('\'', "\"").to_ascii_lowercase().contains(&header)
    };
    say(evidence::HOST, has(&["TrustedHostMiddleware", "TransportSecurityMiddleware"]));
    say(evidence::HOST, has(&["allowed_hosts", "ALLOWED_HOSTS"]) && asks("\"host"));
    say(evidence::ORIGIN, has(&["TransportSecurityMiddleware"]));
    say(evidence::ORIGIN, has(&["allowed_origins", "ALLOWED_ORIGINS"]) && asks("\"origin"));
    say(evidence::ISOLATION, has(&["sec-fetch-site", "Sec-Fetch-Site", "FetchMetadata"]));
    say(evidence::CSRF, has(&["csrf", "CSRF", "Csrf"]));
    say(
        evidence::COOKIES,
        has(&[
            "SessionMiddleware",
            "request.cookies",
            ".set_cookie(",
            "fastapi.security import APIKeyCookie",
            "Cookie(",
        ]),
    );
    say(
        evidence::MCP_SERVER,
        has(&[
            "FastMCP",
            "fastmcp",
            "from mcp.server",
            "import mcp.server",
            "StreamableHTTPSessionManager",
            "SseServerTransport",
            "fastapi_mcp",
            "\"/mcp\"",
            "'/mcp'",
            "Mcp-Session-Id",
            "mcp-session-id",
        ]),
    );
    found
}

pub(super) fn called(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    binding(module, call, out);
    match call.method() {
        "StreamableHTTPSessionManager" | "SseServerTransport" if call.named("security_settings").is_none() => {
            hit_unless(out, rules::TRANSPORT, call.span, HOST_OR_ORIGIN, 0);
        }
        // It then checks nothing: what the name says of the file is taken back.
        "TrustedHostMiddleware" | "add_middleware" | "Middleware"
            if is_about(call, "TrustedHostMiddleware")
                && call
                    .named("allowed_hosts")
                    .is_some_and(|arg| module.may_hold_text(arg.tokens, |host| host == "*")) =>
        {
            out.evidence &= !evidence::HOST;
        }
        "TransportSecuritySettings" => {
            if let Some(arg) =
                call.named("enable_dns_rebinding_protection").filter(|arg| module.may_be(arg.tokens, "False"))
            {
                hit_unless(out, rules::TRANSPORT, arg.span, evidence::ISOLATION, 0);
            }
        }
        // The SDK's own class checks hosts where it listens on the loopback; the package of that name checks none.
        "run" | "run_async" | "http_app" | "run_http_async" if is_package(module) => {
            let is_http = call.method() != "run" && call.method() != "run_async"
                || call.named("transport").or(call.at(0)).is_some_and(|arg| {
                    module.may_be_text(arg.tokens, |kind| matches!(kind, "http" | "streamable-http" | "sse"))
                });
            if is_http && !call.name.starts_with("uvicorn") {
                hit_unless(out, rules::TRANSPORT, call.span, HOST_OR_ORIGIN, 0);
            }
        }
        "WebSocketResponse" if !module.lower.contains("\"origin\"") && !module.lower.contains("'origin'") => {
            hit_unless(out, rules::WEBSOCKET, call.span, evidence::ORIGIN, 0);
        }
        "serve" if is_websockets(module, call) && call.named("origins").is_none() => {
            hit_unless(out, rules::WEBSOCKET, call.span, evidence::ORIGIN, 0);
        }
        "startswith" => prefix(module, call, out),
        _ => {}
    }
}

fn is_websockets(module: &Module<'_>, call: &Call<'_>) -> bool {
    let imports = |line: &str| line.starts_with("from websockets") && line.contains("serve");
    call.name.starts_with("websockets.") || call.name == "serve" && module.own.lines().any(imports)
}

fn is_package(module: &Module<'_>) -> bool {
    module.own.contains("from fastmcp import") || module.own.contains("import fastmcp")
}

/// `host="0.0.0.0"`
fn binding(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    let is_server = matches!(
        call.method(),
        "FastMCP" | "run" | "run_async" | "run_http_async" | "Config" | "run_app" | "serve" | "create_app"
    );
    let hosts = call.named("host").into_iter().chain(call.at(1).filter(|_| call.method() == "serve"));
    for arg in hosts.filter(|_| is_server) {
        if is_everywhere(module, arg.tokens) {
            hit_unless(out, rules::BINDS_EVERYWHERE, arg.span, 0, evidence::MCP_SERVER);
        }
    }
}

fn is_everywhere(module: &Module<'_>, value: Range) -> bool {
    module.may_be_text(value, |host| matches!(host, "0.0.0.0" | "::" | "[::]"))
}

/// `if request.url.path.startswith("/public"): return await call_next(request)`
fn prefix(module: &Module<'_>, call: &Call<'_>, out: &mut Lowered) {
    let owner = call.name.trim_end_matches(".startswith");
    let is_path = owner.ends_with(".path") || owner == "path";
    let is_rooted = call.at(0).is_some_and(|arg| module.may_hold_text(arg.tokens, |path| path.starts_with('/')));
    let before = module.slice(0, call.span.0).rsplit('\n').next().unwrap_or_default();
    let is_asked = before.contains("if ") && !before.contains("not ");
    if is_path && is_rooted && is_asked && asks_site_near(module.own, call.span.1) {
        hit(out, rules::EXEMPT_PREFIX, call.span);
    }
}

/// `mcp.settings.host = …`, `os.environ["FASTMCP_HOST"] = …`
fn set(module: &Module<'_>, (first, last): Range, span: (usize, usize), out: &mut Lowered) {
    let Some(equals) = module.outside(first, last).find(|at| module.sign(*at) == b'=') else { return };
    let (target, _) = module.written(first, equals);
    let value = (equals + 1, last);
    if (target.ends_with("settings.host") || target.ends_with("FASTMCP_HOST\"]")) && is_everywhere(module, value) {
        hit_unless(out, rules::BINDS_EVERYWHERE, span, 0, evidence::MCP_SERVER);
    }
    // Hypercorn's.
    let is_open = |host: &str| host.starts_with("0.0.0.0:") || host.starts_with("[::]:");
    if target.ends_with(".bind") && module.may_hold_text(value, is_open) {
        hit_unless(out, rules::BINDS_EVERYWHERE, span, 0, evidence::MCP_SERVER);
    }
    if target.ends_with(".enable_dns_rebinding_protection") && module.may_be(value, "False") {
        hit_unless(out, rules::TRANSPORT, span, evidence::ISOLATION, 0);
    }
}

/// Assignments that open a server, and conditions that refuse a request without the headers.
pub(super) fn compared(module: &Module<'_>, out: &mut Lowered) {
    let mut asked = 0;
    let lines = module.own_lines();
    for (at, line) in lines.iter().enumerate() {
        let (written, span) = module.written(line.first, line.last);
        set(module, (line.first, line.last), span, out);
        let is_condition = matches!(module.word(line.first), "if" | "elif");
        let is_about = is_condition && (written.contains("same-") || written.contains(" not in "));
        let is_missing = is_condition && (module.word(line.first + 1) == "not" || written.contains(" is None"));
        asked += usize::from(is_about || is_missing);
        if asked > MAX_LINES {
            continue;
        }
        let next = lines.get(at + 1).map(|line| module.written(line.first, line.last).0).unwrap_or_default();
        if is_about && refuses(module, written) || is_missing && refuses_missing(module, written, next) {
            hit(out, rules::REFUSES_CLIENTS, span);
        }
    }
}

/// Whether a name is what the header says, as far as it is there.
fn is_site(module: &Module<'_>, name: &str) -> bool {
    let read = |text: &str| text.contains(".get(\"sec-fetch-site\")") || text.contains(".get('sec-fetch-site')");
    let is_it = |line: &str| {
        line.trim()
            .split_once('=')
            .is_some_and(|(left, right)| left.trim() == name && read(right) && !right.contains(" or "))
    };
    !name.is_empty() && module.lower.contains("sec-fetch-site") && module.lower.lines().any(is_it)
}

/// `if not site: return Response(status_code=403)`
fn refuses_missing(module: &Module<'_>, condition: &str, next: &str) -> bool {
    let lower = condition.to_ascii_lowercase();
    let subject = lower.trim_start_matches("elif").trim_start_matches("if").trim().trim_start_matches("not ").trim();
    let name: String = subject.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let is_whole = matches!(subject.get(name.len()..), Some(":" | "" | " is none:" | " is none"));
    let refused = ["403", "401", "400", "raise ", "orbidden", "FORBIDDEN"].iter().any(|word| next.contains(word));
    is_whole && refused && is_site(module, &name)
}

/// What a name that a condition asks `not in` holds, as its file writes it.
fn list_asked<'l>(module: &'l Module<'_>, condition: &'l str) -> &'l str {
    let Some((_, list)) = condition.split_once(" not in ") else { return condition };
    let name: String = list.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let of = |line: &'l str| line.split_once('=').filter(|(left, _)| left.trim() == name).map(|(_, right)| right);
    if name.is_empty() { list } else { module.lower.lines().find_map(of).unwrap_or(list) }
}

fn refuses(module: &Module<'_>, condition: &str) -> bool {
    let lower = condition.to_ascii_lowercase();
    let text = &module.lower;
    let differs = lower.contains("!=") || lower.contains(" not in ");
    let list = list_asked(module, &lower);
    let is_own = ["same-origin", "same-site"].iter().any(|site| list.contains(site));
    if !differs || !is_own || lower.contains(" and ") || list.contains("none}") || list.contains(", none") {
        return false;
    }
    // With a default, a request without the header is not refused for it.
    let read = |text: &str| text.contains(".get(\"sec-fetch-site\")") || text.contains(".get('sec-fetch-site')");
    if read(&lower) {
        return true;
    }
    let subject = lower.trim_start_matches("elif").trim_start_matches("if").trim();
    let name: String = subject.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let lets_absent = [format!("not {name}"), format!("{name} is none"), format!("{name} and ")];
    is_site(module, &name) && !lets_absent.iter().any(|words| text.contains(words.as_str()))
}

/// What the file as a whole lacks.
pub(super) fn whole(module: &Module<'_>, functions: &[Function<'_>], out: &mut Lowered) {
    sockets_by_name(module, functions, out);
    let has = out.evidence;
    if has & evidence::MCP_SERVER == 0 || has & evidence::COOKIES == 0 {
        return;
    }
    let routes = [
        "mount(\"/mcp",
        "mount('/mcp",
        "Mount(\"/mcp",
        "Mount('/mcp",
        "Route(\"/mcp",
        "Route('/mcp",
        "post(\"/mcp",
        "post('/mcp",
        "post(\"/tools",
        "post('/tools",
        "post(\"/api",
        "post('/api",
    ];
    if let Some(place) = first_of(module.own, &routes) {
        hit_unless(out, rules::NO_ISOLATION, place, evidence::ISOLATION | evidence::CSRF, 0);
    }
}

/// `WebSocketRoute("/ws", talk)`: the function stands elsewhere in the file.
fn sockets_by_name(module: &Module<'_>, functions: &[Function<'_>], out: &mut Lowered) {
    let wanted = |name: &str| matches!(name, "WebSocketRoute" | "add_websocket_route");
    let calls = (0..module.ends.0).filter_map(|open| module.call(open, wanted));
    for call in calls.take(MAX_LINES) {
        let Some(handler) = call.at(1).or(call.named("endpoint")) else { continue };
        if let Some(function) = functions.iter().find(|function| function.name == handler.written) {
            routes::socket(function, out);
        }
    }
}
