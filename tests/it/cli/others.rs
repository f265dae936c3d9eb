//! `cordon explain`, `sanitize`, `policy` and `completions`.

use super::{cordon, cordon_with, fails, fixture};

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

#[test]
fn sanitize_a_file_and_what_is_piped_in() {
    let run = cordon(&["sanitize", "output.html"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert!(run.stdout.starts_with("<h1>Hi</h1>"), "{run:#?}");
    for gone in ["onclick", "script", "steal", "<img"] {
        assert!(!run.stdout.contains(gone), "{gone}: {run:#?}");
    }
    for piped in [&["sanitize"][..], &["sanitize", "-"]] {
        assert_eq!(cordon_with(piped, fixture("output.html").as_bytes()).stdout, run.stdout);
    }
    let text = cordon(&["sanitize", "output.html", "--profile", "text"]);
    assert!(text.code == 0 && text.stdout.starts_with("Hi") && !text.stdout.contains('<'), "{text:#?}");
    let drawing = b"<svg><circle r=\"1\"/></svg>";
    let rich = cordon_with(&["sanitize", "--profile", "rich"], drawing);
    assert!(rich.stdout.contains("<circle"), "{rich:#?}");
    assert!(!cordon_with(&["sanitize"], drawing).stdout.contains("<circle"));
}

#[test]
fn sanitize_by_a_policy() {
    let run = cordon(&["sanitize", "--policy", "policy.json", "output.html"]);
    assert!(run.stdout.contains("src=\"https://images.example.com/a.png\""), "{run:#?}");
    assert!(!run.stdout.contains("https://evil.example"), "{run:#?}");
}

#[test]
fn sanitize_reports_what_went() {
    let run = cordon(&["sanitize", "--report", "output.html"]);
    assert_eq!(run.code, 0);
    let json = run.json();
    let removed = json["removed"].as_array().expect("a list");
    let codes: Vec<_> = removed.iter().filter_map(|removal| removal["code"].as_str()).collect();
    for code in ["attribute-event-handler", "element-script", "resource-blocked"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    assert_eq!(json["changed"], true);
    assert!(json["html"].as_str().is_some_and(|html| html.starts_with("<h1>Hi</h1>")));
}

#[test]
fn sanitize_markdown() {
    let run = cordon(&["sanitize", "--markdown", "output.md"]);
    assert!(run.stdout.starts_with("<h1>Hi</h1>") && run.stdout.contains("<b>markup</b>"), "{run:#?}");
    assert!(!run.stdout.contains("steal()"), "{run:#?}");
    let report = cordon(&["sanitize", "--markdown", "--report", "output.md"]).json();
    assert!(report["removed"].as_array().is_some_and(|removed| removed.len() == 2), "{report:#}");
}

#[test]
fn sanitize_refuses_what_it_cannot_judge() {
    let binary = cordon_with(&["sanitize"], b"ab\xff");
    assert_eq!((binary.code, binary.stdout.as_str()), (2, ""), "{binary:#?}");
    assert!(binary.stderr.contains("standard input: is not UTF-8: byte 2"), "{binary:#?}");
    let deep = cordon_with(&["sanitize"], "<div>".repeat(1_000).as_bytes());
    assert_eq!((deep.code, deep.stdout.as_str()), (2, ""), "{deep:#?}");
    assert!(deep.stderr.contains("limits.depth"), "{deep:#?}");
    for (args, code, says) in [
        (&["sanitize", "absent.html"][..], 3, "absent.html: cannot be read"),
        (&["sanitize", "--policy", "absent.json", "output.html"], 3, "absent.json: cannot be read"),
        (&["sanitize", "--policy", "output.html", "output.html"], 2, "output.html: is not a policy"),
        (&["sanitize", "--profile", "all", "output.html"], 2, "all"),
    ] {
        fails(args, code, &[says]);
    }
}

#[test]
fn policy_check() {
    let run = cordon(&["policy", "check", "policy.json"]);
    assert_eq!(run.code, 0, "{run:#?}");
    let json = run.json();
    assert_eq!(json["connect"], serde_json::json!(["'self'", "https://api.example.com"]));
    assert_eq!(json["frames"], serde_json::json!([]), "defaults are filled in");
    let again = cordon_with(&["policy", "check", "-"], run.stdout.as_bytes());
    assert_eq!(again.stdout, run.stdout);
    for (text, says) in [
        ("{\"conect\":[]}", "unknown field `conect`"),
        ("{\"connect\":[\"self\"]}", "policy.connect: "),
        ("[]", "is not a policy"),
    ] {
        let run = cordon_with(&["policy", "check", "-"], text.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
        assert!(run.stderr.contains("standard input: ") && run.stderr.contains(says), "{run:#?}");
    }
    fails(&["policy", "check", "absent.json"], 3, &["absent.json"]);
    fails(&["policy"], 2, &["check"]);
}

#[test]
fn policy_compile() {
    let run = cordon(&["policy", "compile", "policy.json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let csp = run.stdout.lines().find_map(|line| line.strip_prefix("Content-Security-Policy: ")).expect("the header");
    assert!(csp.contains("connect-src 'self' https://api.example.com"), "{csp}");
    let audit = ["audit", "--headers", "-", "--policy", "policy.json", "--fail-on", "info"];
    let audited = cordon_with(&audit, run.stdout.as_bytes());
    assert_eq!(audited.code, 0, "what is compiled is accepted: {audited:#?}");
    let piped = cordon_with(&["policy", "compile"], fixture("policy.json").as_bytes());
    assert_eq!(piped.stdout, run.stdout);

    let json = cordon(&["policy", "compile", "policy.json", "--format", "json"]).json();
    assert_eq!(json["headers"]["Content-Security-Policy"], csp);
    assert!(json["metaCsp"].is_string() && json["iframe"]["sandbox"].is_string(), "{json:#}");
    let nonce = ["--nonce", "4ih5rP0r1s8Pq7bC1Q2d3A=="];
    for (more, says) in [
        (&["--target", "sandbox"][..], "sandbox allow-scripts"),
        (&["--target", "service-worker"], "Connection-Allowlist: "),
        (&nonce, "'nonce-4ih5rP0r1s8Pq7bC1Q2d3A=='"),
    ] {
        let other = cordon(&[&["policy", "compile", "policy.json"], more].concat());
        assert!(other.code == 0 && other.stdout.contains(says) && !run.stdout.contains(says), "{more:?}: {other:#?}");
    }
    fails(&["policy", "compile", "policy.json", "--nonce", "x"], 2, &["--nonce", "\"x\""]);
    fails(&["policy", "compile", "absent.json"], 3, &["absent.json"]);
    fails(&["policy", "compile", "output.html"], 2, &["output.html: is not a policy"]);
}

#[test]
fn completions_know_every_subcommand() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = cordon(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["audit", "explain", "sanitize", "policy", "fail-on", "baseline", "self-origin"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    fails(&["completions", "cmd"], 2, &["cmd", "bash"]);
}

#[test]
fn usage() {
    fails(&[], 2, &["Usage: cordon"]);
    fails(&["adit"], 2, &["adit", "audit"]);
    let version = cordon(&["--version"]);
    assert_eq!(version.stdout, format!("cordon {}\n", env!("CARGO_PKG_VERSION")));
}
