//! The checks of a policy, by the findings that they raise.

use mcp_cordon::audit::{Grade, audit_policies};
use mcp_cordon::csp::Observed;

use crate::common;

fn headers(values: &[&str]) -> Observed {
    Observed { headers: values.iter().map(|value| (*value).to_owned()).collect(), ..Observed::default() }
}

common::test! {
    fn findings_of_a_header() {
        common::start();
        for (header, expected, not) in [
            ("default-src 'self'", &["csp-connect-src-inherited"][..], &["csp-connect-src-missing", "csp-missing"][..]),
            ("default-src 'self'; connect-src 'self' https://api.test", &[], &["csp-connect-src-inherited"]),
            ("default-src 'self'; connect-src *", &["csp-connect-src-wildcard"], &["csp-connect-src-missing"]),
            ("default-src *", &["csp-connect-src-wildcard", "csp-script-src-wildcard"], &[]),
            ("default-src 'self'; connect-src https:", &["csp-connect-src-bare-scheme"], &["csp-connect-src-wildcard"]),
            ("default-src 'self'; connect-src 'self' http:", &["csp-connect-src-bare-scheme"], &[]),
            ("script-src 'self'", &["csp-connect-src-missing"], &["csp-script-src-missing"]),
            ("connect-src 'self'", &["csp-script-src-missing"], &["csp-connect-src-missing"]),
            ("connect-src 'self'; connect-src *", &[], &["csp-connect-src-wildcard"]),
            ("connect-src *, default-src 'self'; connect-src 'self'", &[], &["csp-connect-src-wildcard"]),
            ("default-src 'self' connect-src *", &["csp-connect-src-wildcard"], &[]),
            ("connect-src https://api.example.com/\u{e9}", &["csp-connect-src-missing"], &[]),
            ("connect-src: 'self'", &["csp-connect-src-missing"], &[]),
            ("connect-src", &[], &["csp-connect-src-missing", "csp-connect-src-wildcard"]),
            ("script-src 'self' 'unsafe-inline'; connect-src 'self'", &["csp-script-unsafe-inline"], &[]),
            ("script-src 'unsafe-inline' 'nonce-4ih5rP0r1s8Pq7bC'; connect-src 'self'", &[], &["csp-script-unsafe-inline"]),
            ("script-src 'nonce-4ih5rP0r1s8Pq7bC' 'strict-dynamic' https:; connect-src 'self'", &[], &["csp-script-src-bare-scheme"]),
            ("script-src 'self' 'unsafe-eval'; connect-src 'self'", &["csp-script-unsafe-eval"], &[]),
            ("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'", &[], &["csp-script-unsafe-eval"]),
        ] {
            let report = audit_policies(&headers(&[header]));
            let codes: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert!(expected.iter().all(|code| codes.contains(code)), "{header}: {codes:?} lacks one of {expected:?}");
            assert!(!not.iter().any(|code| codes.contains(code)), "{header}: {codes:?} has one of {not:?}");
        }
    }
}

common::test! {
    fn a_page_without_an_enforced_policy() {
        common::start();
        let nothing = audit_policies(&Observed::default());
        let codes: Vec<_> = nothing.findings.iter().map(|finding| finding.code.as_str()).collect();
        let expected = ["csp-missing", "csp-script-src-missing", "csp-connect-src-missing", "trusted-types-not-required"];
        assert_eq!(codes, expected);
        assert_eq!((nothing.score, nothing.grade), (0, Grade::F));

        let observed = Observed { report_only: vec!["default-src 'self'".into()], ..Observed::default() };
        let codes: Vec<_> = audit_policies(&observed).findings.into_iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&"csp-report-only-without-enforced".to_owned()), "{codes:?}");
        assert!(!codes.contains(&"csp-missing".to_owned()), "{codes:?}");
    }
}

common::test! {
    fn the_narrowest_policy_counts() {
        common::start();
        let held = "default-src 'self'; form-action 'self'; require-trusted-types-for 'script'";
        let both = audit_policies(&headers(&["connect-src *; script-src *; img-src *", held]));
        assert_eq!(both.score, 100, "{:?}", both.findings);
        let meta = Observed { meta: vec![held.into()], ..Observed::default() };
        assert_eq!(audit_policies(&meta).score, 100);
        let by_event = Observed { enforced: vec![held.into()], ..Observed::default() };
        assert_eq!(audit_policies(&by_event).score, 100);
    }
}
