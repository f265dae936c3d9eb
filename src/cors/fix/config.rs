//! The headers as the configuration of servers. Origins and a path are all that is a stranger's in it: an origin is one that
//! browsers write, and a path is written in quotes where a language has them.

use std::collections::BTreeMap;

use super::{MAX_AGE, Needed};

pub(super) fn all(needed: &Needed<'_>) -> BTreeMap<&'static str, String> {
    [
        ("express", express(needed)),
        ("fastapi", fastapi(needed)),
        ("axum", axum(needed)),
        ("caddy", caddy(needed)),
        ("nginx", nginx(needed)),
    ]
    .into()
}

/// `"a", "b"`
fn quoted<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("{:?}", item.as_ref())).collect();
    items.join(", ")
}

fn express(needed: &Needed<'_>) -> String {
    let credentials = if needed.credentials { "\n    \"Access-Control-Allow-Credentials\": \"true\"," } else { "" };
    format!(
        r#"const CLIENTS = new Set([{origins}]);

// Ahead of what asks for a token: a refusal has to be readable too.
app.use({path:?}, (request, response, next) => {{
  response.vary("Origin");
  const origin = request.get("Origin");
  if (origin === undefined) return next();
  if (!CLIENTS.has(origin)) return response.sendStatus(403);
  response.set({{
    "Access-Control-Allow-Origin": origin,{credentials}
    "Access-Control-Expose-Headers": {expose:?},
  }});
  if (request.method !== "OPTIONS") return next();
  response.set({{
    "Access-Control-Allow-Methods": {methods:?},
    "Access-Control-Allow-Headers": {headers:?},
    "Access-Control-Max-Age": "{MAX_AGE}",
  }});
  response.sendStatus(204);
}});
"#,
        origins = quoted(needed.origins),
        path = needed.path,
        expose = needed.expose.join(", "),
        methods = needed.methods.join(", "),
        headers = needed.headers.join(", "),
    )
}

fn fastapi(needed: &Needed<'_>) -> String {
    format!(
        "from starlette.middleware.cors import CORSMiddleware

# Added last, so that it is outside of what asks for a token. It answers 400 to preflights of other origins and lets their
# simple requests through: the server checks Origin itself.
app.add_middleware(
    CORSMiddleware,
    allow_origins=[{origins}],
    allow_methods=[{methods}],
    allow_headers=[{headers}],
    expose_headers=[{expose}],
    allow_credentials={credentials},
    max_age={MAX_AGE},
)
",
        origins = quoted(needed.origins),
        methods = quoted(needed.methods),
        headers = quoted(&needed.headers),
        expose = quoted(needed.expose),
        credentials = if needed.credentials { "True" } else { "False" },
    )
}

fn axum(needed: &Needed<'_>) -> String {
    let methods: Vec<String> = needed.methods.iter().map(|method| format!("Method::{method}")).collect();
    let lower = |names: &[&str]| names.iter().map(|name| name.to_ascii_lowercase()).collect::<Vec<_>>();
    let credentials = if needed.credentials { "\n    .allow_credentials(true)" } else { "" };
    format!(
        "use std::time::Duration;

use axum::http::{{HeaderName, HeaderValue, Method}};
use tower_http::cors::CorsLayer;

// The outermost layer: a refusal for want of a token has to be readable too.
let cors = CorsLayer::new()
    .allow_origin([{origins}].map(HeaderValue::from_static))
    .allow_methods([{methods}])
    .allow_headers([{headers}].map(HeaderName::from_static))
    .expose_headers([{expose}].map(HeaderName::from_static)){credentials}
    .max_age(Duration::from_secs({MAX_AGE}));
let app = app.layer(cors);
",
        origins = quoted(needed.origins),
        methods = methods.join(", "),
        headers = quoted(&lower(&needed.headers)),
        expose = quoted(&lower(needed.expose)),
    )
}

/// Caddy joins several headers of one matcher by "or" where their names are the same.
fn caddy(needed: &Needed<'_>) -> String {
    let clients = |indent: &str| {
        let lines = needed.origins.iter().map(|origin| format!("{indent}header Origin {origin}\n"));
        lines.collect::<String>()
    };
    let credentials = if needed.credentials { "\n\t\tAccess-Control-Allow-Credentials true" } else { "" };
    format!(
        r#"# Other origins reach the server as they did: it has to refuse them itself.
@client {{
	path {path} {below}/*
{clients}}}
@preflight {{
	path {path} {below}/*
	method OPTIONS
{clients}}}
header {path}* +Vary Origin
header @client {{
	Access-Control-Allow-Origin {{http.request.header.Origin}}{credentials}
	Access-Control-Expose-Headers "{expose}"
	defer
}}
handle @preflight {{
	header {{
		Access-Control-Allow-Methods "{methods}"
		Access-Control-Allow-Headers "{headers}"
		Access-Control-Max-Age {MAX_AGE}
	}}
	respond 204
}}
handle {{
	reverse_proxy 127.0.0.1:8080
}}
"#,
        path = needed.path,
        below = needed.path.trim_end_matches('/'),
        clients = clients("\t"),
        expose = needed.expose.join(", "),
        methods = needed.methods.join(", "),
        headers = needed.headers.join(", "),
        credentials = credentials.replace("\n\t\t", "\n\t"),
    )
}

/// A header with an empty value is not sent, so that other origins get none. What stands in `if` takes the place of what is
/// around it.
fn nginx(needed: &Needed<'_>) -> String {
    let clients: String = needed.origins.iter().map(|origin| format!("    \"{origin}\" $http_origin;\n")).collect();
    let credentials = if needed.credentials {
        "    map $mcp_client $mcp_credentials {\n        \"\" \"\";\n        default true;\n    }\n"
    } else {
        ""
    };
    let credentials = credentials.replace("\n    ", "\n").trim_start().to_owned();
    let allow = |indent: &str| {
        let with = if needed.credentials {
            format!("{indent}add_header Access-Control-Allow-Credentials $mcp_credentials always;\n")
        } else {
            String::new()
        };
        format!(
            "{indent}add_header Access-Control-Allow-Origin $mcp_client always;\n{with}{indent}add_header Vary Origin always;\n"
        )
    };
    format!(
        r#"# In http:
map $http_origin $mcp_client {{
    default "";
{clients}}}
{credentials}
# In server. Other origins reach what is behind it as they did: that has to refuse them itself.
location {path} {{
{around}    add_header Access-Control-Expose-Headers "{expose}" always;
    if ($request_method = OPTIONS) {{
{inside}        add_header Access-Control-Allow-Methods "{methods}" always;
        add_header Access-Control-Allow-Headers "{headers}" always;
        add_header Access-Control-Max-Age {MAX_AGE} always;
        return 204;
    }}
    proxy_pass http://127.0.0.1:8080;
    proxy_buffering off;
}}
"#,
        path = needed.path,
        around = allow("    "),
        inside = allow("        "),
        expose = needed.expose.join(", "),
        methods = needed.methods.join(", "),
        headers = needed.headers.join(", "),
    )
}
