//! What a file's words say that it checks.

use crate::lower::evidence;

/// What a file's words say that it has.
pub(crate) fn evidence_of(text: &str) -> u16 {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut found = 0;
    let mut say = |bit: u16, says: bool| found |= if says { bit } else { 0 };
    // A list alone may be one of CORS, which stops no request, or of something else.
    let asks = |headers: &[&str]| has(headers) && has(&["allowedOrigins", "allowedHosts"]);
    say(
        evidence::ORIGIN,
        has(&["createIsolation", "IsolationLayer"])
            || has(&["verifyClient"]) && !lets_all_in(text)
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
            "koa-session",
            "koa-generic-session",
            "ctx.cookies",
            "iron-session",
            "@fastify/session",
            "@fastify/secure-session",
            "hono-sessions",
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
    say(evidence::SANITIZED_TREE, text.contains("mcp-cordon") || uses_sanitizer(text));
    say(evidence::BUN, has(&["Bun.serve("]));
    say(evidence::DENO, has(&["Deno.serve("]));
    say(evidence::TOOLS, has(&["registerTool("]));
    say(evidence::EXPOSES, has(&["xpose-Headers", "xpose-headers", "exposedHeaders", "exposeHeaders"]));
    say(evidence::JQUERY, has(&["jquery", "jQuery"]));
    say(evidence::CREDENTIALS, has(&["Access-Control-Allow-Credentials", "access-control-allow-credentials"]));
    found
}

/// `verifyClient: () => true`
fn lets_all_in(text: &str) -> bool {
    let behind = text.split_once("verifyClient").map(|(_, rest)| rest).unwrap_or_default();
    let start: String = behind.chars().filter(|c| !c.is_whitespace()).take(24).collect();
    start.split_once("=>").is_some_and(|(_, given)| given.starts_with("true"))
}

/// Whether `rehype-sanitize` is put to work: an import alone is nothing.
fn uses_sanitizer(text: &str) -> bool {
    let is_import = |line: &str| {
        let line = line.trim_start();
        line.starts_with("import") || line.starts_with("} from") || line.contains("require(")
    };
    text.contains("ehype")
        && text
            .lines()
            .any(|line| (line.contains("rehypeSanitize") || line.contains("rehype-sanitize")) && !is_import(line))
}
