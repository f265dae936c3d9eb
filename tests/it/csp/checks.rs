//! The checks of a policy, by the findings that they raise.

use mcp_cordon::audit::{Grade, audit_policies};
use mcp_cordon::csp::{self, Asked, Csp, Disposition, Observed, PagePolicies, WAYS};
use mcp_cordon::source::Origin;

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
            ("default-src 'self'; connect-src wss:", &["csp-connect-src-bare-scheme"], &[]),
            ("default-src 'self'; img-src wss:", &[], &["csp-exfil-channel-open:img-src"]),
            ("default-src 'self'; connect-src https://*.workers.dev/api/", &["csp-connect-src-multi-tenant-host"], &[]),
            // The widest of several ways is the one that is said.
            ("default-src 'self'; connect-src https://* wss:", &["csp-connect-src-bare-scheme"], &["csp-connect-src-wildcard-host"]),
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

common::test! {
    fn hosts_that_serve_script_for_anybody() {
        common::start();
        for (source, why) in [
            ("https://cdn.jsdelivr.net", "it serves any package that anybody publishes"),
            ("cdn.jsdelivr.net", "any package"),
            ("https://*.jsdelivr.net", "any package"),
            ("https://cdn.jsdelivr.net/npm/", "any package"),
            ("https://cdn.jsdelivr.net/npm/vue@3.5.0/", ""),
            ("https://cdn.jsdelivr.net/npm", ""),
            ("https://unpkg.com/", "any package"),
            ("https://unpkg.com/react@19.0.0/", ""),
            ("https://ajax.googleapis.com/ajax/libs/", "old frameworks"),
            ("https://ajax.googleapis.com/ajax/libs/jquery/", ""),
            ("https://www.google.com/complete/search", "whatever the address names"),
            ("https://www.google.com/recaptcha/", ""),
            ("https://www.googletagmanager.com/gtm.js", "what any account uploads"),
            ("https://www.google-analytics.com", ""),
            ("https://www.google-analytics.com 'unsafe-eval'", "tags that any account wrote"),
            ("https://app.example.com", ""),
        ] {
            let report = audit_policies(&headers(&[&format!("script-src 'self' {source}; object-src 'none'")]));
            let found = report.findings.iter().find(|finding| finding.code == "csp-script-gadget-host");
            assert_eq!(found.is_some(), !why.is_empty(), "{source}");
            assert!(found.is_none_or(|finding| finding.why.contains(why)), "{source}: {found:?}");
        }
    }
}

common::test! {
    fn a_way_that_is_open_is_called_by_the_directive_that_is_about_it() {
        common::start();
        for (header, channel, subject) in [
            ("default-src *", "img-src", "img-src"),
            ("default-src *", "style-src", "style-src"),
            ("default-src 'self'; style-src *", "style-src", "style-src"),
            ("default-src 'self'; style-src-elem *", "style-src", "style-src-elem"),
            ("default-src 'self'; script-src-elem *", "script-src", "script-src-elem"),
            ("default-src 'self'; child-src *", "frame-src", "child-src"),
            // What is loaded ahead may go wherever any directive lets something go.
            ("default-src 'self'; img-src *", "prefetch", "prefetch"),
            ("default-src *", "prefetch", "prefetch"),
        ] {
            let policies = PagePolicies::new(&headers(&[header]));
            let way = WAYS.iter().find(|way| way.name == channel).expect("it is a way out");
            let opening = way.opening(&policies).unwrap_or_else(|| panic!("{header}: {channel} is open"));
            assert_eq!(way.subject(&opening), subject, "{header}: {channel}");
        }
    }
}

common::test! {
    fn what_is_less_bad_costs_less_and_never_nothing() {
        common::start();
        for (worse, less) in [
            ("img-src *", "img-src https://*.workers.dev"),
            ("form-action *", "form-action https://*.workers.dev"),
            ("script-src data:", "script-src blob:"),
            ("script-src http://cdn.example.com", "script-src 'self'; style-src http://cdn.example.com"),
        ] {
            let score = |policy: &str| {
                let report = audit_policies(&headers(&[&format!("default-src 'self'; {policy}")]));
                let ours = report.findings.iter().filter(|finding| {
                    let codes = ["csp-exfil-channel-open", "csp-script-src-dangerous-scheme", "csp-insecure-source"];
                    finding.code.split(':').next().is_some_and(|code| codes.contains(&code))
                });
                ours.map(|finding| finding.score).min()
            };
            let (worse_score, less_score) = (score(worse), score(less));
            assert!(worse_score < less_score && less_score <= Some(0), "{worse}: {worse_score:?}, {less}: {less_score:?}");
        }
    }
}

