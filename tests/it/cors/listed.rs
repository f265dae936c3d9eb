//! The probes of a CORS audit find each careless list of origins.

use mcp_cordon::audit::audit_cors;
use mcp_cordon::cors::{self, CorsAudit, ListedProbe};
use serde_json::{Value, json};

use crate::common::{
    self,
    json::{codes, read},
};

const APP: &str = "https://client.test";

/// The probes for a target.
fn listed(target: &Value) -> Vec<ListedProbe> {
    cors::probes(&read(target)).expect("the target is one")
}

fn named<'a>(probes: &'a [ListedProbe], name: &str) -> &'a ListedProbe {
    probes.iter().find(|probe| probe.name == name).unwrap_or_else(|| panic!("no probe is called {name}"))
}

common::test! {
    fn probes_are_what_a_browser_would_send() {
        common::start();
        let mcp = json!({"url": "https://mcp.test/mcp", "auth": "bearer", "mcp": "2026-07-28", "origins": [APP]});
        let older = json!({"url": "https://mcp.test/mcp", "mcp": "2025-11-25", "origins": [APP]});
        let plain = json!({"url": "https://mcp.test/mcp", "origins": [APP]});
        let at_home = json!({"url": "http://192.168.1.9:8080/mcp"});
        let own_machine = json!({"url": "http://localhost:8080/mcp"});
        const NAMES: &str = "authorization,content-type,mcp-method,mcp-name,mcp-protocol-version";
        for (target, name, header, value) in [
            (&mcp, "no origin", "Origin", None),
            (&mcp, "no origin", "Sec-Fetch-Site", None),
            (&mcp, "own origin", "Sec-Fetch-Site", Some("same-origin")),
            (&mcp, "subdomain", "Sec-Fetch-Site", Some("same-site")),
            (&mcp, "suffix", "Sec-Fetch-Site", Some("cross-site")),
            (&mcp, "listed origin", "Accept", Some("application/json, text/event-stream")),
            (&mcp, "listed origin", "Origin", Some(APP)),
            (&mcp, "listed origin", "Sec-Fetch-Mode", Some("cors")),
            (&mcp, "listed origin", "Mcp-Method", Some("ping")),
            (&mcp, "listed origin", "MCP-Protocol-Version", Some("2026-07-28")),
            (&older, "listed origin", "Mcp-Method", None),
            (&older, "listed origin", "MCP-Protocol-Version", Some("2025-11-25")),
            (&plain, "listed origin", "MCP-Protocol-Version", None),
            (&mcp, "listed origin, preflight", "Accept", Some("*/*")),
            (&mcp, "listed origin, preflight", "Access-Control-Request-Method", Some("POST")),
            (&mcp, "listed origin, preflight", "Access-Control-Request-Headers", Some(NAMES)),
            (&older, "listed origin, preflight", "Access-Control-Request-Method", Some("DELETE")),
            // Without `Authorization`, for it asks nobody for a token.
            (&older, "listed origin, preflight", "Access-Control-Request-Headers", Some("content-type,last-event-id,mcp-protocol-version,mcp-session-id")),
            (&plain, "listed origin, preflight", "Access-Control-Request-Headers", Some("content-type")),
            (&mcp, "stranger's text", "Content-Type", Some("text/plain")),
            (&mcp, "stranger's text", "Origin", Some("https://evil.example")),
            // Fetch Metadata goes to trustworthy origins alone.
            (&at_home, "stranger", "Origin", Some("https://evil.example")),
            (&at_home, "stranger", "Sec-Fetch-Site", None),
            (&own_machine, "stranger", "Sec-Fetch-Site", Some("cross-site")),
        ] {
            let probes = listed(target);
            assert_eq!(named(&probes, name).headers.get(header).as_deref(), value, "{target}: {name}: {header}");
        }
        let patterns = json!({"url": "https://mcp.test/mcp", "origins": ["http://localhost:*", "vscode-webview://*"]});
        let asking = listed(&patterns).into_iter().filter(|probe| probe.name == "listed origin");
        let asking: Vec<_> = asking.filter_map(|probe| probe.origin).collect();
        assert_eq!(asking, ["http://localhost:49152", "vscode-webview://0123456789abcdef"]);
        let likes = |target: &Value, origin: &str| listed(target).iter().any(|probe| probe.origin.as_deref() == Some(origin));
        assert!(likes(&mcp, "https://evilmcp.test") && likes(&mcp, "https://evilclient.test"));
        assert!(!likes(&at_home, "https://evil192.168.1.9") && !likes(&own_machine, "https://evillocalhost"));
        let subdomains = listed(&mcp).into_iter().filter(|probe| probe.name == "subdomain");
        let sites: Vec<_> = subdomains.map(|probe| probe.headers.get("Sec-Fetch-Site").map(|site| site.into_owned())).collect();
        assert_eq!(sites, [Some("same-site".to_owned()), Some("cross-site".to_owned())]);
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
            let report = audit_cors(&input);
            let mut found = codes(&report);
            // What is done for whom is allowed in is not what is asked here.
            found.retain(|code| !["cors-simple-post-accepted"].contains(code));
            assert_eq!(found, expected, "{name}");
        }
    }
}
