//! Policies that are refused, and one that is written out again.

use mcp_cordon::policy::{Policy, PolicyInput};

use crate::common::{self, policy::policy};

common::test! {
    fn policies_that_are_refused() {
        common::start();
        for (json, says) in [
            (r#"{"connect": ["self"]}"#, "policy.connect: \"self\" is a host name here; the keyword is written 'self'"),
            (r#"{"connect": ["'unsafe-inline'"]}"#, "policy.connect: \"'unsafe-inline'\" is not a source of URLs"),
            (r#"{"connect": ["https://a.test https://b.test"]}"#, "is not one source expression"),
            (r#"{"connect": ["https://a.test; script-src *"]}"#, "is not one source expression"),
            (r#"{"resources": ["https://a.test, *"]}"#, "policy.resources"),
            (r#"{"resources": ["https://[::1]"]}"#, "policy.resources: \"https://[::1]\" is not a source expression"),
            (r#"{"resources": ["https://a.test/x?y"]}"#, "has a query or a fragment"),
            (r#"{"connect": ["example.com:"]}"#, "policy.connect: \"example.com:\" is a scheme here, by its colon; a host is written example.com"),
            (r#"{"frames": ["https://x.*.test"]}"#, "policy.frames"),
            (r#"{"frames": [""]}"#, "policy.frames"),
            (r#"{"frames": ["'none'", "https://a.test"]}"#, "'none' stands alone"),
            (r#"{"links": {"schemes": ["javascript"]}}"#, "policy.links.schemes: \"javascript\": never a safe link"),
            (r#"{"links": {"schemes": ["DATA:"]}}"#, "never a safe link"),
            (r#"{"links": {"schemes": ["a b"]}}"#, "expected a scheme"),
            (r#"{"links": {"target": "_top"}}"#, "policy.links.target: \"_top\""),
            (r#"{"links": {"rel": "opener\" onclick=\"x"}}"#, "policy.links.rel"),
            (r#"{"permissions": ["Camera"]}"#, "policy.permissions: \"Camera\": expected a feature such as camera"),
            (r#"{"permissions": ["camera", ""]}"#, "policy.permissions: \"\": expected a feature"),
            (r#"{"reportTo": "/relative"}"#, "policy.reportTo: \"/relative\""),
            (r#"{"reportTo": "javascript:x"}"#, "policy.reportTo"),
        ] {
            let input: PolicyInput = serde_json::from_str(json).expect("the policy is JSON");
            let error = Policy::parse(input).expect_err(json);
            assert_eq!(error.code(), "invalid-policy", "{json}");
            assert!(error.to_string().contains(says), "{json}: {error}");
        }
        assert!(serde_json::from_str::<PolicyInput>(r#"{"conect": []}"#).is_err(), "a misspelt field is no field");
    }
}

common::test! {
    fn a_policy_written_out_is_the_same_policy() {
        common::start();
        for json in [
            "{}",
            r#"{"connect": ["'self'", "https://api.test"], "resources": ["data:"], "links": {"origins": ["https://a.test"]}, "webrtc": true}"#,
            r#"{"frames": ["https://frame.test"], "backgroundFetch": ["https://cdn.test/pack.bin"], "messages": ["https://login.test"],
                "permissions": ["camera"], "reportTo": "https://report.test/r", "links": {"schemes": ["https"], "target": "_self", "rel": "nofollow"}}"#,
        ] {
            let policy = policy(json);
            assert_eq!(Policy::parse(policy.to_input()), Ok(policy), "{json}");
        }
        assert_eq!(Policy::parse(PolicyInput::default()), Ok(Policy::default()));
        let none = policy(r#"{"connect": ["'none'"]}"#);
        assert_eq!((none.to_input().connect, none), (Some(Vec::new()), policy(r#"{"connect": []}"#)));
    }
}
