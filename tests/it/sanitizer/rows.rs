//! The sanitizer's cases, the same natively and in browsers: `data/sanitizer.json`.

use mcp_cordon::policy::{Policy, PolicyInput};
use mcp_cordon::sanitizer::{
    Code, InvisibleText, SanitizeOptions, SanitizeOptionsInput, UrlUse, inspect_tool_output, sanitize_tool_output,
};
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

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../../data/sanitizer.json")).expect("data/sanitizer.json is a list of cases")
}

common::test! {
    fn every_case() {
        common::start();
        let cases = cases();
        assert!(cases.len() > 100, "the file is whole");
        let mut failures = Vec::new();
        for case in &cases {
            let options = SanitizeOptions::parse(case.options.clone()).expect("the case's options are valid");
            let report = inspect_tool_output(&case.input, &options).expect("the case's input is within the limits");
            let removed: Vec<_> = report.removed.iter().map(|one| format!("{} {}", one.code.as_str(), one.name)).collect();
            if report.html != case.html || removed != case.removed {
                failures.push(format!("{}\n  input   {}\n  html    {}\n  wanted  {}\n  removed {removed:?}\n  wanted  {:?}",
                    case.name, case.input, report.html, case.html, case.removed));
            }
        }
        assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    }
}

common::test! {
    fn twice_is_once() {
        common::start();
        for case in cases() {
            let options = SanitizeOptions::parse(case.options).expect("the case's options are valid");
            let again = inspect_tool_output(&case.html, &options).expect("output is within the limits");
            assert_eq!(again.html, case.html, "{}", case.name);
            // What is reported and stays is reported again.
            let keeps_text = options.invisible_text == InvisibleText::Keep;
            let stays = |code: Code| code == Code::UrlTextMismatch || keeps_text && code.as_str().starts_with("text-");
            let gone = again.removed.iter().filter(|one| !stays(one.code)).count();
            assert_eq!(gone, 0, "{}: {:?}", case.name, again.removed);
            assert!(!again.changed, "{}", case.name);
        }
    }
}

common::test! {
    fn the_string_is_the_report_s() {
        common::start();
        for case in cases() {
            let options = SanitizeOptions::parse(case.options).expect("the case's options are valid");
            assert_eq!(sanitize_tool_output(&case.input, &options).as_deref(), Ok(case.html.as_str()), "{}", case.name);
        }
    }
}

