//! `cordon audit` on files.

use mcp_cordon::audit::{AuditReport, Response, audit_headers};

use super::{cordon, cordon_with, fails, fixture};

#[test]
fn a_table_of_header_lines() {
    let run = cordon(&["audit", "--headers", "wide.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{run:#?}");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "wide.txt");
    assert!(lines[1].starts_with("Score ") && lines[1].contains(", grade "), "{}", lines[1]);
    let wildcard = lines.iter().position(|line| *line == "HIGH  csp-connect-src-wildcard  -18");
    let block = &lines[wildcard.expect("the finding is there")..];
    assert!(block[1].contains("connect-src allows every host"), "{block:#?}");
    assert!(block.iter().any(|line| line.contains("Content-Security-Policy (line 7, column 46):")), "{block:#?}");
    let carets = block.iter().position(|line| line.trim() == "^^^^^^^^^^^^^").expect("carets");
    let at = block[carets].find('^').expect("a caret");
    assert_eq!(&block[carets - 1][at..at + 13], "connect-src *");
    assert!(!run.stdout.contains('\u{1b}'), "no color for a pipe");
    assert!(!run.stdout.contains("csp-script-src-wildcard"), "the redirect's own headers do not count");
}

#[test]
fn fail_on_sets_the_exit_code() {
    for (severity, code) in [("critical", 0), ("high", 1), ("medium", 1), ("low", 1), ("info", 1), ("none", 0)] {
        let run = cordon(&["audit", "--headers", "wide.txt", "--fail-on", severity]);
        assert_eq!(run.code, code, "{severity}: {run:#?}");
    }
    let run = cordon(&["audit", "--headers", "narrow.txt"]);
    assert_eq!(run.code, 0, "{run:#?}");
}

#[test]
fn json_is_the_report() {
    let run = cordon(&["audit", "--headers", "narrow.txt", "--format", "json"]);
    let report: AuditReport = serde_json::from_str(&run.stdout).expect("a report");
    let lines = fixture("narrow.txt");
    let headers =
        lines.lines().filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into()));
    assert_eq!(report, audit_headers(&Response { headers: headers.collect(), ..Response::default() }));
}

