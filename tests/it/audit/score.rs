//! A report's score and its parts.

use mcp_cordon::audit::audit_policies;
use mcp_cordon::csp::Observed;

use crate::common;

common::test! {
    fn the_breakdown_sums() {
        common::start();
        for header in ["default-src *", "script-src 'unsafe-inline' 'unsafe-eval' *", "connect-src https:", "default-src 'self'"] {
            let report = audit_policies(&Observed { headers: vec![header.to_owned()], ..Observed::default() });
            let sum: i32 = report.breakdown.iter().map(|part| part.score).sum();
            assert_eq!(100 + sum, report.score, "{header}");
            for finding in &report.findings {
                assert!(finding.score <= 0 && finding.reference.starts_with("https://"), "{}", finding.code);
                let Some(evidence) = &finding.evidence else { continue };
                let (value, span) = (evidence.value.as_deref().expect("a value"), evidence.span);
                let Some(span) = span else { continue };
                assert!(value.get(span.0..span.1).is_some_and(|directive| directive.contains("-src")), "{value} {span:?}");
            }
        }
    }
}
