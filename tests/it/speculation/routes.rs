//! Which routes of `GET` change something.

use mcp_cordon::audit::audit_routes;
use serde_json::json;

use crate::common::{
    self,
    json::{codes, read},
};

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
