//! What an earlier report knew.

use std::path::Path;

use super::{cordon, fixture, temporary};

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

/// The report of these headers, in a file.
fn report_of(name: &str, args: &[&str]) -> std::path::PathBuf {
    let run = cordon(&[&["audit", "--format", "json"], args].concat());
    temporary(name, &run.stdout)
}

#[test]
fn what_is_known_does_not_count() {
    let before = report_of("before.json", &["--headers", "wide.txt"]);
    let wide = fixture("wide.txt");
    let known = cordon(&["audit", "--headers", "wide.txt", "--format", "json"]).json();
    let known = known["findings"].as_array().expect("findings").len();
    let nonce = wide.replace("4ih5rP0r1s8Pq7bC1Q2d3A==", "Zm9vYmFyYmF6cXV4cXV1eA==");
    let worse = nonce.replace("base-uri 'none'", "base-uri 'none'; conect-src 'self'");
    for (name, text, new) in [("same.txt", &wide, 0), ("nonce.txt", &nonce, 0), ("worse.txt", &worse, 1)] {
        let headers = temporary(name, text);
        let args = ["audit", "--headers", path(&headers), "--baseline", path(&before), "--fail-on", "low"];
        let run = cordon(&args);
        assert_eq!(run.code, i32::from(new > 0), "{name}: {run:#?}");
        assert!(run.stderr.contains(&format!("{new} new, {known} known from ")), "{name}: {run:#?}");
        assert!(run.stdout.contains(&format!("{known} findings are known and not shown.")), "{name}: {run:#?}");
        assert!(!run.stdout.contains("csp-connect-src-wildcard"), "{name}: {run:#?}");
        assert_eq!(run.stdout.contains("csp-unknown-directive  new"), new > 0, "{name}: {run:#?}");

        let github = cordon(&[&args[..], &["--format", "github"]].concat());
        assert_eq!(github.stdout.matches("\n::").count(), new, "{name}: {github:#?}");
        let sarif = cordon(&[&args[..], &["--format", "sarif"]].concat()).json();
        let states = sarif["runs"][0]["results"].as_array().expect("results").iter();
        let states: Vec<_> = states.map(|result| result["baselineState"].as_str().unwrap_or_default()).collect();
        let count = |wanted: &str| states.iter().filter(|state| **state == wanted).count();
        assert_eq!((count("new"), count("unchanged")), (new, known), "{name}: {states:?}");
        let json = cordon(&[&args[..], &["--format", "json"]].concat());
        assert_eq!(json.code, run.code);
        let whole = json.json()["findings"].as_array().map(Vec::len);
        assert_eq!(whole, Some(known + new), "{name}: JSON is the whole report, the next baseline");
    }
}

#[test]
fn what_is_found_twice_is_known_twice() {
    let once = "Permissions-Policy: camera=(), camera=()\n";
    let twice = "Permissions-Policy: camera=(), camera=(), camera=()\n";
    let (once, twice) = (temporary("once.txt", once), temporary("twice.txt", twice));
    let before = report_of("once.json", &["--headers", path(&once)]);
    for (headers, new) in [(&once, 0), (&twice, 1)] {
        let args = ["audit", "--headers", path(headers), "--baseline", path(&before), "--fail-on", "low"];
        let run = cordon(&args);
        assert!(run.stderr.contains(&format!("{new} new, ")), "{run:#?}");
        assert_eq!(run.code, new, "{run:#?}");
    }
}

#[test]
fn answers_of_a_har_file_are_told_apart_by_their_urls() {
    let before = report_of("har.json", &["--har", "session.har"]);
    let har = fixture("session.har");
    let other_session = temporary("session.har", &har.replace("session=1", "session=2"));
    let run = cordon(&["audit", "--har", path(&other_session), "--baseline", path(&before), "--fail-on", "info"]);
    assert_eq!(run.code, 0, "{run:#?}");
    let other_page = temporary("page.har", &har.replace("app.example/missing", "app.example/absent"));
    let run = cordon(&["audit", "--har", path(&other_page), "--baseline", path(&before)]);
    assert_eq!(run.code, 1, "{run:#?}");
    assert!(!run.stderr.contains("\n0 new"), "{run:#?}");
}
