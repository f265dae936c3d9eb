//! What a probed server's answers say of which requests reach its handlers, the same natively and in browsers.

use mcp_cordon::audit::audit_request_policy;
use mcp_cordon::fetch_metadata::{self, ProbeResponse, RequestAudit, RequestFacts};
use serde_json::{Value, json};

use crate::common::{
    self,
    json::{codes, read},
    server::{APP, Server, target},
};

common::test! {
    fn rows() {
        common::start();
        let rows: Vec<Value> =
            serde_json::from_str(include_str!("../../data/request_policy_audit.json")).expect("the rows are JSON");
        assert!(rows.len() >= 80, "the file is whole");
        let mut failures = Vec::new();
        for row in &rows {
            let report = audit_request_policy(&read(row));
            let codes = codes(&report);
            let strings = |field: &str| row[field].as_array().cloned().unwrap_or_default();
            let has = |code: &Value| codes.iter().any(|found| code == found);
            let missed: Vec<_> = strings("expectedFindings").into_iter().filter(|code| !has(code)).collect();
            let wrong: Vec<_> = strings("mustNotFind").into_iter().filter(has).collect();
            // What costs points is expected, or found by mistake.
            let expected = strings("expectedFindings");
            let costs = report.breakdown.iter().filter(|part| !expected.iter().any(|code| *code == part.code));
            let unexpected: Vec<&str> = costs.map(|part| part.code.as_str()).collect();
            if !missed.is_empty() || !wrong.is_empty() || !unexpected.is_empty() {
                failures.push(format!(
                    "{} {}: {codes:?}: not found {missed:?}, found {wrong:?}, unexpected {unexpected:?}",
                    row["id"], row["note"]
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

common::test! {
    fn a_finding_says_where() {
        common::start();
        let probe = |name: &str, site: &str, dest: &str| {
            let headers = json!({"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": dest});
            json!({"name": name, "request": {"method": "GET", "scheme": "https", "host": "api.test", "path": "/mcp", "headers": headers},
                "response": {"status": 200, "headers": {"Vary": "Accept"}}})
        };
        let report = |probes: Value| audit_request_policy(&read(&json!({"target": {"url": "https://api.test/mcp"}, "probes": probes})));
        let evidence = |report: &mcp_cordon::audit::AuditReport, code: &str| {
            let found = report.findings.iter().find(|finding| finding.code == code);
            found.and_then(|finding| finding.evidence.clone()).unwrap_or_else(|| panic!("no {code}: {report:?}"))
        };
        let mut refused = probe("", "cross-site", "script");
        refused["response"]["status"] = 403.into();
        let all = report(json!([probe("own", "same-origin", "empty"), probe("an image", "cross-site", "image"), refused]));
        let isolation = evidence(&all, "request-policy-no-isolation");
        assert_eq!(
            (isolation.path.as_deref(), isolation.value.as_deref(), isolation.url.as_deref(), isolation.header),
            (Some("/probes/1"), Some("an image: GET /mcp 200"), Some("https://api.test/mcp"), None)
        );
        let vary = evidence(&all, "request-policy-vary-missing");
        assert_eq!((vary.header.as_deref(), vary.value.as_deref()), (Some("Vary"), Some("Accept")));
        let nothing = evidence(&report(json!([])), "request-policy-not-told");
        assert_eq!((nothing.path.as_deref(), nothing.url.as_deref()), (Some("/probes"), Some("https://api.test/mcp")));
    }
}

common::test! {
    fn nothing_is_found_in_what_the_defaults_answer_and_each_weakness_by_itself() {
        common::start();
        let open = json!({"origins": "*"});
        for (options, target_options, expected) in [
            (json!({}), json!({}), &[][..]),
            (json!({}), json!({"auth": "bearer", "mcp": "2026-07-28"}), &[]),
            (json!({"sameSite": "allow"}), json!({}), &["request-policy-same-site-accepted"]),
            (json!({"missing": "deny"}), json!({}), &["request-policy-clients-refused"]),
            (json!({"speculation": "allow"}), json!({}), &["request-policy-speculative-accepted"]),
            // Trusted where handshakes are judged as well.
            (json!({"trustedOrigins": [APP, "https://evil.example"]}), json!({"websocket": false}), &["request-policy-foreign-origin-accepted"]),
            (
                json!({"trustedOrigins": [APP, "https://evil.example"]}),
                json!({}),
                &["request-policy-foreign-origin-accepted", "request-policy-websocket-accepted"],
            ),
            // Isolation lets clients through that are no browsers: where cookies count, a token stands beside it.
            (json!({}), json!({"auth": "cookie"}), &["request-policy-no-csrf-token"]),
            (json!({"exemptPaths": ["/badge"]}), json!({}), &[]),
        ] {
            let server = Server::new(options.clone(), open.clone());
            let report = audit_request_policy(&server.requests(&target(target_options)));
            assert_eq!(codes(&report), expected, "{options}: {report:#?}");
        }
    }
}

common::test! {
    fn a_server_without_a_policy_gets_the_guides_scores() {
        common::start();
        let none = |request: &RequestFacts| match request.method.as_str() {
            _ if request.headers.contains_key("Upgrade") => 101,
            "OPTIONS" => 204,
            _ => 200,
        };
        let target = target(json!({"auth": "cookie"}));
        let listed = fetch_metadata::probes(&target).expect("the target is one");
        let probes = listed.iter().map(|probe| {
            probe.answered(ProbeResponse { status: Some(none(&probe.request)), ..ProbeResponse::default() })
        });
        let report = audit_request_policy(&RequestAudit { probes: probes.collect(), target });
        let parts: Vec<(&str, i32)> = report.breakdown.iter().map(|part| (part.code.as_str(), part.score)).collect();
        assert_eq!(
            parts,
            [
                ("request-policy-no-isolation", -24),
                ("request-policy-navigation-accepted", -20),
                ("request-policy-websocket-accepted", -18),
                ("request-policy-no-csrf-token", -12),
                ("request-policy-speculative-accepted", -4),
            ]
        );
        assert_eq!(report.score, 22);
    }
}
