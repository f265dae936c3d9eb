//! The probes of a CORS audit find each careless list of origins.

use mcp_cordon::audit::audit_cors;
use mcp_cordon::cors::{self, CorsAudit};
use serde_json::json;

use crate::common::{
    self,
    json::{codes, read},
};

const APP: &str = "https://client.test";

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
            let report = audit_cors(&input);
            let mut found = codes(&report);
            // What is done for whom is allowed in is not what is asked here.
            found.retain(|code| !["cors-simple-post-accepted"].contains(code));
            assert_eq!(found, expected, "{name}");
        }
    }
}
