//! `cordon explain`.

use super::{cordon, fails};

/// The options of a request from `https://app.example`.
fn explain(directive: &str, url: &str, more: &[&str]) -> super::Run {
    let request = ["explain", "--self-origin", "https://app.example", "--directive", directive, "--url", url];
    cordon(&[&request, more].concat())
}

#[test]
fn explain_says_who_decides() {
    let api = "https://api.example/v1";
    for (name, directive, url, more, code, says) in [
        (
            "listed",
            "connect-src",
            api,
            &["--csp", "connect-src https://api.example"][..],
            0,
            "allowed by https://api.example of connect-src",
        ),
        (
            "by fallback",
            "connect-src",
            api,
            &["--csp", "default-src 'self'"],
            1,
            "blocked, no source of default-src matches",
        ),
        ("no policy", "connect-src", api, &[], 0, "there is none"),
        ("no directive", "img-src", api, &["--csp", "script-src 'self'"], 0, "no directive is about it"),
        (
            "the second header",
            "connect-src",
            api,
            &["--csp", "connect-src *", "--csp", "connect-src 'none'"],
            1,
            "policy 1, enforced: blocked",
        ),
        (
            "report-only",
            "connect-src",
            api,
            &["--report-only", "connect-src 'none'"],
            0,
            "policy 0, report-only: blocked",
        ),
        ("a meta", "connect-src", api, &["--meta", "connect-src 'none'"], 1, "policy 0, enforced: blocked"),
        ("a path", "img-src", "https://a.example/y", &["--csp", "img-src https://a.example/x"], 1, "blocked"),
        (
            "behind a redirect",
            "img-src",
            "https://a.example/x",
            &["--csp", "img-src https://a.example/x", "--redirect", "https://a.example/y"],
            0,
            "https://a.example/y\n",
        ),
        (
            "a nonce",
            "script-src-elem",
            api,
            &["--csp", "script-src 'nonce-abc'", "--nonce", "abc"],
            0,
            "allowed by 'nonce-abc'",
        ),
        ("browsers", "connect-src", "wss://a.example/", &["--csp", "connect-src https:"], 1, "blocked"),
        (
            "the specification",
            "connect-src",
            "wss://a.example/",
            &["--csp", "connect-src https:", "--dialect", "spec"],
            0,
            "allowed by https:",
        ),
    ] {
        let run = explain(directive, url, more);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{name}: {run:#?}");
        assert!(run.stdout.starts_with(if code == 0 { "allowed: " } else { "blocked: " }), "{name}: {run:#?}");
        assert!(run.stdout.contains(says), "{name}: {run:#?}");
    }
}

#[test]
fn explain_as_json() {
    let run = explain("img-src", "https://a.example/", &["--csp", "img-src 'self'", "--format", "json"]);
    assert_eq!(run.code, 1);
    let json = run.json();
    assert_eq!(json["allowed"], false);
    assert_eq!(json["trace"][0]["directive"], "img-src");
}

#[test]
fn explain_names_the_option() {
    let request = |origin, directive, url| {
        vec!["explain", "--csp", "x", "--self-origin", origin, "--directive", directive, "--url", url]
    };
    for (args, says) in [
        (request("app", "connect-src", "https://a.example/"), "--self-origin: \"app\""),
        (request("null", "conect-src", "https://a.example/"), "--directive: \"conect-src\""),
        (request("null", "connect-src", "/x"), "--url: \"/x\""),
        (vec!["explain", "--csp", "x"], "--self-origin"),
        ([request("null", "img-src", "https://a.example/"), vec!["--redirect", "y"]].concat(), "--redirect: \"y\""),
        ([request("null", "img-src", "https://a.example/"), vec!["--format", "sarif"]].concat(), "sarif"),
    ] {
        fails(&args, 2, &[says]);
    }
}
