//! `cordon audit-server`, on servers of 127.0.0.1.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;

use mcp_cordon::cors::{CorsPolicy, CorsRequest, decide_cors};
use mcp_cordon::fetch_metadata::{Isolation, RequestFacts};
use serde_json::{Value, json};

use super::server::{Answer, Server, field};
use super::{Run, cordon, fails, temporary};

const APP: &str = "https://client.test";

fn audit(server: &Server, args: &[&str]) -> Run {
    cordon(&[&["audit-server", "--delay", "0", &server.url("/mcp")], args].concat())
}

/// What costs points, by its code.
fn scores(run: &Run) -> BTreeMap<String, i64> {
    let report = run.json();
    let parts = report["breakdown"].as_array().unwrap_or_else(|| panic!("no report: {run:#?}")).iter();
    let part = |part: &Value| Some((part["code"].as_str()?.to_owned(), part["score"].as_i64()?));
    parts.filter_map(part).filter(|(code, _)| code != "floor").collect()
}

fn found(run: &Run, prefix: &str) -> Vec<(String, i64)> {
    scores(run).into_iter().filter(|(code, _)| code.starts_with(prefix)).collect()
}

fn pairs(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(code, score)| ((*code).to_owned(), *score)).collect()
}

fn ok(headers: &str) -> Answer {
    ("200 OK", headers.to_owned(), "{}".to_owned())
}

