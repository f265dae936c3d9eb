//! Workflow commands of GitHub Actions, which show as annotations.

use super::text::{printable, safe};
use super::{Shown, Subject, headline};
use crate::finding::Severity;

/// One line for each finding that is new, behind one with the score, which is no command.
pub fn github(shown: &Shown<'_>) -> String {
    let report = shown.report;
    let name = shown.subject.name().map_or_else(String::new, |name| format!("{}: ", safe(name)));
    let mut lines = format!("{name}score {} of 100, grade {:?}\n", report.score, report.grade);
    for (finding, mark) in shown.new_findings() {
        let command = match finding.severity {
            Severity::Critical | Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low | Severity::Info => "notice",
        };
        let mut properties = Vec::new();
        if let Subject::File(path) = &shown.subject {
            properties.push(format!("file={}", property(path)));
        }
        if let Some(region) = mark.region {
            properties.push(format!("line={},col={},endColumn={}", region.line, region.start, region.end));
        }
        properties.push(format!("title={}", property(&finding.code)));
        let mut message = format!("{}. {}", headline(finding), finding.why);
        if let Subject::Url(url) = &shown.subject {
            message = format!("{url}: {message}");
        }
        message.extend(finding.fix.as_ref().map(|fix| format!("\nCorrected:\n{fix}")));
        lines.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&shown_as_is(&message))));
    }
    lines
}

/// What a page wrote may stand in a reason and in a correction: its lines stay, and nothing else drives the log.
fn shown_as_is(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\r' | '\n') { c.to_string() } else { printable(c) }).collect()
}

/// `escapeData` of the runner's toolkit: a line is a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `escapeProperty`: a colon ends the properties, a comma one of them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::format::{Mark, Region};
    use crate::audit::{AuditReport, Response, audit_headers};
    use crate::finding::registry;

    fn report() -> AuditReport {
        let mut report = audit_headers(&Response::default());
        let mut finding = registry::PP_UNRECOGNIZED.found(None);
        finding.code.push_str(":a,b");
        finding.title = "100 %\r\n::error::x".into();
        report.findings = vec![finding, registry::CSP_MISSING.found(None), registry::CONNECT_INSECURE.found(None)];
        report
    }

    #[test]
    fn a_finding_is_a_line_and_no_more() {
        let report = report();
        let mut shown = Shown::new(&report, Subject::File("a:b,c%.txt".into()));
        shown.marks = vec![Mark { region: Some(Region { line: 3, start: 5, end: 9 }), known: None }];
        let lines = github(&shown);
        let lines: Vec<_> = lines.lines().collect();
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert!(!lines[0].starts_with("::"), "{}", lines[0]);
        let start = "::notice file=a%3Ab%2Cc%25.txt,line=3,col=5,endColumn=9,title=pp-unrecognized-feature%3Aa%2Cb::";
        assert!(lines[1].starts_with(&format!("{start}100 %25%0D%0A::error::x")), "{}", lines[1]);
        assert!(lines[2].starts_with("::error file=") && lines[2].contains("%0ACorrected:%0A"), "{}", lines[2]);
        assert!(lines[3].starts_with("::warning file="), "{}", lines[3]);
    }

    #[test]
    fn what_is_known_is_left_out_and_a_url_is_no_file() {
        let report = report();
        let mut shown = Shown::new(&report, Subject::Url("https://a.test/".into()));
        shown.marks = [Some(true), Some(false), Some(true)].map(|known| Mark { region: None, known }).to_vec();
        let lines = github(&shown);
        assert_eq!(lines.lines().count(), 2, "{lines}");
        assert!(lines.contains("::error title=csp-missing::https://a.test/: "), "{lines}");
    }
}
