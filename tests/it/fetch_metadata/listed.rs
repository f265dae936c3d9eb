//! Which probes an audit of a server lists.

use mcp_cordon::{cors, fetch_metadata};
use serde_json::json;

use crate::common::{
    self,
    json::read,
    server::{APP, URL, target},
};

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
