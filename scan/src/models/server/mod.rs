//! Servers: what stands in front of an endpoint, and what does not.

mod cors;
mod evidence;
mod isolation;
mod routes;
mod told;

use oxc_ast::ast::{Expression, MemberExpression, ObjectExpression, ObjectProperty};
use oxc_span::GetSpan;

use super::{Assigned, Invoked};
use crate::config;
use crate::lower::{Lower, Value, What, evidence as bits};
use crate::rules;

pub(crate) use evidence::evidence_of;
pub(crate) use isolation::{asks_site_near, branched, compared};
pub(crate) use routes::{decorated, exported, handler};
pub(crate) use told::hides_text;

const HOST_OR_ORIGIN: u16 = bits::ORIGIN | bits::HOST;

pub(super) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    match call.method {
        "listen" | "serve" | "start" => binding(lower, call),
        _ if call.receiver.is_none() && call.method != "cors" => checks(lower, call),
        _ => {}
    }
    match call.method {
        "cors" if call.receiver.is_none() => cors::cors(lower, call),
        "enableCors" => cors::cors(lower, call),
        "register"
            if call
                .expression(0)
                .is_some_and(|plugin| matches!(lower.name_of(plugin).as_str(), "cors" | "fastifyCors")) =>
        {
            cors::options(lower, call, 1);
        }
        "setHeader" | "header" | "set" | "append" | "headers" | "writeHead" => {
            cors::header_set(lower, &call.arg(0), &call.arg(1), call.span);
        }
        "get" | "all" if call.receiver.is_some() && !call.args.is_empty() => routes::route(lower, call),
        "on" if call.args.len() > 2 => routes::on(lower, call),
        "route" if call.receiver.is_some() => routes::route_object(lower, call),
        "tool" | "registerTool" | "registerPrompt" | "registerResource" | "prompt" => told::described(lower, call),
        "describe" if lower.out.evidence & bits::MCP_SERVER != 0 => told::described(lower, call),
        _ => {}
    }
    sockets(lower, call);
    isolation::prefix(lower, call);
    isolation::listed(lower, call);
}

/// What makes a WebSocket of a request.
fn sockets(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let is_socket = match call.method {
        "upgradeWebSocket" => match call.receiver {
            None => call
                .target
                .import()
                .is_some_and(|(module, _)| module.starts_with("hono") || module.starts_with("@hono/")),
            Some(_) => call.name == "Deno.upgradeWebSocket" && lower.out.evidence & bits::DENO != 0,
        },
        "upgrade" => lower.out.evidence & bits::BUN != 0,
        // express-ws and Elysia.
        "ws" => call.args.len() > 1 && call.arg(0).text.is_some_and(|path| path.starts_with('/')),
        _ => false,
    };
    if is_socket {
        lower.hit_unless(rules::WEBSOCKET, call.span, bits::ORIGIN, 0);
    }
}

/// `hostGuard({ allowedHosts: […] })`: somebody else's check, by what it is told.
fn checks(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    for at in 0..call.args.len() {
        for (_, name, _) in lower.options_of(call, at).unwrap_or_default() {
            lower.out.evidence |= match name.as_str() {
                "allowedHosts" => bits::HOST,
                "allowedOrigins" => bits::ORIGIN,
                _ => 0,
            };
        }
    }
}

/// Whether a host as it is written is every address: `"0.0.0.0"`, `process.env.HOST || "0.0.0.0"`, a variable with that.
fn is_everywhere<'s>(lower: &Lower<'s>, written: &'s str) -> bool {
    let last = |written: &'s str| {
        let last = written.rsplit(" : ").next().unwrap_or(written);
        last.rsplit(['|', '?']).next().unwrap_or(last).trim()
    };
    let known = last(lower.settled(last(lower.settled(written))));
    matches!(known.trim_matches(['"', '\'', '`']), "0.0.0.0" | "::" | "[::]")
}

