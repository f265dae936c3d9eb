//! Options of isolation that are refused, and the default.

use mcp_cordon::fetch_metadata::Isolation;

use crate::common;

common::test! {
    fn options_that_are_refused() {
        common::start();
        for (options, says) in [
            (r#"{"trustedOrigins": ["https://a.test/"]}"#, "options.trustedOrigins: \"https://a.test/\""),
            (r#"{"trustedOrigins": ["null"]}"#, "options.trustedOrigins"),
            (r#"{"trustedOrigins": ["https://*.a.test"]}"#, "options.trustedOrigins"),
            (r#"{"trustedOrigins": ["*"]}"#, "options.trustedOrigins"),
            (r#"{"trustedOrigins": ["http://localhost.evil.test:*"]}"#, "options.trustedOrigins"),
            (r#"{"trustedOrigins": ["http://localhost:*@evil.test"]}"#, "options.trustedOrigins"),
            (r#"{"trustedOrigins": ["vscode-webview://*.evil"]}"#, "options.trustedOrigins: \"vscode-webview://*.evil\": is a pattern"),
            (r#"{"trustedOrigins": ["chrome-extension://*"]}"#, "options.trustedOrigins: \"chrome-extension://*\": is a pattern"),
            (r#"{"allowedHosts": ["https://a.test"]}"#, "options.allowedHosts"),
            (r#"{"allowedHosts": ["*.a.test"]}"#, "options.allowedHosts"),
            (r#"{"allowedHosts": ["a.test:x"]}"#, "options.allowedHosts"),
            (r#"{"exemptPaths": ["/"]}"#, "options.exemptPaths"),
            (r#"{"exemptPaths": ["badge"]}"#, "options.exemptPaths"),
            (r#"{"exemptNavigationPaths": ["/a/../b"]}"#, "options.exemptNavigationPaths"),
        ] {
            let error = Isolation::parse(serde_json::from_str(options).expect("the options are JSON")).expect_err(options);
            assert_eq!(error.code(), "invalid-option");
            assert!(error.to_string().starts_with(says), "{error}");
        }
    }
}

common::test! {
    fn the_default_is_what_no_options_are() {
        common::start();
        assert_eq!(Isolation::default(), Isolation::parse(serde_json::from_str("{}").expect("no options are JSON")).expect("no options are valid"));
    }
}
