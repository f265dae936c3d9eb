//! `cordon fix-cors`, on servers of 127.0.0.1 and offline.

use super::server::{Answer, Server, field};
use super::{cordon, fails};

const APP: &str = "https://client.test";

/// A server as many write it: it lets the client read, but for what the protocol needs.
fn careless(head: &str) -> Answer {
    let allow = format!("Access-Control-Allow-Origin: {APP}\nVary: Origin");
    match (head.starts_with("OPTIONS"), field(head, "origin")) {
        (_, origin) if origin.is_some_and(|origin| origin != APP) => {
            ("403 Forbidden", "Vary: Origin".into(), String::new())
        }
        (true, _) => {
            let headers =
                format!("{allow}\nAccess-Control-Allow-Methods: POST\nAccess-Control-Allow-Headers: Content-Type");
            ("204 No Content", headers, String::new())
        }
        _ => ("200 OK", format!("{allow}\nMcp-Session-Id: 1"), "{}".into()),
    }
}

#[test]
fn what_answers_lack_is_said() {
    let server = Server::deciding(|_, head| careless(head));
    let run = cordon(&["fix-cors", "--delay", "0", "--origin", APP, &server.url("/mcp")]);
    assert_eq!(run.code, 0, "{run:#?}");
    for said in [
        "cors-mcp-session-not-exposed",
        "cors-mcp-request-headers-missing",
        "cors-mcp-delete-missing",
        "Access-Control-Expose-Headers: Mcp-Session-Id, WWW-Authenticate",
        "Access-Control-Allow-Methods: GET, POST, DELETE",
    ] {
        assert!(run.stdout.contains(said), "{said}: {run:#?}");
    }
    assert!(run.stderr.contains(" requests to "), "{run:#?}");
}

#[test]
fn offline_it_sends_nothing() {
    let args = ["fix-cors", "--offline", "--origin", APP, "https://mcp.test/mcp"];
    let whole = cordon(&[&args[..], &["--json"]].concat());
    assert_eq!((whole.code, whole.stderr.as_str()), (0, ""), "{whole:#?}");
    let json = whole.json();
    for server in ["express", "fastapi", "axum", "caddy", "nginx"] {
        let one = cordon(&[&args[..], &["--as", server]].concat());
        assert_eq!(Some(one.stdout.as_str()), json["config"][server].as_str(), "{server}");
    }
    let text = cordon(&args);
    assert!(!text.stdout.contains("keeps"), "nothing was asked: {text:#?}");
}

#[test]
fn wrong_usage_names_the_argument() {
    for (args, says) in [
        (&["fix-cors", "--offline", "https://mcp.test/mcp"][..], "--origin"),
        (&["fix-cors", "--offline", "--origin", "https://client.test/", "https://mcp.test/mcp"], "--origin"),
        (&["fix-cors", "--offline", "--origin", APP, "--mcp", "new", "https://mcp.test/mcp"], "--mcp"),
        (&["fix-cors", "--offline", "--origin", APP, "ftp://mcp.test/"], "ftp://mcp.test/"),
    ] {
        fails(args, 2, &[says]);
    }
}
