//! The two audits of a server together.

use mcp_cordon::audit::{ServerAudit, audit_request_policy, audit_server};
use mcp_cordon::cors::CorsAudit;
use serde_json::json;

use crate::common::{
    self,
    json::{codes, read},
    server::{APP, Server, URL, endpoint, target},
};

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