common::test! {
    /// The policy lists the proxy alone: nothing that the caller answers widens it.
    fn a_blocked_resource_can_be_led_to_a_listed_proxy() {
        common::start();
        let input: PolicyInput = serde_json::from_str(r#"{"resources": ["https://proxy.test"]}"#).expect("the policy is JSON");
        let policy = Policy::parse(input).expect("the policy is valid");
        for (html, answer, wanted) in [
            ("<img src=https://a.test/x>", Some("https://proxy.test/?u=x"), r#"<img src="https://proxy.test/?u=x" referrerpolicy="no-referrer">"#),
            ("<img src=/x>", Some("https://proxy.test/?u=x"), r#"<img src="https://proxy.test/?u=x" referrerpolicy="no-referrer">"#),
            ("<svg><path d='M0 0'/></svg><img src=https://a.test/x>", Some("https://proxy.test/?u=x"), r#"<svg><path d="M0 0"></path></svg><img src="https://proxy.test/?u=x" referrerpolicy="no-referrer">"#),
            ("<img src=https://a.test/x>", Some("https://b.test/x"), r#"<span class="mcp-cordon-blocked">[image blocked, from b.test]</span>"#),
            ("<img src=https://a.test/x>", Some("javascript:alert(1)"), r#"<span class="mcp-cordon-blocked">[image blocked, from javascript:]</span>"#),
            ("<img src=https://a.test/x>", Some("/x"), r#"<span class="mcp-cordon-blocked">[image blocked, from this site]</span>"#),
            ("<img src=https://a.test/x>", None, r#"<span class="mcp-cordon-blocked">[image blocked, from a.test]</span>"#),
        ] {
            let asked = std::cell::Cell::new(0);
            let rewrite = |url: &str, _: UrlUse<'_>| {
                assert!(url.ends_with("/x"), "{url}");
                asked.set(asked.get() + 1);
                answer.map(str::to_owned)
            };
            let input: SanitizeOptionsInput = serde_json::from_str(r#"{"profile": "rich"}"#).expect("the options are JSON");
            let options = SanitizeOptions { policy: policy.clone(), rewrite_url: Some(&rewrite), ..SanitizeOptions::parse(input).expect("they are valid") };
            let shown = sanitize_tool_output(html, &options).expect("it is within the limits");
            assert_eq!((shown.as_str(), asked.get()), (wanted, 1), "{html} {answer:?}");
        }
        let nothing = |_: &str, _: UrlUse<'_>| None;
        let options = SanitizeOptions { policy: policy.clone(), rewrite_url: Some(&nothing), ..SanitizeOptions::default() };
        for html in ["<a href=https://a.test/x>a</a>", "<a href=/x>a</a>", "<a href='#x'>a</a>"] {
            assert_eq!(sanitize_tool_output(html, &options).as_deref(), Ok("<a>a</a>"), "{html}");
        }
        let never = |url: &str, _: UrlUse<'_>| panic!("asked for {url}");
        let options = SanitizeOptions { policy, rewrite_url: Some(&never), ..SanitizeOptions::default() };
        for html in ["<img src=javascript:alert(1)>", "<img src=data:text/html,x>", "<img src=file://a/x>", "<img src='#x'>", "<img src='https://'>"] {
            assert!(sanitize_tool_output(html, &options).is_ok_and(|shown| shown.contains("blocked")), "{html}");
        }
    }
}

/// A drawing as it is kept.
fn drawn(drawing: &str) -> String {
    let input: SanitizeOptionsInput = serde_json::from_str(r#"{"profile": "rich"}"#).expect("the options are JSON");
    let options = SanitizeOptions::parse(input).expect("they are valid");
    sanitize_tool_output(&format!("<svg>{drawing}</svg>"), &options).expect("it is within the limits")
}

common::test! {
    fn a_reference_weighs_what_it_draws() {
        common::start();
        let uses = |count| "<use href=#a />".repeat(count);
        let path = |corners| format!("<path id=a d='M0 0{}'/>", "h1".repeat(corners));
        assert!(drawn(&(path(200) + &uses(500))).contains("<use"));
        assert!(!drawn(&(path(20_000) + &uses(500))).contains("<use"), "corners");
        let text = |letters| format!("<text id=a>{}</text>{}", "x".repeat(letters), uses(1_000));
        assert!(drawn(&text(100)).contains("<use"));
        assert!(!drawn(&text(20_000)).contains("<use"), "text");
        let masked = |count| {
            let masked = "<rect mask='url(#m)'/>".repeat(count);
            format!("<mask id=m><rect/></mask><g id=a>{masked}</g>{}", uses(1_000))
        };
        assert!(drawn(&masked(1)).contains("<use"));
        assert!(!drawn(&masked(10)).contains("<use"), "layers");
        let filtered = |count| {
            let filtered = "<rect filter='url(#f)'/>".repeat(100);
            format!("<filter id=f>{}</filter>{filtered}", "<feOffset/>".repeat(count))
        };
        assert!(drawn(&filtered(1)).contains("url(#"));
        assert!(!drawn(&filtered(100)).contains("url(#"), "primitives");
        let painted =
            |rect: &str, count| format!("<pattern id=p>{}</pattern>{}", "<path/>".repeat(100), rect.repeat(count));
        for rect in ["<rect fill='url(#p)'/>", "<rect stroke='url(#p)'/>", "<g style='stroke:url(#p)'><rect/></g>"] {
            assert!(drawn(&painted(rect, 100)).contains("url(#"), "{rect}");
            assert!(!drawn(&painted(rect, 1_000)).contains("url(#"), "{rect}");
        }
        for property in ["fill:url(#p)", "marker:url(#p)"] {
            let sheet = format!("<style>rect{{{property}}}</style>");
            assert!(drawn(&(sheet.clone() + &painted("<rect/>", 100))).contains("url(#"), "{property}");
            assert!(!drawn(&(sheet + &painted("<rect/>", 1_000))).contains("url(#"), "{property}");
        }
        let chained = |levels: usize| {
            let rule = |at| format!(".a{at}{{fill:url(#p{at})}}");
            let level = |at| format!("<pattern id=p{at}>{}</pattern>", format!("<rect class=a{} />", at + 1).repeat(10));
            let (rules, patterns): (String, String) = ((0..levels).map(rule).collect(), (0..levels).map(level).collect());
            format!("<style>{rules}</style>{patterns}<rect class=a0 />")
        };
        assert!(drawn(&chained(2)).contains("<pattern"));
        let shown = drawn(&chained(7));
        assert!(!shown.contains("url(#") && shown.contains("<pattern"), "patterns that a sheet chains");
        let gradients: String = (0..40).map(|at| format!("<linearGradient id=g{at}><stop/></linearGradient>")).collect();
        let rules: String = (0..40).map(|at| format!(".g{at}{{fill:url(#g{at})}}")).collect();
        assert!(drawn(&format!("<style>{rules}</style>{gradients}<rect class=g0 />")).contains("<linearGradient"));
        let around = |levels: usize| {
            let level = |at| format!("<g fill='url(#p{})'><pattern id=p{at}>{}</pattern></g>", at + 1, "<rect/>".repeat(10));
            format!("{}<pattern id=p{levels}><rect/></pattern><rect fill='url(#p0)'/>", (0..levels).map(level).collect::<String>())
        };
        assert!(drawn(&around(1)).contains("<rect fill"));
        assert!(!drawn(&around(9)).contains("<rect fill"), "what is around a pattern");
        assert!(drawn("<g fill='url(#p)'><pattern id=p><rect/></pattern><rect/></g>").contains("url(#"));
        let many: String = (0..20).map(|at| format!("<g fill='url(#q{at})'>")).collect();
        let drawing = format!("{many}<pattern id=p><rect/></pattern>{}<rect fill='url(#p)'/>", "</g>".repeat(20));
        assert!(!drawn(&drawing).contains("<rect fill"), "more around it than is counted");
        let marker = format!("<marker id=m>{}</marker>", "<path/>".repeat(60));
        let marked = |corners| format!("{marker}<path marker-mid='url(#m)' d='M0 0{}'/>", "h1".repeat(corners));
        assert!(drawn(&marked(1_000)).contains("url(#"));
        assert!(!drawn(&marked(40_000)).contains("url(#"), "markers");
    }
}

common::test! {
    fn what_a_reference_draws_without_being_seen_counts() {
        common::start();
        // Whoever draws the `g` draws the symbol by the `use` in it, and the first of an id is the one.
        let around = "<g id=a><symbol id=b><use href=#a /></symbol></g><use href=#b />";
        assert!(!drawn(around).contains("<use"));
        let twice = "<g id=a><use href=#b /></g><g id=b><use href=#a /></g><g id=b><rect/></g>";
        assert!(!drawn(twice).contains("<use"));
    }
}

common::test! {
    /// Labels within labels would cost the square of what they are.
    fn a_label_is_read_to_a_bound() {
        common::start();
        let label = |letters| drawn(&format!("<foreignObject>{}</foreignObject>", "<i>x</i>".repeat(letters)));
        assert!(label(5_000).contains(&"x".repeat(5_000)));
        assert_eq!(label(6_000), label(5_000));
    }
}
