//! Headers that sources and configuration write, judged as `cordon audit` judges those of an answer.

use cordon_scan::rules::Severity as ScanSeverity;
use cordon_scan::{Header, Judged, Verdict};
use mcp_cordon::audit::{Response, audit_headers};
use mcp_cordon::cors::{self, CorsAudit, CorsProbe, Target};
use mcp_cordon::finding::{Finding, Severity, registry};

/// Directives of a policy that is about what a page loads and runs. One without them is about framing or the scheme.
const OF_CONTENT: &[&str] = &["default-src", "script-src", "connect-src"];

/// What is wrong with a header as it is written. What its file leaves out may be sent from elsewhere: that is for
/// `cordon audit` to say, which sees the answer.
pub(super) fn judge(header: Header<'_>) -> Vec<Judged> {
    // It enforces nothing; whether another header does is not in sight.
    if header.name.eq_ignore_ascii_case("Content-Security-Policy-Report-Only") {
        return Vec::new();
    }
    if header.name.eq_ignore_ascii_case("Access-Control-Allow-Origin") {
        return allowed_origin(header);
    }
    let headers = vec![(header.name.to_owned(), header.value.to_owned())];
    let report = audit_headers(&Response { headers, ..Response::default() });
    let is_content = OF_CONTENT.iter().any(|directive| header.value.to_ascii_lowercase().contains(directive));
    let mut found: Vec<Judged> = Vec::new();
    // One source lets many ways out: each of them would be a finding about the same words.
    let of = |judged: &Judged| judged.verdict.code.split(':').next().unwrap_or_default().to_owned();
    for judged in report.findings.iter().filter_map(|finding| judged(finding, header, is_content)) {
        if !found.iter().any(|known| known.part == judged.part && of(known) == of(&judged)) {
            found.push(judged);
        }
    }
    found
}

/// What the audit of CORS says of an answer with that header, as far as the header alone shows it.
fn allowed_origin(header: Header<'_>) -> Vec<Judged> {
    // A server fills it in.
    if header.value.contains(['$', '{', '%', '<']) {
        return Vec::new();
    }
    let response = [(header.name, header.value)].into_iter().collect();
    let probe = CorsProbe { method: "GET".to_owned(), response, ..CorsProbe::default() };
    let findings = cors::audit(&CorsAudit { target: Target::default(), probes: vec![probe] });
    let shown = [registry::cors::NULL_ORIGIN_ALLOWED.code, registry::cors::ACAO_INVALID.code];
    let shown = findings.iter().filter(|finding| shown.iter().any(|code| finding.code == code.as_str()));
    shown.filter_map(|finding| Some(Judged { verdict: verdict(finding)?, part: None })).collect()
}

fn judged(finding: &Finding, header: Header<'_>, is_content: bool) -> Option<Judged> {
    let evidence = finding.evidence.as_ref()?;
    let value = evidence.value.as_deref()?;
    if finding.score == 0 || !evidence.header.as_deref()?.eq_ignore_ascii_case(header.name) {
        return None;
    }
    let verdict = verdict(finding)?;
    // A header's value may hold several policies.
    let ahead = header.value.find(value)?;
    let part = match evidence.span {
        Some((start, end)) => Some((ahead + start, ahead + end)),
        None if is_content && verdict.severity < ScanSeverity::Low => None,
        None => return None,
    };
    Some(Judged { verdict, part })
}

/// A finding in a scan's words; none of what is for information.
fn verdict(finding: &Finding) -> Option<Verdict> {
    let severity = match finding.severity {
        Severity::Critical => ScanSeverity::Critical,
        Severity::High => ScanSeverity::High,
        Severity::Medium => ScanSeverity::Medium,
        Severity::Low => ScanSeverity::Low,
        Severity::Info => return None,
    };
    Some(Verdict {
        code: finding.code.clone().into(),
        severity,
        score: finding.score,
        title: finding.title.clone().into(),
        why: finding.why.clone().into(),
        fix: finding.fix.clone().unwrap_or_default().into(),
        wrong: "Another layer sends another header in place of this one.".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::judge;
    use cordon_scan::Header;
    use mcp_cordon::finding::registry;

    #[test]
    fn what_is_written_is_judged_and_what_is_left_out_is_not() {
        for (name, header, value, expected) in [
            (
                "a wide policy",
                "Content-Security-Policy",
                "default-src 'self'; connect-src *",
                vec![registry::CONNECT_WILDCARD.code.as_str()],
            ),
            (
                "the origin of every sandbox",
                "Access-Control-Allow-Origin",
                "null",
                vec![registry::cors::NULL_ORIGIN_ALLOWED.code.as_str()],
            ),
            (
                "a list of origins",
                "Access-Control-Allow-Origin",
                "https://a.example, https://b.example",
                vec![registry::cors::ACAO_INVALID.code.as_str()],
            ),
            ("one origin", "Access-Control-Allow-Origin", "https://a.example", vec![]),
            ("one that is filled in", "Access-Control-Allow-Origin", "https://$host", vec![]),
            ("one about framing", "content-security-policy", "frame-ancestors 'none'", vec![]),
            ("a report-only one", "Content-Security-Policy-Report-Only", "default-src 'self'", vec![]),
            ("another header", "X-Powered-By", "nobody", vec![]),
        ] {
            let found: Vec<_> =
                judge(Header { name: header, value }).into_iter().map(|judged| judged.verdict.code).collect();
            assert!(expected.iter().all(|code| found.iter().any(|known| known == code)), "{name}: {found:?}");
            assert_eq!(expected.is_empty(), found.is_empty(), "{name}: {found:?}");
        }
    }
}
