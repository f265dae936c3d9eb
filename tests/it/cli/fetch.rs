//! `cordon audit URL`, on a server of 127.0.0.1.

use std::net::TcpListener;

use super::server::{Answer, Server};
use super::{cordon, fails};

const META: &str = "<meta http-equiv=content-security-policy content=\"connect-src 'none'\">";

fn html(headers: &str, body: &str) -> Answer {
    ("200 OK", format!("Content-Type: text/html; charset=utf-8\n{headers}"), body.to_owned())
}

fn redirect(status: &'static str, location: &str) -> Answer {
    (status, format!("Location: {location}"), String::new())
}

fn site() -> Server {
    Server::start(vec![
        ("/", html("Content-Security-Policy: script-src 'self'", "<p>Hi</p>")),
        ("/head", html("Content-Security-Policy: script-src 'self'", &format!("<title>x</title>{META}<p>Hi</p>"))),
        ("/body", html("Content-Security-Policy: script-src 'self'", &format!("<p>Hi</p>{META}"))),
        ("/two", html("Content-Security-Policy: connect-src *\nContent-Security-Policy: connect-src 'self'", "")),
        ("/text", ("200 OK", "Content-Type: text/plain".into(), META.into())),
        ("/one", redirect("302 Found", "/deep/two")),
        ("/deep/two", redirect("301 Moved Permanently", "../head?x=1#y")),
        ("/head?x=1", html("", META)),
        ("/none", ("302 Found", String::new(), "no location".into())),
        ("/gone", ("410 Gone", "Content-Security-Policy: connect-src *".into(), String::new())),
        ("/loop", redirect("307 Temporary Redirect", "/loop")),
        ("/ftp", redirect("302 Found", "ftp://127.0.0.1/x")),
        ("/long", html("", &"x".repeat((16 << 20) + 1))),
        ("/hostile", html("Content-Security-Policy: connect-src * \u{9b}2J\u{202e}", "")),
    ])
}

fn codes(run: &super::Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect()
}

#[test]
fn headers_and_the_meta_in_the_head() {
    let server = site();
    for (path, missing) in [("/", true), ("/head", false), ("/body", true), ("/two", false)] {
        let run = cordon(&["audit", "--format", "json", &server.url(path)]);
        let codes = codes(&run);
        assert_eq!(codes.contains(&"csp-connect-src-missing".to_owned()), missing, "{path}: {codes:?}");
        assert!(!codes.contains(&"csp-missing".to_owned()), "{path}: {codes:?}");
        assert!(!codes.contains(&"csp-connect-src-wildcard".to_owned()), "{path}: {codes:?}");
    }
    let text = cordon(&["audit", "--format", "json", &server.url("/text")]);
    assert!(codes(&text).contains(&"csp-missing".to_owned()), "text has no meta: {text:#?}");
    let request = server.requests().swap_remove(0).to_ascii_lowercase();
    assert!(request.contains("\r\nuser-agent: cordon/"), "{request}");
    assert!(request.contains("\r\naccept: text/html,"), "{request}");
}

#[test]
fn each_redirect_is_shown() {
    let server = site();
    let origin = &server.origin;
    let run = cordon(&["audit", &server.url("/one"), "--fail-on", "none"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let hops = [
        format!("302 {origin}/one -> {origin}/deep/two"),
        format!("301 {origin}/deep/two -> {origin}/head?x=1#y"),
        format!("200 {origin}/head?x=1#y"),
    ];
    assert!(run.stdout.starts_with(&hops.join("\n")), "{run:#?}");
    let paths: Vec<_> = server.requests().iter().map(|head| head.split(' ').nth(1).map(str::to_owned)).collect();
    assert_eq!(paths, ["/one", "/deep/two", "/head?x=1"].map(|path| Some(path.to_owned())));

    let json = cordon(&["audit", &server.url("/one"), "--format", "json"]);
    assert_eq!(json.stderr.trim_end(), hops.join("\n"), "{json:#?}");
    assert!(!codes(&json).contains(&"csp-missing".to_owned()), "the last answer's meta counts");
}

#[test]
fn an_error_page_is_judged_too() {
    let server = site();
    for (path, status, code) in [
        ("/gone", "410", "csp-connect-src-wildcard"),
        ("/absent", "404", "csp-missing"),
        ("/none", "302", "csp-missing"),
    ] {
        let run = cordon(&["audit", &server.url(path)]);
        assert_eq!(run.code, 1, "{run:#?}");
        assert!(run.stdout.starts_with(&format!("{status} ")) && run.stdout.contains(code), "{run:#?}");
    }
}

#[test]
fn what_cannot_be_fetched() {
    let server = site();
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port is free").local_addr().expect("it has an address");
    let closed = format!("http://{closed}/");
    for (url, says) in [
        (closed.as_str(), &[closed.as_str(), "cannot be fetched"][..]),
        (&server.url("/loop"), &["/loop: cannot be fetched", "11th", "307 http://127.0.0.1:"]),
        (&server.url("/ftp"), &["/ftp: cannot be fetched", "ftp://127.0.0.1/x"]),
        (&server.url("/long"), &["/long: cannot be read", "16777216 bytes"]),
        (&server.origin.replace("http:", "https:"), &["cannot be fetched"]),
        ("http://name.invalid/", &["http://name.invalid/: cannot be fetched"]),
    ] {
        fails(&["audit", url], 3, says);
    }
    assert_eq!(server.requests().iter().filter(|head| head.starts_with("GET /loop ")).count(), 11);
}

#[test]
fn what_a_server_sends_does_not_drive_the_terminal() {
    let server = site();
    for format in ["table", "github"] {
        let run = cordon(&["audit", &server.url("/hostile"), "--format", format]);
        assert!(run.stdout.contains("csp-connect-src-wildcard") || run.stdout.contains("csp-non-ascii"), "{run:#?}");
        assert!(!run.stdout.contains(|c: char| c.is_control() && c != '\n'), "{run:#?}");
    }
}
