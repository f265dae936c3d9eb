//! `cordon completions`, and the usage.

use super::{cordon, fails};

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
