//! Configurations of the Sanitizer API's form that are refused.

use mcp_cordon::sanitizer::{SanitizeOptions, SanitizeOptionsInput, UrlUse, sanitize_tool_output};

use crate::common;

common::test! {
    fn configurations_that_are_refused() {
        common::start();
        for (config, says) in [
            (r#"{"elements": ["script"]}"#, "options.config.elements: \"script\" can never be allowed"),
            (r#"{"elements": ["SCRIPT"]}"#, "\"SCRIPT\" can never be allowed"),
            (r#"{"elements": [{"name": "iframe"}]}"#, "\"iframe\" can never be allowed"),
            (r#"{"elements": ["form"]}"#, "\"form\" is outside the safe baseline"),
            (r#"{"elements": ["x-card"]}"#, "\"x-card\" is outside the safe baseline"),
            (r#"{"elements": [{"name": "a", "namespace": "http://www.w3.org/2000/svg"}]}"#, "of SVG and MathML only svg and math can be listed"),
            (r#"{"removeElements": [{"name": "path", "namespace": "http://www.w3.org/2000/svg"}]}"#, "only svg and math"),
            (r#"{"elements": [{"name": "a", "attributes": ["onclick"]}]}"#, "\"onclick\" can never be allowed: it runs script"),
            (r#"{"attributes": ["onclick"]}"#, "options.config.attributes: \"onclick\" can never be allowed"),
            (r#"{"attributes": ["ONX"]}"#, "can never be allowed"),
            (r#"{"attributes": ["style"]}"#, "\"style\" is outside the safe baseline"),
            (r#"{"attributes": ["srcdoc"]}"#, "outside the safe baseline"),
            (r#"{"attributes": ["data-controller"]}"#, "frameworks run it"),
            (r#"{"comments": true}"#, "options.config.comments: a comment never survives"),
            (r#"{"elements": ["p"], "removeElements": ["b"]}"#, "options.config.removeElements: not beside elements"),
            (r#"{"attributes": ["id"], "removeAttributes": ["title"]}"#, "options.config.removeAttributes: not beside attributes"),
            (r#"{"elements": ["p"], "replaceWithChildrenElements": ["p"]}"#, "\"p\" is listed as an element that stays"),
        ] {
            let input: SanitizeOptionsInput = serde_json::from_str(&format!("{{\"config\": {config}}}")).expect("the config is JSON");
            let error = SanitizeOptions::parse(input).expect_err(config);
            assert_eq!(error.code(), "invalid-option", "{config}");
            assert!(error.to_string().contains(says), "{config}: {error}");
        }
    }
}

common::test! {
    /// The value that was there needs no escape; the one in its place does.
    fn a_url_that_was_rewritten_is_escaped() {
        common::start();
        let rewrite = |url: &str, _: UrlUse<'_>| Some(format!("{url}?a=1&b='<>\""));
        let options = SanitizeOptions { rewrite_url: Some(&rewrite), ..SanitizeOptions::default() };
        for written in [r#"<a href="https://a.test/x">y</a>"#, r#"<a href='https://a.test/x'>y</a>"#, "<a href=https://a.test/x>y</a>"] {
            let safe = sanitize_tool_output(written, &options).expect("it is within the limits");
            assert!(safe.starts_with("<a href=\"https://a.test/x?a=1&amp;b=%27%3C%3E%22\""), "{written}: {safe}");
        }
    }
}
