//! Headers that configuration and servers' code write.

use std::fs;
use std::path::Path;

use crate::cli::cordon;

/// A file by its name, what it holds, and the findings: their code, their line, and the words that they are about.
type Row = (&'static str, &'static str, &'static [(&'static str, u64, &'static str)]);

const WIDE: &str = "connect-src *";

const ROWS: &[Row] = &[
    (
        "next.config.mjs",
        "const policy = `\n  default-src 'self';\n  connect-src *;\n  script-src 'self' 'nonce-${nonce}'; base-uri 'none'`;\nexport default { headers: async () => [{ source: '/(.*)', headers: [{ key: 'Content-Security-Policy', value: policy.replace(/\\n/g, '') }] }] };",
        &[("csp-connect-src-wildcard", 3, WIDE)],
    ),
    (
        "next.config.ts",
        "export default { headers: async () => [{ source: '/', headers: [{ key: 'Content-Security-Policy', value: ['default-src \\'self\\'', 'connect-src *'].join('; ') }] }] };",
        &[("csp-connect-src-wildcard", 1, WIDE)],
    ),
    (
        "vercel.json",
        "{ \"headers\": [{ \"source\": \"/(.*)\", \"headers\": [\n  { \"key\": \"Content-Security-Policy\", \"value\": \"default-src 'self'; connect-src *\" },\n  { \"key\": \"Access-Control-Allow-Origin\", \"value\": \"*\" },\n  { \"key\": \"Access-Control-Allow-Credentials\", \"value\": \"true\" }] }] }",
        &[("csp-connect-src-wildcard", 2, WIDE), ("scan-cors-wildcard-with-credentials", 3, "*")],
    ),
    (
        "staticwebapp.config.json",
        "{ \"globalHeaders\": { \"content-security-policy\": \"default-src 'self'; connect-src *\" } }",
        &[("csp-connect-src-wildcard", 1, WIDE)],
    ),
    (
        "netlify.toml",
        "[[headers]]\nfor = \"/*\"\n[headers.values]\nContent-Security-Policy = '''\ndefault-src 'self';\nconnect-src *'''\n",
        &[("csp-connect-src-wildcard", 6, WIDE)],
    ),
    (
        "_headers",
        "/a\n  Access-Control-Allow-Origin: null\n/b\n  Access-Control-Allow-Origin: https://a.example, https://b.example\n/c\n  Access-Control-Allow-Origin: https://a.example\n",
        &[("cors-null-origin-allowed", 2, "null"), ("cors-acao-invalid", 4, "https://a.example, https://b.example")],
    ),
    (
        "netlify.toml",
        "[[headers]]\nfor = \"/*\"\n[headers.values]\nAccess-Control-Allow-Origin = \"https://*.a.example\"\n",
        &[("cors-acao-invalid", 4, "https://*.a.example")],
    ),
    (
        "next.config.js",
        "module.exports = { headers: () => [{ source: \"/\", headers: [\n  { key: \"Access-Control-Allow-Origin\", value: \"null\" }] }] };",
        &[("cors-null-origin-allowed", 2, "null")],
    ),
    (
        "vercel.json",
        "{ \"headers\": [{ \"source\": \"/\", \"headers\": [\n  { \"key\": \"Access-Control-Allow-Origin\", \"value\": \"https://a.example\" }] }] }",
        &[],
    ),
    (
        "a.nginx",
        "server { add_header Access-Control-Allow-Origin null;\n  location / { add_header Access-Control-Allow-Origin https://$host; } }\n",
        &[("cors-null-origin-allowed", 1, "null")],
    ),
    (
        "Caddyfile",
        "a.example {\n\theader Access-Control-Allow-Origin null\n}\n",
        &[("cors-null-origin-allowed", 2, "null")],
    ),
    (
        "_headers",
        "# all\n/*\n  Content-Security-Policy: default-src 'self'; connect-src *\n  X-Frame-Options: DENY\n",
        &[("csp-connect-src-wildcard", 3, WIDE)],
    ),
    (
        "nginx/site.conf",
        "server {\n    # all\n    add_header Content-Security-Policy \"default-src 'self'; connect-src *\" always;\n}\n",
        &[("csp-connect-src-wildcard", 3, WIDE)],
    ),
    (
        "Caddyfile",
        "a.example {\n\theader {\n\t\tContent-Security-Policy \"default-src 'self'; connect-src *\"\n\t}\n}\n",
        &[("csp-connect-src-wildcard", 3, WIDE)],
    ),
    (
        "server.js",
        "import helmet from 'helmet';\napp.use(helmet({ contentSecurityPolicy: { directives: {\n    connectSrc: ['*'],\n} } }));\n",
        &[("csp-connect-src-wildcard", 3, "connectSrc: ['*']")],
    ),
    (
        "route.ts",
        "export const GET = () => new Response(html, { headers: { 'Content-Security-Policy': \"default-src 'self'; connect-src *\" } });",
        &[("csp-connect-src-wildcard", 1, WIDE)],
    ),
    ("framing/_headers", "/*\n  Content-Security-Policy: frame-ancestors 'none'\n", &[]),
    (
        "reasoned/_headers",
        "/*\n  # cordon-ignore-next-line csp-connect-src-wildcard: the page shows nobody's data\n  Content-Security-Policy: default-src 'self'; connect-src *\n",
        &[],
    ),
    (
        "fixed/vercel.json",
        "{ \"headers\": [{ \"source\": \"/\", \"headers\": [{ \"key\": \"Content-Security-Policy\", \"value\": \"default-src 'self'; form-action 'self'\" }] }] }",
        &[],
    ),
];

#[test]
fn what_configuration_writes_is_judged_where_it_stands() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan-headers");
    let mut wrong = Vec::new();
    for (at, (name, text, expected)) in ROWS.iter().enumerate() {
        let path = root.join(at.to_string()).join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, text).expect("the file can be written");
        let run = cordon(&["scan", "--format", "sarif", "--fail-on", "none", path.to_str().expect("a path")]);
        let log = run.json();
        let mut found = Vec::new();
        // What is low is about what a policy could have besides.
        for result in log["runs"][0]["results"].as_array().expect("results") {
            let region = &result["locations"][0]["physicalLocation"]["region"];
            let number = |name: &str| usize::try_from(region[name].as_u64().expect("a number")).expect("a column");
            let (from, to) = (number("startColumn") - 1, number("endColumn") - 1);
            let line = text.lines().nth(number("startLine") - 1).expect("the line");
            let about: String = line.chars().skip(from).take(to - from).collect();
            found.push((result["ruleId"].as_str().expect("a code").to_owned(), number("startLine") as u64, about));
        }
        let expected: Vec<_> =
            expected.iter().map(|(code, line, about)| ((*code).to_owned(), *line, (*about).to_owned())).collect();
        if found != expected || !run.stderr.is_empty() {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?} {}", run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_configuration_is_said_to_be_unread() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan-headers-broken");
    fs::create_dir_all(&root).expect("the folder can be made");
    for (name, text) in [("vercel.json", "{ \"headers\": ["), ("netlify.toml", "headers = [")] {
        fs::write(root.join(name), text).expect("the file can be written");
        let run = cordon(&["scan", root.join(name).to_str().expect("a path")]);
        assert!(run.stderr.contains(name) && run.stderr.contains("does not parse"), "{}", run.stderr);
    }
}
