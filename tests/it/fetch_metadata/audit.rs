//! What a probed server's answers say of which requests reach its handlers, the same natively and in browsers.

use mcp_cordon::audit::{AuditReport, ServerAudit, audit_request_policy, audit_routes, audit_server};
use mcp_cordon::cors::{self, CorsAudit, CorsPolicy, CorsRequest, decide_cors};
use mcp_cordon::fetch_metadata::{
    self, Isolation, IsolationInput, ListedProbe, ProbeResponse, RequestAudit, RequestFacts, RequestTarget,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::common;

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// In the order of the alphabet, for the report has them by severity.
fn codes(report: &AuditReport) -> Vec<&str> {
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes
}

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

const URL: &str = "https://api.test/mcp";
const APP: &str = "https://client.test";

fn target(more: Value) -> RequestTarget {
    let mut target = json!({"url": URL, "websocket": true, "origins": [APP], "exemptPaths": ["/badge"]});
    target.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    read(&target)
}

/// A server of this crate's: what it answers is what its isolation and its CORS policy decide, and 200 of a handler. A
/// request's `Host` is the target's.
struct Server {
    isolation: Isolation,
    sockets: Isolation,
    cors: CorsPolicy,
}

impl Server {
    fn new(options: Value, cors: Value) -> Self {
        let isolation = |preset: Option<&str>| {
            let mut options = options.clone();
            if let Some(preset) = preset {
                options["preset"] = preset.into();
            }
            Isolation::parse(read::<IsolationInput>(&options)).expect("the options are valid")
        };
        let cors = CorsPolicy::parse(read(&cors)).expect("the policy is valid");
        Self { isolation: isolation(None), sockets: isolation(Some("websocket")), cors }
    }

    /// The status, and the headers that count.
    fn answer(&self, request: &RequestFacts) -> (u16, Vec<(String, String)>) {
        let is_handshake = request.headers.contains_key("Upgrade");
        let isolation = if is_handshake { &self.sockets } else { &self.isolation };
        let decision = isolation.decide(&request.facts());
        let mut headers = vec![("Vary".to_owned(), decision.vary.join(", "))];
        if !decision.allowed {
            return (decision.status, headers);
        }
        let asked: CorsRequest = read(&json!({"method": request.method, "headers": request.headers}));
        let decided = decide_cors(&asked, &self.cors);
        headers.extend(decided.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        let handler = if is_handshake { 101 } else { 200 };
        (decided.status.unwrap_or(handler), headers)
    }

    fn requests(&self, target: &RequestTarget) -> RequestAudit {
        let listed = fetch_metadata::probes(target).expect("the target is one");
        let answered = |probe: &ListedProbe| {
            let (status, headers) = self.answer(&probe.request);
            let mut lines: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
            headers.into_iter().for_each(|(name, value)| lines.entry(name).or_default().push(value));
            let response = json!({"status": status, "headers": lines, "bodyBytes": if status == 403 { 7 } else { 40 }});
            probe.answered(read::<ProbeResponse>(&response))
        };
        RequestAudit { target: target.clone(), probes: listed.iter().map(answered).collect() }
    }

    fn cors(&self, target: &Value) -> CorsAudit {
        let target: cors::Target = read(target);
        let listed = cors::probes(&target).expect("the target is one");
        let answered = |probe: &cors::ListedProbe| {
            let request = RequestFacts {
                method: probe.method.to_owned(),
                scheme: Some("https".to_owned()),
                host: probe.host.clone().unwrap_or_else(|| "api.test".to_owned()),
                path: "/mcp".to_owned(),
                headers: probe.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            };
            let (status, headers) = self.answer(&request);
            probe.answered(Some(status), headers.into_iter().collect())
        };
        let probes = listed.iter().map(answered).collect();
        CorsAudit { target, probes }
    }
}

/// An endpoint's own policy: the origins that CORS lists are trusted.
fn endpoint(more: Value) -> Server {
    let mut options = json!({"allowedHosts": ["api.test"], "trustedOrigins": [APP, "https://api.test"]});
    options.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    Server::new(options, json!({"origins": [APP, "https://api.test"], "preset": "mcp-2025-11-25", "maxAge": 7200}))
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

common::test! {
    fn both_audits_find_nothing_in_an_endpoint() {
        common::start();
        for (url, revision, auth) in [(URL, "2025-11-25", "bearer"), (URL, "2025-06-18", "none")] {
            let server = endpoint(json!({}));
            let cors = server.cors(&json!({"url": url, "auth": auth, "mcp": revision, "origins": [APP]}));
            assert!(cors.probes.len() > 20, "{}", cors.probes.len());
            let requests = server.requests(&target(json!({"auth": auth, "mcp": revision})));
            let report = audit_server(&ServerAudit { cors, requests });
            assert_eq!(codes(&report), [""; 0], "{revision} {auth}: {report:#?}");
        }
    }
}

common::test! {
    fn a_request_of_both_audits_counts_once() {
        common::start();
        // Fetch Metadata is looked at, and Origin is not.
        let server = Server::new(json!({}), json!({"origins": "*"}));
        let mut requests = server.requests(&target(json!({})));
        for probe in &mut requests.probes {
            let headers = &probe.request.headers;
            let is_post = probe.request.method == "POST";
            if is_post && headers.contains_key("Origin") && !headers.contains_key("Sec-Fetch-Site") {
                probe.response.status = Some(200);
            }
        }
        let cors: CorsAudit = read(&json!({
            "target": {"url": URL, "mcp": "2025-11-25"},
            "probes": [{"origin": "https://evil.example", "method": "POST", "status": 200, "response": {}}],
        }));
        assert_eq!(codes(&audit_request_policy(&requests)), ["request-policy-foreign-origin-accepted"]);
        let report = audit_server(&ServerAudit { cors, requests });
        assert_eq!(codes(&report), ["cors-mcp-origin-not-validated"]);
        let evidence = report.findings[0].evidence.as_ref().expect("it says where");
        assert_eq!(evidence.path.as_deref(), Some("/cors/probes/0"));
    }
}

common::test! {
    fn the_listed_origins_find_each_careless_list() {
        common::start();
        let host = |origin: &str| origin.split("://").last().unwrap_or_default().to_owned();
        type Allows<'a> = &'a dyn Fn(&str) -> bool;
        let servers: [(&str, Allows, &[&str]); 8] = [
            ("a list", &|_| false, &[]),
            (
                "whoever asks",
                &|_| true,
                &["cors-http-origin-allowed", "cors-localhost-origin-allowed", "cors-null-origin-allowed", "cors-origin-reflected-with-credentials"],
            ),
            ("ends_with(mcp.test)", &|origin| origin.ends_with("mcp.test"), &["cors-any-subdomain", "cors-http-origin-allowed", "cors-suffix-match-bypass"]),
            (
                "starts_with(https://mcp.test)",
                &|origin| origin.starts_with("https://mcp.test"),
                &["cors-prefix-match-bypass", "cors-special-char-bypass"],
            ),
            (
                "contains(mcp.test)",
                &|origin| origin.contains("mcp.test"),
                &["cors-any-subdomain", "cors-http-origin-allowed", "cors-prefix-match-bypass", "cors-special-char-bypass", "cors-substring-match", "cors-suffix-match-bypass"],
            ),
            (
                "^https://mcp.test$",
                &|origin| origin.len() == 16 && origin.starts_with("https://mcp") && origin.ends_with("test"),
                &["cors-unescaped-dot"],
            ),
            ("the host alone", &|origin| host(origin) == "client.test", &["cors-http-origin-allowed"]),
            ("a developer's", &|origin| origin.starts_with("http://localhost"), &["cors-localhost-origin-allowed"]),
        ];
        let target = json!({"url": "https://mcp.test/mcp", "auth": "cookie", "origins": [APP]});
        for (name, allows, expected) in servers {
            let target: cors::Target = read(&target);
            let listed = cors::probes(&target).expect("the target is one");
            let probes = listed.iter().map(|probe| {
                let origin = probe.origin.as_deref().unwrap_or_default();
                let is_allowed = origin == APP || !origin.is_empty() && allows(origin);
                let mut headers = vec![("Vary", "Origin")];
                if is_allowed {
                    headers.extend([("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]);
                    headers.extend([("Access-Control-Max-Age", "600")]);
                }
                probe.answered(Some(if is_allowed { 200 } else { 403 }), headers.into_iter().collect())
            });
            let input = CorsAudit { probes: probes.collect(), target };
            let report = mcp_cordon::audit::audit_cors(&input);
            let mut found = codes(&report);
            // What is done for whom is allowed in is not what is asked here.
            found.retain(|code| !["cors-simple-post-accepted"].contains(code));
            assert_eq!(found, expected, "{name}");
        }
    }
}

common::test! {
    fn what_is_listed() {
        common::start();
        let requests = fetch_metadata::probes(&target(json!({"exemptPaths": ["/a/b"]}))).expect("the target is one");
        let paths: Vec<&str> = requests.iter().map(|probe| probe.request.path.as_str()).filter(|path| *path != "/mcp").collect();
        assert_eq!(paths, ["/a/b/../../mcp", "/a/b/%2e%2e/%2e%2e/mcp"]);
        let query = fetch_metadata::probes(&target(json!({"url": "http://localhost:8080/a?b=/c#d"}))).expect("it is one");
        let one = query.first().expect("there are some");
        assert_eq!((one.request.host.as_str(), one.request.path.as_str()), ("localhost:8080", "/a?b=/c"));
        let local = cors::probes(&read(&json!({"url": "http://localhost:8080/mcp"}))).expect("it is one");
        let rebound = local.iter().find(|probe| probe.host.is_some()).expect("a name is rebound");
        assert_eq!(rebound.host.as_deref(), Some("rebind.example:8080"));
        assert_eq!(rebound.origin.as_deref(), Some("http://rebind.example:8080"));
        assert!(cors::probes(&read(&json!({"url": URL}))).expect("it is one").iter().all(|probe| probe.host.is_none()));
        // Politeness: at most sixty, of both, with two origins listed.
        let many: cors::Target = read(&json!({"url": URL, "mcp": "2025-11-25", "origins": [APP, "https://b.client.test", "https://c.test"]}));
        assert!(requests.len() + cors::probes(&many).expect("it is one").len() <= 60);
        for url in ["", "api.test", "ftp://api.test/"] {
            let error = fetch_metadata::probes(&target(json!({"url": url}))).expect_err(url);
            assert!(error.to_string().contains(&format!("target.url: \"{url}\"")), "{error}");
            let error = cors::probes(&read(&json!({"url": url}))).expect_err(url);
            assert!(error.to_string().contains(&format!("target.url: \"{url}\"")), "{error}");
        }
        for body in requests.iter().filter_map(|probe| probe.body) {
            assert!(body.contains("\"ping\"") && !body.contains("tools"), "{body}");
        }
    }
}

common::test! {
    fn routes() {
        common::start();
        for (routes, expected) in [
            (json!([]), &[][..]),
            (json!([{"method": "GET", "path": "/orders/:id"}, {"method": "POST", "path": "/orders/:id/cancel"}]), &[]),
            (json!([{"method": "get", "path": "/orders/:id/cancel"}]), &["route-get-looks-state-changing"]),
            (json!([{"method": "HEAD", "path": "/log-out"}]), &["route-get-looks-state-changing"]),
            (json!([{"method": "GET", "path": "/history/delete", "changesState": false}]), &[]),
            (json!([{"method": "GET", "path": "/hook", "changesState": true}]), &["route-get-changes-state"]),
            (json!([{"method": "DELETE", "path": "/hook", "changesState": true}]), &[]),
            (json!([{"method": "GET", "path": "/a?action=delete"}, {"method": "GET", "path": "/b/remove"}]), &["route-get-looks-state-changing"; 2]),
        ] {
            let report = audit_routes(&read(&json!({"routes": routes})));
            assert_eq!(codes(&report), expected, "{routes}");
        }
        let input = json!({"routes": [{"method": "GET", "path": "/logout"}], "baseUrl": "https://app.test/x"});
        let finding = audit_routes(&read(&input)).findings.pop().expect("it is found");
        let evidence = finding.evidence.expect("it says where");
        assert_eq!(evidence.path.as_deref(), Some("/routes/0"));
        assert_eq!(evidence.url.as_deref(), Some("https://app.test/logout"));
    }
}
