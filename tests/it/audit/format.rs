//! The formats of a report, the same natively and in browsers.

use mcp_cordon::audit::format::{Mark, SarifOptions, Shown, Style, Subject, sarif, table, to_sarif};
use mcp_cordon::audit::{AuditReport, Response, audit_headers};
use mcp_cordon::finding::registry;
use serde_json::Value;

use crate::common;

const WIDE: &str = "default-src 'self'; connect-src *; script-src 'nonce-4ih5rP0r1s8Pq7bC1Q2d3A==' 'unsafe-eval'";

fn report(headers: &[(&str, &str)]) -> AuditReport {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    audit_headers(&Response { headers, ..Response::default() })
}

fn wide() -> AuditReport {
    report(&[("Content-Security-Policy", WIDE), ("Permissions-Policy", "background-fetch=()")])
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value:#}"))
}

fn results(log: &Value) -> &Vec<Value> {
    at(log, "/runs/0/results").as_array().expect("a list")
}

/// Rule and fingerprint, sorted.
fn fingerprints(log: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let mut all: Vec<_> = results(log)
        .iter()
        .map(|result| (text(at(result, "/ruleId")), text(at(result, "/partialFingerprints/cordonFinding~1v1"))))
        .collect();
    all.sort();
    all
}

common::test! {
    fn a_log_says_all_that_the_report_says() {
        common::start();
        let report = wide();
        let log = to_sarif(&report, &SarifOptions { url: Some("https://app.example".into()) });
        assert_eq!(at(&log, "/version"), "2.1.0");
        assert_eq!(at(&log, "/runs/0/properties/score"), report.score);
        assert_eq!(at(&log, "/runs/0/properties/grade"), &serde_json::to_value(report.grade).expect("a grade"));
        assert_eq!(at(&log, "/runs/0/properties/breakdown").as_array().map(Vec::len), Some(report.breakdown.len()));
        assert_eq!(results(&log).len(), report.findings.len());
        assert!(report.findings.len() >= 5, "{:?}", report.findings);
        for (finding, result) in report.findings.iter().zip(results(&log)) {
            let rule = at(&log, &format!("/runs/0/tool/driver/rules/{}", at(result, "/ruleIndex")));
            let code = finding.code.split(':').next().expect("a code");
            assert_eq!((at(result, "/ruleId"), at(rule, "/id")), (&code.into(), &code.into()));
            assert_eq!(at(rule, "/helpUri"), &finding.reference);
            assert_eq!(at(result, "/properties/code"), &finding.code);
            let message = at(result, "/message/text").as_str().expect("a text");
            assert!(message.starts_with(&finding.title) && message.ends_with(&finding.why), "{message}");
            assert_eq!(at(result, "/locations/0/physicalLocation/artifactLocation/uri"), "https://app.example/");
        }
        let levels: Vec<_> = results(&log).iter().map(|result| at(result, "/level").as_str()).collect();
        for level in ["error", "warning", "note"] {
            assert!(levels.contains(&Some(level)), "{levels:?}");
        }
        let unknown = results(&log).iter().find(|result| at(result, "/ruleId") == "pp-unrecognized-feature");
        let unknown = at(unknown.expect("it is there"), "/message/text");
        assert!(unknown.as_str().is_some_and(|text| text.contains(": background-fetch")), "{unknown}");
    }
}

common::test! {
    fn regions_are_of_the_contents() {
        common::start();
        let log = to_sarif(&wide(), &SarifOptions::default());
        let mut regions = 0;
        for result in results(&log) {
            let Some(physical) = result.pointer("/locations/0/physicalLocation") else { continue };
            let artifact = at(&log, &format!("/runs/0/artifacts/{}", at(physical, "/artifactLocation/index")));
            let Some(region) = physical.get("region") else { continue };
            let contents = at(artifact, "/contents/text").as_str().expect("a text");
            let number = |name: &str| at(region, name).as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
            let (start, length) = (number("/byteOffset"), number("/byteLength"));
            assert_eq!(&contents[start..start + length], at(region, "/snippet/text").as_str().expect("a text"));
            regions += 1;
        }
        assert!(regions >= 3, "{regions}");
    }
}

common::test! {
    fn fingerprints_are_stable() {
        common::start();
        let options = SarifOptions::default();
        let first = fingerprints(&to_sarif(&wide(), &options));
        let nonce = WIDE.replace("4ih5rP0r1s8Pq7bC1Q2d3A==", "Zm9vYmFyYmF6cXV4cXV1eA==");
        let again = report(&[("permissions-policy", "background-fetch=()"), ("content-security-policy", &nonce)]);
        assert_eq!(fingerprints(&to_sarif(&again, &options)), first, "another nonce, another order");
        let mut reversed = wide();
        reversed.findings.reverse();
        assert_eq!(fingerprints(&to_sarif(&reversed, &options)), first, "another order of the findings");
        let more = report(&[
            ("Content-Security-Policy", &format!("{WIDE}; conect-src 'self'")),
            ("Permissions-Policy", "background-fetch=()"),
        ]);
        let more = fingerprints(&to_sarif(&more, &options));
        assert_eq!(more.len(), first.len() + 1, "{more:?}");
        assert!(first.iter().all(|one| more.contains(one)), "a further finding changes no other: {more:#?}");
        let other = report(&[("Content-Security-Policy", &WIDE.replace("connect-src *", "connect-src * data:"))]);
        let other = fingerprints(&to_sarif(&other, &options));
        assert!(!other.contains(first.iter().find(|one| one.0 == "csp-connect-src-wildcard").expect("it is there")));
    }
}