fn refused() -> Answer {
    ("403 Forbidden", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin".to_owned(), "Refused".to_owned())
}

fn handler(head: &str) -> Answer {
    match field(head, "upgrade") {
        Some(_) => ("101 Switching Protocols", "Upgrade: websocket\nConnection: Upgrade".to_owned(), String::new()),
        None => ok(""),
    }
}

fn is_from(head: &str, site: &str) -> bool {
    field(head, "sec-fetch-site") == Some(site)
}

#[test]
fn a_server_without_a_policy() {
    let server = Server::deciding(|_, head| handler(head));
    let run = audit(&server, &["--auth", "cookie", "--header", "Cookie: id=1", "--websocket", "--format", "json"]);
    assert_eq!(run.code, 1, "{run:#?}");
    let expected = [
        ("request-policy-navigation-accepted", -20),
        ("request-policy-no-csrf-token", -12),
        ("request-policy-no-isolation", -24),
        ("request-policy-speculative-accepted", -4),
        ("request-policy-websocket-accepted", -18),
    ];
    assert_eq!(found(&run, "request-policy-"), pairs(&expected), "{run:#?}");
    let of_cors =
        [("cors-host-not-validated", -20), ("cors-mcp-origin-not-validated", -18), ("cors-simple-post-accepted", -16)];
    assert_eq!(found(&run, "cors-"), pairs(&of_cors), "{run:#?}");
    assert_eq!(run.json()["grade"], "F");
}

/// A request, as its head says it.
fn facts(head: &str, origin: &str) -> RequestFacts {
    let mut words = head.lines().next().unwrap_or_default().split(' ').map(str::to_owned);
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    RequestFacts {
        method: words.next().unwrap_or_default(),
        scheme: Some("http".to_owned()),
        host: field(head, "host").unwrap_or_else(|| origin.trim_start_matches("http://")).to_owned(),
        path: words.next().unwrap_or_default(),
        headers: fields.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect(),
        ..RequestFacts::default()
    }
}

/// What this crate's own isolation and CORS policy answer, with a log of what they refuse.
fn guarded(log: Option<PathBuf>) -> Server {
    Server::deciding(move |origin, head| {
        let facts = facts(head, origin);
        let preset = if field(head, "upgrade").is_some() { "websocket" } else { "mcp-endpoint" };
        let options = json!({"preset": preset, "allowedHosts": ["127.0.0.1"], "trustedOrigins": [APP], "exemptPaths": ["/badge"]});
        let options = serde_json::from_value(options).expect("the options are JSON");
        let decision = Isolation::parse(options).expect("the options are valid").decide(&facts.facts());
        let vary = format!("Vary: {}", decision.vary.join(", "));
        let policy = json!({"origins": [APP, origin], "preset": "mcp-2025-11-25", "maxAge": 7200});
        let policy = serde_json::from_value(policy).expect("the policy is JSON");
        let policy = CorsPolicy::parse(policy).expect("the policy is valid");
        let asked = CorsRequest { method: facts.method.clone(), headers: facts.headers.clone().into_iter().collect() };
        let decided = decide_cors(&asked, &policy);
        let status = if decision.allowed { decided.status.unwrap_or(200) } else { decision.status };
        let cors = decided.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        let headers: Vec<String> = std::iter::once(vary).chain(cors).collect();
        if let Some(log) = log.as_ref().filter(|_| status >= 400) {
            let mut file = OpenOptions::new().append(true).open(log).expect("the log is there");
            writeln!(file, "{} {} {}", decision.reason, facts.method, facts.path).expect("the log can be written");
        }
        let line = match status {
            200 if facts.path != "/mcp" => return ("404 Not Found", headers.join("\n"), String::new()),
            200 => return if preset == "websocket" { handler(head) } else { ok(&headers.join("\n")) },
            204 => return ("204 No Content", headers.join("\n"), String::new()),
            503 => "503 Service Unavailable",
            _ => "403 Forbidden",
        };
        (line, headers.join("\n"), "Refused".to_owned())
    })
}

#[test]
fn a_server_behind_this_crates_own_decisions() {
    let log = temporary("refusals.log", "");
    let path = log.to_string_lossy().into_owned();
    let server = guarded(Some(log));
    let args = ["--mcp", "2025-11-25", "--origin", APP, "--websocket", "--exempt", "/badge", "--log", &path];
    let run = audit(&server, &[&args[..], &["--format", "json", "--fail-on", "low"]].concat());
    assert_eq!((run.code, run.json()["grade"].as_str()), (0, Some("A")), "{run:#?}");
    let above_info = run.json()["findings"].as_array().expect("findings").iter().any(|one| one["severity"] != "info");
    assert!(!above_info, "{run:#?}");
    assert!(!run.stdout.contains("request-policy-not-told"), "it was told: {run:#?}");
    assert!(server.requests().len() <= 60, "{}", server.requests().len());
    assert!(
        run.stderr.contains(&format!("{} requests to {}", server.requests().len(), server.url("/mcp"))),
        "{run:#?}"
    );
    let table = audit(&server, &args);
    assert!(table.stdout.starts_with(&format!("{}\nScore 100, grade A.", server.url("/mcp"))), "{table:#?}");

    // The same, and the log tells nothing.
    let quiet = temporary("quiet.log", "a line of before\n").to_string_lossy().into_owned();
    let args = ["--mcp", "2025-11-25", "--origin", APP, "--log", &quiet, "--format", "json", "--fail-on", "medium"];
    let run = audit(&guarded(None), &args);
    assert_eq!(
        (run.code, scores(&run)),
        (1, pairs(&[("request-policy-refusals-not-logged", -10)]).into_iter().collect()),
        "{run:#?}"
    );
}

#[test]
fn a_server_that_refuses_who_says_nothing() {
    let server = Server::deciding(|origin, head| {
        let is_own = is_from(head, "same-origin") && field(head, "host") == origin.strip_prefix("http://");
        if is_own { ok("Vary: Sec-Fetch-Site, Sec-Purpose\nMcp-Session-Id: s1") } else { refused() }
    });
    let run = audit(&server, &["--mcp", "2025-11-25", "--format", "json"]);
    assert_eq!(
        (run.code, scores(&run)),
        (1, pairs(&[("request-policy-clients-refused", -22)]).into_iter().collect()),
        "{run:#?}"
    );
    // Its session was opened as its own page opens it.
    assert!(server.requests().iter().any(|head| field(head, "mcp-session-id") == Some("s1")));
}

#[test]
fn a_server_that_names_whoever_asks() {
    let server = Server::deciding(|_, head| {
        let named = field(head, "origin").map(|origin| {
            format!("Access-Control-Allow-Origin: {origin}\nAccess-Control-Allow-Credentials: true\nAccess-Control-Max-Age: 600\nVary: Origin")
        });
        ok(&named.unwrap_or_default())
    });
    let run = audit(&server, &["--auth", "cookie", "--format", "json"]);
    let of_cors: Vec<String> = found(&run, "cors-").into_iter().map(|(code, _)| code).collect();
    for code in ["cors-origin-reflected-with-credentials", "cors-null-origin-allowed", "cors-host-not-validated"] {
        assert!(of_cors.contains(&code.to_owned()), "{code} in {of_cors:?}");
    }
    assert_eq!(run.code, 1);
}

/// Answers no message without a session, as a server with sessions does.
fn with_sessions() -> Server {
    let opened = std::sync::atomic::AtomicBool::new(false);
    Server::deciding(move |_, head| {
        let session = field(head, "mcp-session-id");
        match (head.split(' ').next(), session) {
            (Some("OPTIONS"), _) => ("403 Forbidden", "Vary: Origin".to_owned(), String::new()),
            (Some("POST"), None) if !opened.swap(true, std::sync::atomic::Ordering::Relaxed) => {
                ok("Mcp-Session-Id: s1")
            }
            (Some("POST"), Some("s1")) if field(head, "origin").is_some() || is_from(head, "cross-site") => refused(),
            (Some("POST" | "DELETE"), Some("s1")) => ok(""),
            (Some("GET"), Some("s1")) if is_from(head, "cross-site") || is_from(head, "same-site") => refused(),
            (Some("GET"), Some("s1")) => ("405 Method Not Allowed", "Vary: Sec-Fetch-Site".to_owned(), String::new()),
            _ => ("400 Bad Request", String::new(), "no session".to_owned()),
        }
    })
}

#[test]
fn a_session_is_opened_once_and_closed() {
    let server = with_sessions();
    let run = audit(&server, &["--mcp", "2025-11-25", "--header", "Authorization: Bearer s3cr3t", "--format", "json"]);
    assert!(run.json()["score"].is_number(), "{run:#?}");
    let requests = server.requests();
    assert!(requests[0].starts_with("POST /mcp ") && field(&requests[0], "mcp-session-id").is_none());
    let last = requests.last().expect("requests");
    assert!(last.starts_with("DELETE /mcp ") && field(last, "mcp-session-id") == Some("s1"), "{last}");
    for head in &requests[1..] {
        let is_preflight = head.starts_with("OPTIONS ");
        assert_eq!(field(head, "mcp-session-id").is_some(), !is_preflight, "{head}");
        assert_eq!(field(head, "authorization"), (!is_preflight).then_some("Bearer s3cr3t"), "{head}");
        assert!(field(head, "user-agent").is_some_and(|agent| agent.starts_with("cordon/")), "{head}");
    }
    assert!(!format!("{run:?}").contains("s3cr3t"));
}

#[test]
fn what_is_sent_is_what_is_listed_and_no_redirect_is_followed() {
    let listed = cordon(&["audit-server", "--list", "--format", "json", "--websocket", "http://127.0.0.1:9/mcp"]);
    let lists = listed.json();
    let count = |list: &str| lists[list].as_array().map_or(0, Vec::len);
    assert!(count("requests") > 20 && count("cors") > 5, "{listed:#?}");
    let server = Server::deciding(|_, _| ("302 Found", "Location: /elsewhere".to_owned(), String::new()));
    let run = audit(&server, &["--websocket", "--format", "json"]);
    let requests = server.requests();
    assert_eq!(requests.len(), count("requests") + count("cors"));
    assert!(requests.iter().all(|head| head.split(' ').nth(1) == Some("/mcp")), "{requests:#?}");
    assert!(run.stdout.contains("request-policy-not-told"), "{run:#?}");
    let rebound =
        requests.iter().filter(|head| field(head, "host").is_some_and(|host| host.starts_with("rebind.example:")));
    assert_eq!(rebound.count(), 1, "Host is sent as it is listed");
    let sites = |site: &str| requests.iter().filter(|head| is_from(head, site)).count();
    assert!(sites("cross-site") > 8 && sites("same-origin") > 2 && sites("same-site") > 1 && sites("none") == 1);

    let plain = cordon(&["audit-server", "--list", "http://127.0.0.1:9/mcp?x=1", "--header", "Cookie: id=s3cr3t"]);
    assert_eq!(plain.code, 0, "{plain:#?}");
    for text in ["/requests/probes/0  client", "/cors/probes/0  no origin", "GET /mcp?x=1", "Sec-Fetch-Dest: style"] {
        assert!(plain.stdout.contains(text), "{text}: {plain:#?}");
    }
    assert!(!plain.stdout.contains("s3cr3t"));
}

#[test]
fn formats() {
    let server = Server::deciding(|_, head| handler(head));
    let sarif = audit(&server, &["--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().any(|result| result["ruleId"] == "request-policy-no-isolation"), "{results:#?}");
    let github = audit(&server, &["--format", "github"]);
    assert!(github.stdout.contains("title=request-policy-no-isolation::"), "{github:#?}");
    assert_eq!(audit(&server, &["--fail-on", "none"]).code, 0);
}

#[test]
fn what_cannot_be_asked() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port is free").local_addr().expect("it has an address");
    let closed = format!("http://{closed}/mcp");
    let busy = Server::deciding(|_, _| ("429 Too Many Requests", String::new(), String::new()));
    let busy = busy.url("/mcp");
    for (args, code, says) in [
        (&[closed.as_str()][..], 3, &[closed.as_str(), "cannot be asked"][..]),
        (&[&busy], 3, &["429", "request 1", "--delay"]),
        (&[&busy, "--log", "absent.log"], 3, &["absent.log: cannot be read"]),
        (&[], 2, &["<URL>"]),
        (&["ftp://127.0.0.1/"], 2, &["ftp://127.0.0.1/", "http"]),
        (&["http://user:secret@127.0.0.1/"], 2, &["URL: a user name"]),
        (&[&busy, "--origin", "client.test"], 2, &["--origin: \"client.test\""]),
        (&[&busy, "--origin", "https://client.test/"], 2, &["--origin: \"https://client.test/\""]),
        (&[&busy, "--exempt", "badge"], 2, &["--exempt: \"badge\""]),
        (&[&busy, "--mcp", "latest"], 2, &["--mcp: \"latest\""]),
        (&[&busy, "--header", "s3cr3t"], 2, &["--header: expected a name"]),
        (&[&busy, "--header", "Cookie: s3cr3t\u{1}"], 2, &["--header: the value of Cookie"]),
        (&[&busy, "--header", "Origin: https://s3cr3t.test"], 2, &["--header: Origin is what"]),
        (&[&busy, "--header", "Sec-Fetch-Site: s3cr3t"], 2, &["--header: Sec-Fetch-Site is what"]),
    ] {
        let args = [&["audit-server"], args].concat();
        fails(&args, code, says);
        assert!(!cordon(&args).stderr.contains("s3cr3t"), "{args:?}");
    }
}
