//! Markdown, the same natively and in browsers: `data/markdown.json`.

use mcp_cordon::sanitizer::{SanitizeOptions, SanitizeOptionsInput, inspect_markdown, sanitize_tool_output};
use serde::Deserialize;

use crate::common;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    input: String,
    #[serde(default)]
    options: SanitizeOptionsInput,
    html: String,
    /// `code name`, in order.
    #[serde(default)]
    removed: Vec<String>,
}

common::test! {
    fn every_case() {
        common::start();
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../data/markdown.json")).expect("data/markdown.json is a list of cases");
        assert!(cases.len() >= 30, "the file is whole");
        let mut failures = Vec::new();
        for case in &cases {
            let options = SanitizeOptions::parse(case.options.clone()).expect("the case's options are valid");
            let report = inspect_markdown(&case.input, &options).expect("the case's input is within the limits");
            let removed: Vec<_> = report.removed.iter().map(|one| format!("{} {}", one.code.as_str(), one.name)).collect();
            if report.html != case.html || removed != case.removed {
                failures.push(format!("{}\n  input   {}\n  html    {:?}\n  wanted  {:?}\n  removed {removed:?}\n  wanted  {:?}",
                    case.name, case.input, report.html, case.html, case.removed));
            }
            let again = sanitize_tool_output(&report.html, &options).expect("output is within the limits");
            assert_eq!(again, report.html, "{}, twice", case.name);
        }
        assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    }
}

common::test! {
    fn hostile_shapes_take_no_time() {
        common::start();
        let options = SanitizeOptions { math: true, ..SanitizeOptions::default() };
        for part in ["\\(", "\\[", "$", "$$", "$a", "\\(a\\)", "`\\(", "www.", "https://a.", "a@", "a@b.c ", "# a\n", "<x-", "<x>", "</x>", "> [!NOTE]\n"] {
            let shown = inspect_markdown(&part.repeat(20_000), &options);
            assert!(shown.is_ok() || shown.is_err_and(|error| error.code().starts_with("limit-")), "{part}");
        }
    }
}