common::test! {
    fn several_reports_are_runs_that_can_be_told_apart() {
        common::start();
        let report = wide();
        let mut first = Shown::new(&report, Subject::Url("https://a.test/".into()));
        first.marks = vec![Mark { known: Some(true), ..Mark::default() }, Mark { known: Some(false), ..Mark::default() }];
        let log = sarif(&[first, Shown::new(&report, Subject::File("b c/headers:1.txt".into()))]);
        assert_eq!(at(&log, "/runs/0/automationDetails/id"), "https://a.test//");
        assert_eq!(at(&log, "/runs/1/automationDetails/id"), "b c/headers:1.txt/");
        assert_eq!(at(&log, "/runs/0/results/0/baselineState"), "unchanged");
        assert_eq!(at(&log, "/runs/0/results/1/baselineState"), "new");
        assert_eq!(log.pointer("/runs/1/results/0/baselineState"), None);
        let uri = at(&log, "/runs/1/results/0/locations/0/physicalLocation/artifactLocation/uri");
        assert_eq!(uri, "b%20c/headers%3A1.txt");
    }
}

common::test! {
    fn a_report_comes_back_from_its_json() {
        common::start();
        let report = wide();
        let text = serde_json::to_string(&report).expect("JSON");
        // In a page nobody reads the ways out back, or the corrected headers, and the readers are left out of the module.
        #[cfg(target_arch = "wasm32")]
        let report = AuditReport { open: None, closed: None, corrected: None, ..report };
        assert_eq!(serde_json::from_str::<AuditReport>(&text).expect("a report"), report);
        for (what, text) in [
            ("a field too many", text.replacen("\"score\"", "\"extra\":1,\"score\"", 1)),
            ("a field of a finding too many", text.replacen("\"severity\"", "\"extra\":1,\"severity\"", 1)),
            ("a field too few", text.replacen("\"grade\"", "\"grades\"", 1)),
            ("a severity that is none", text.replacen("\"high\"", "\"worst\"", 1)),
        ] {
            assert!(serde_json::from_str::<AuditReport>(&text).is_err(), "{what}");
        }
    }
}

common::test! {
    fn a_table_is_within_its_width() {
        common::start();
        let report = wide();
        for width in [40, 80, 200] {
            let text = table(&Shown::new(&report, Subject::Nameless), Style { width, color: false });
            assert!(!text.contains('\u{1b}'));
            for line in text.lines() {
                // A headline, what is to be copied, and a word are whole.
                let is_whole = !line.starts_with(' ') || line.contains("Policy: ") || line.contains("https://") || !line.trim().contains(' ');
                assert!(line.chars().count() <= width || is_whole, "{width}: {line}");
            }
        }
        let text = table(&Shown::new(&report, Subject::Nameless), Style { width: 80, color: true });
        assert!(text.contains("\u{1b}[31mHIGH\u{1b}[0m"), "{text}");
    }
}

common::test! {
    fn a_table_marks_what_is_wrong_and_leaves_out_what_is_known() {
        common::start();
        let report = wide();
        let mut shown = Shown::new(&report, Subject::Url("https://a.test/".into()));
        let text = table(&shown, Style { width: 120, color: false });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "https://a.test/");
        assert!(lines[1].starts_with(&format!("Score {}, grade {:?}. ", report.score, report.grade)), "{}", lines[1]);
        let carets = lines.iter().position(|line| line.trim() == "^^^^^^^^^^^^^").expect("carets for connect-src *");
        let start = lines[carets].find('^').expect("a caret");
        assert_eq!(&lines[carets - 1][start..start + 13], "connect-src *");
        let order: Vec<_> = report.findings.iter().map(|finding| text.find(&format!("  {}", finding.code))).collect();
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}");

        shown.marks = report.findings.iter().map(|_| Mark { known: Some(true), ..Mark::default() }).collect();
        shown.marks[0].known = Some(false);
        let text = table(&shown, Style::default());
        assert!(text.contains("1 new finding: ") && text.contains(&format!("{} findings are known", order.len() - 1)));
        assert!(text.contains(&report.findings[0].code) && !text.contains(&report.findings[1].code), "{text}");
    }
}

common::test! {
    fn what_a_server_sends_does_not_drive_the_terminal() {
        common::start();
        let mut report = report(&[("Content-Security-Policy", "connect-src * \u{1b}[2J\u{202e}; default-src 'self'")]);
        let mut finding = registry::PP_UNRECOGNIZED.found(None);
        finding.code.push_str(":\u{1b}]0;x\u{7}");
        report.findings.push(finding);
        let text = table(&Shown::new(&report, Subject::Url("https://a.test/\u{9b}2J".into())), Style::default());
        assert!(!text.contains(|c: char| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{text:?}");
        assert!(text.contains("\\u{1b}"), "{text}");
    }
}
