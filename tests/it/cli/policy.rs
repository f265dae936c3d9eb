//! `cordon policy`.

use super::{cordon, cordon_with, fails, fixture};

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