common::test! {
    fn so_many_hosts_are_tried_and_no_more() {
        common::start();
        // With a host that nobody named they are one more than is tried.
        let hosts = [
            "replit.app", "replit.dev", "requestcatcher.com", "run.app", "supabase.co", "surge.sh", "trycloudflare.com", "val.run",
            "vercel.app", "web.app", "webhook.site", "workers.dev",
        ];
        let wide = |hosts: &[&str]| format!("connect-src {}", hosts.iter().map(|host| format!("https://*.{host} ")).collect::<String>());
        for (held_to, is_found) in [("replit.app", true), ("webhook.site", true), ("workers.dev", false)] {
            let policies = PagePolicies::new(&headers(&[&wide(&hosts), &wide(&[held_to])]));
            assert_eq!(csp::opening(&policies, Asked::Directive("connect-src")).is_some(), is_found, "{held_to}");
        }
    }
}

common::test! {
    fn whether_hosts_are_named() {
        common::start();
        for (header, are_named) in [
            ("connect-src 'self' https://api.example.com", true),
            ("default-src 'none'", true),
            ("connect-src https://*.workers.dev", true),
            ("connect-src https://*.co.uk", true),
            ("connect-src *:443", false),
            ("connect-src https:", false),
            ("connect-src *", false),
            ("script-src 'self'", false),
        ] {
            let policies = PagePolicies::new(&headers(&[header]));
            assert_eq!(csp::names_hosts(&policies, "connect-src"), are_named, "{header}");
        }
    }
}

common::test! {
    fn a_policy_in_a_browsers_words() {
        common::start();
        let of = |text: &str| Csp::parse(text, csp::Origin::Header, Disposition::Enforce);
        for (declared, named, is_same) in [
            ("img-src cdn.test; script-src 'self'", "script-src 'self'; img-src https://cdn.test", true),
            ("script-src 'nonce-4ih5rP0r1s8Pq7bC'", "script-src 'nonce-Zm9yIGFub3RoZXI='", true),
            ("script-src 'nonce-4ih5rP0r1s8Pq7bC'", "script-src 'none'", false),
            ("script-src 'SELF' 'Unsafe-Inline'", "script-src 'self' 'unsafe-inline'", true),
            ("script-src 'self'", "script-src 'self' 'unsafe-inline'", false),
            ("script-src 'self' 'unsafe-inline'", "script-src 'self'", false),
            ("script-src 'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='", "script-src 'sha256-mv5zxkdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='", false),
            ("script-src 'none'", "script-src", true),
            ("script-src 'self' 'nonsense'", "script-src 'self'", true),
            ("script-src 'self'; report-uri /r; navigate-to 'self'", "script-src 'self'", true),
            ("script-src 'self'; img-src 'self'", "script-src 'self'", false),
        ] {
            let same = of(declared).is_same(&of(named), &Origin::of("https://app.test"));
            assert_eq!(same, is_same, "{declared} as {named}");
        }
        let reported = Csp::parse("script-src 'self'", csp::Origin::Header, Disposition::Report);
        assert!(!reported.is_same(&of("script-src 'self'"), &Origin::of("https://app.test")));
    }
}

common::test! {
    fn a_finding_says_where() {
        common::start();
        let report = audit_policies(&headers(&["default-src 'self'; connect-src *"]));
        let found = report.findings.iter().find(|finding| finding.code == "csp-connect-src-wildcard").expect("it is found");
        let evidence = found.evidence.as_ref().expect("it says where");
        assert_eq!(evidence.header.as_deref(), Some("Content-Security-Policy"));
        assert_eq!(evidence.value.as_deref(), Some("default-src 'self'; connect-src *"));
        assert_eq!(evidence.span, Some((20, 33)));
    }
}
