//! Which probes an audit of a server lists.

use mcp_cordon::{cors, fetch_metadata};
use serde_json::json;

use crate::common::{
    self,
    json::read,
    server::{APP, URL, target},
};

common::test! {
    fn requests_are_what_a_browser_would_send() {
        common::start();
        let mcp = json!({"mcp": "2026-07-28"});
        let older = json!({"mcp": "2025-11-25"});
        let patterns = json!({"origins": ["http://localhost:*"]});
        let plain_http = json!({"url": "http://localhost:8080/mcp"});
        let client = "client that is no browser, text";
        for (more, name, header, value) in [
            (&mcp, "another site's image", "Accept", Some("*/*")),
            (&mcp, "another site's image", "Sec-Fetch-Dest", Some("image")),
            (&mcp, "prefetch", "Sec-Purpose", Some("prefetch")),
            (&mcp, "own page's call", "Accept", Some("application/json, text/event-stream")),
            (&mcp, "own page's call", "Origin", Some("https://api.test")),
            (&mcp, "own page's call", "MCP-Protocol-Version", Some("2026-07-28")),
            (&mcp, "own page's call", "Mcp-Method", Some("ping")),
            (&older, "own page's call", "Mcp-Method", None),
            (&mcp, client, "Content-Type", Some("text/plain")),
            (&mcp, client, "Sec-Fetch-Site", None),
            (&mcp, "preflight", "Origin", Some(APP)),
            (&mcp, "preflight", "Sec-Fetch-Site", Some("cross-site")),
            (&patterns, "preflight, without Fetch Metadata", "Origin", Some("http://localhost:49152")),
            (&plain_http, "another site's WebSocket", "Origin", Some("https://evil.example")),
        ] {
            let probes = fetch_metadata::probes(&target(more.clone())).expect("the target is one");
            let probe = probes.iter().find(|probe| probe.name == name).unwrap_or_else(|| panic!("no probe is called {name}"));
            assert_eq!(probe.request.headers.get(header).map(String::as_str), value, "{more}: {name}: {header}");
            assert_eq!(probe.body.is_some(), probe.request.method == "POST", "{name}");
            let scheme = if more == &plain_http { "http" } else { "https" };
            assert_eq!(probe.request.scheme.as_deref(), Some(scheme), "{name}");
        }
    }
}

common::test! {
    fn a_sibling_is_another_origin_of_the_same_site() {
        common::start();
        for (url, sibling) in [
            ("https://api.test/mcp", "https://sibling.api.test"),
            ("https://api.test:9000/mcp", "https://sibling.api.test:9000"),
            ("http://localhost:8080/mcp", "http://localhost:8443"),
            ("https://localhost:8443/mcp", "https://localhost:9443"),
            ("http://192.168.1.9/mcp", "http://192.168.1.9:8443"),
            ("http://[fd00::1]/mcp", "http://[fd00::1]:8443"),
            ("http://[::ffff:192.0.2.1]/mcp", "http://[::ffff:c000:201]:8443"),
        ] {
            let probes = fetch_metadata::probes(&target(json!({"url": url}))).expect("the target is one");
            let call = probes.iter().find(|probe| probe.name == "a sibling's call").expect("a sibling calls");
            assert_eq!(call.request.headers.get("Origin").map(String::as_str), Some(sibling), "{url}");
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