/// Where a server listens.
fn binding(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let mut says_host = false;
    lower.want(call.span);
    for at in 0..call.args.len() {
        if is_everywhere(lower, lower.slice(call.argument_span(at))) {
            lower.hit_unless(rules::BINDS_EVERYWHERE, call.argument_span(at), 0, bits::MCP_SERVER);
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
        for (span, name, written) in lower.options_read(call, at).unwrap_or_default() {
            if matches!(name.as_str(), "host" | "hostname") {
                says_host = true;
                if is_everywhere(lower, written) {
                    lower.hit_unless(rules::BINDS_EVERYWHERE, span, 0, bits::MCP_SERVER);
                }
            }
            if matches!(name.as_str(), "httpStream") && written.contains("0.0.0.0") {
                lower.hit_unless(rules::BINDS_EVERYWHERE, span, 0, bits::MCP_SERVER);
            }
        }
    }
    // A port that the system chooses is asked for to have one that is free.
    let is_any_port = call.expression(0).is_some_and(|port| lower.slice(port.span()) == "0");
    if call.method == "listen" && !says_host && !is_any_port && call.receiver.is_some() && !call.args.is_empty() {
        lower.hit_unless(rules::BINDS_EVERYWHERE, call.span, HOST_OR_ORIGIN, bits::MCP_SERVER);
    }
}

pub(crate) fn constructed(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    match call.name.rsplit('.').next().unwrap_or_default() {
        "StreamableHTTPTransport" if call.is_of(&["@hono/mcp"]) => {
            lower.hit_unless(rules::TRANSPORT, call.span, HOST_OR_ORIGIN | bits::ISOLATION, 0);
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
            let has_list = ["allowedHosts", "allowedOrigins", "..."].iter().any(|name| of(name).is_some());
            match of("enableDnsRebindingProtection") {
                Some((span, _, written)) if *written == "false" => {
                    lower.hit_unless(rules::TRANSPORT, *span, bits::ISOLATION, 0);
                }
                // Switched on, it compares with lists that are empty where none is given.
                Some((span, _, "true")) if !has_list => lower.hit_unless(rules::TRANSPORT, *span, bits::ISOLATION, 0),
                Some(_) => {}
                None => lower.hit_unless(rules::TRANSPORT, call.span, HOST_OR_ORIGIN | bits::ISOLATION, 0),
            }
        }
        "WebSocketServer" | "Server" if call.is_of(&["ws"]) || call.name.contains("WebSocket") => {
            let has_check = (0..call.args.len()).any(|at| {
                let options = lower.options_of(call, at).unwrap_or_default();
                options
                    .iter()
                    .any(|(_, name, written)| name == "verifyClient" && !written.replace(' ', "").ends_with("=>true"))
            });
            if !has_check {
                lower.hit_unless(rules::WEBSOCKET, call.span, bits::ORIGIN, 0);
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
        // `const { origin } = request.headers`
        let is_of_headers = name == "headers" && value.what == What::Unknown;
        return if is_of_headers { Value { what: What::Headers, ..value } } else { value };
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

pub(super) fn assigned(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    cors::header_set(lower, &Value::literal(to.name), to.value, to.span);
}

/// `"Access-Control-Allow-Origin": request.headers.get("origin")`, in an object of headers.
pub(crate) fn property_written(lower: &mut Lower<'_>, name: &str, value: &Value, property: &ObjectProperty<'_>) {
    cors::header_set(lower, &Value::literal(name), value, property.span);
    config::property(lower, name, &property.value);
    told::property(lower, name, value, property.span);
    routes::of_bun(lower, name, property.value.span(), property.span);
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
    let is_endpoint = has & bits::MCP_SERVER != 0 && has & bits::COOKIES != 0;
    if !is_endpoint || lower.out.hits.iter().any(|hit| hit.code == rules::NO_ISOLATION) {
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
        lower.out.hit_unless(rules::NO_ISOLATION, (start as u32, end as u32), bits::ISOLATION, 0);
    }
}

/// The first place that one of these has, to the end of its line.
pub(crate) fn first_of(text: &str, texts: &[&str]) -> Option<(usize, usize)> {
    let at = texts.iter().filter_map(|one| text.find(one)).min()?;
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at + line);
    Some((at, end))
}