#[test]
fn sarif_points_into_the_file() {
    let run = cordon(&["audit", "--headers", "wide.txt", "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let log = run.json();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let wildcard = results.iter().find(|result| result["ruleId"] == "csp-connect-src-wildcard").expect("it is there");
    let physical = &wildcard["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "wide.txt");
    let region = &physical["region"];
    assert_eq!((&region["startLine"], &region["snippet"]["text"]), (&7.into(), &"connect-src *".into()));
    let (start, end) = (region["startColumn"].as_u64(), region["endColumn"].as_u64());
    let (start, end) = (start.expect("a column") as usize, end.expect("a column") as usize);
    let text = fixture("wide.txt");
    assert_eq!(&text.lines().nth(6).expect("line 7")[start - 1..end - 1], "connect-src *");
}

#[test]
fn github_annotates_the_file() {
    let run = cordon(&["audit", "--headers", "wide.txt", "--format", "github"]);
    assert_eq!(run.code, 1);
    let start = "::error file=wide.txt,line=7,col=46,endColumn=59,title=csp-connect-src-wildcard::connect-src allows";
    assert!(run.stdout.lines().any(|line| line.starts_with(start)), "{}", run.stdout);
    assert!(run.stdout.lines().skip(1).all(|line| line.starts_with("::")), "{}", run.stdout);
}

#[test]
fn what_is_piped_in() {
    let piped = cordon_with(&["audit", "--headers", "-"], fixture("wide.txt").as_bytes());
    let read = cordon(&["audit", "--headers", "wide.txt"]);
    assert_eq!((piped.code, piped.stdout.lines().next()), (1, read.stdout.lines().nth(1)));
    let piped = cordon_with(&["audit", "--har", "-", "--fail-on", "none"], fixture("session.har").as_bytes());
    assert_eq!(piped.code, 0, "{piped:#?}");
}

#[test]
fn documents_of_a_har_file() {
    for (args, urls) in [
        (&["--fail-on", "none"][..], &["/home?session=1", "/missing"][..]),
        (&["--all"], &["/", "/home?session=1", "/fragment", "/missing", "/app.js"]),
    ] {
        let run = cordon(&[&["audit", "--har", "session.har", "--format", "json"], args].concat());
        assert_eq!(run.code, i32::from(args == ["--all"]), "{run:#?}");
        let json = run.json();
        let audited = json.as_array().expect("a list");
        let found: Vec<_> = audited.iter().map(|entry| entry["url"].as_str().unwrap_or_default()).collect();
        let expected: Vec<_> = urls.iter().map(|path| format!("https://app.example{path}")).collect();
        assert_eq!(found, expected);
        let codes = |url: &str| -> Vec<String> {
            let entry = audited.iter().find(|entry| entry["url"].as_str().is_some_and(|held| held.ends_with(url)));
            let report: AuditReport =
                serde_json::from_value(entry.expect("it is there")["report"].clone()).expect("one");
            report.findings.into_iter().map(|finding| finding.code).collect()
        };
        // Both lines of the header, and the meta of the content.
        let home = codes("/home?session=1");
        for code in ["csp-connect-src-wildcard", "csp-script-src-wildcard", "csp-missing", "csp-reporting-missing"] {
            assert!(!home.contains(&code.to_owned()), "{code} in {home:?}");
        }
        assert!(codes("/missing").contains(&"csp-missing".to_owned()));
    }
    let table = cordon(&["audit", "--har", "session.har"]);
    for text in ["https://app.example/home?session=1\nScore ", "\n\nhttps://app.example/missing\nScore "] {
        assert!(table.stdout.contains(text), "{}", table.stdout);
    }
    let sarif = cordon(&["audit", "--har", "session.har", "--format", "sarif"]).json();
    assert_eq!(sarif["runs"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_is_wider_than_the_policy() {
    let drifts = |args: &[&str]| -> Vec<String> {
        let run = cordon(&[&["audit", "--headers", "wide.txt", "--format", "json"], args].concat());
        let report: AuditReport = serde_json::from_str(&run.stdout).expect("a report");
        report.findings.into_iter().map(|one| one.code).filter(|code| code.starts_with("policy-drift-")).collect()
    };
    assert_eq!(drifts(&[]), [""; 0]);
    assert_eq!(drifts(&["--policy", "policy.json"]), ["policy-drift-connect"]);
    fails(&["audit", "--headers", "wide.txt", "--policy", "absent.json"], 3, &["absent.json"]);
    fails(&["audit", "--headers", "wide.txt", "--policy", "wide.txt"], 2, &["wide.txt: is not a policy"]);
}

#[test]
fn inputs_that_are_none() {
    let file = |name: &str, text: &str| super::temporary(name, text).to_string_lossy().into_owned();
    let (har, no_log) = (file("text.har", "no JSON"), file("no-log.har", "{\"entries\":[]}"));
    let (none, empty) = (file("none.har", "{\"log\":{\"entries\":[]}}"), file("empty.txt", "\n"));
    let odd = file("odd.har", &fixture("session.har").replace("\"base64\"", "\"rot13\""));
    for (args, code, says) in [
        (&["audit"][..], 2, &["required", "URL"][..]),
        (&["audit", "http://127.0.0.1/", "--headers", "wide.txt"], 2, &["--headers"]),
        (&["audit", "--headers", "wide.txt", "--all"], 2, &["--all"]),
        (&["audit", "--all"], 2, &["--har"]),
        (&["audit", "--headers", "wide.txt", "--fail-on", "worst"], 2, &["worst", "critical"]),
        (&["audit", "--headers", "wide.txt", "--format", "xml"], 2, &["xml", "sarif"]),
        (&["audit", "--headers", "absent.txt"], 3, &["absent.txt", "cannot be read"]),
        (&["audit", "--headers", "."], 3, &[".: cannot be read"]),
        (
            &["audit", "--headers", "no-header.txt"],
            2,
            &["no-header.txt: line 2", "Content-Security-Policy default-src"],
        ),
        (&["audit", "--headers", &empty], 2, &["empty.txt", "no header line"]),
        (&["audit", "--har", "absent.har"], 3, &["absent.har", "cannot be read"]),
        (&["audit", "--har", &har], 2, &["text.har", "is not a HAR file", "line 1"]),
        (&["audit", "--har", &no_log], 2, &["no-log.har", "missing field `log`"]),
        (&["audit", "--har", &none], 2, &["none.har", "holds no answer", "--all"]),
        (&["audit", "--har", &none, "--all"], 2, &["none.har: holds no answer\n"]),
        (&["audit", "--har", &odd], 2, &["odd.har", "https://app.example/home", "rot13"]),
        (&["audit", "--headers", "wide.txt", "--baseline", "absent.json"], 3, &["absent.json"]),
        (&["audit", "--headers", "wide.txt", "--baseline", "policy.json"], 2, &["policy.json", "is not a report"]),
        (&["audit", "--headers", "wide.txt", "--baseline", "wide.txt"], 2, &["wide.txt", "is not a report"]),
        (&["audit", "ftp://127.0.0.1/"], 2, &["ftp://127.0.0.1/", "http"]),
        (&["audit", "app.example"], 2, &["app.example", "http"]),
        (&["audit", "http://user:secret@127.0.0.1/"], 2, &["URL: a user name"]),
    ] {
        fails(args, code, says);
    }
    let run = cordon(&["audit", "http://user:secret@127.0.0.1/"]);
    assert!(!run.stderr.contains("secret"), "{run:#?}");
}
