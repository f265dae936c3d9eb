//! The first bytes of an input choose the options, so that a run tries all of them; what follows is the input itself. The
//! seeds and regressions choose with readable digits.

use mcp_cordon::policy::{Policy, PolicyInput};
use mcp_cordon::sanitizer::{
    BlockedResource, InvisibleText, Limits, Profile, RawHtml, SanitizeOptions, SanitizerConfig, SanitizerConfigInput,
};
use mcp_cordon::source::Origin;
use serde_json::{Value, json};

/// The page that relative references are resolved against.
pub const PAGE: &str = "https://page.test/dir/page?q";
/// The one host that a policy here lists resources of.
pub const LISTED_HOST: &str = "cdn.test";
/// The classes that some options keep.
pub const CLASSES: [&str; 4] = ["note", "md-*", "katex-html", "base"];

/// Options and what the judge has to know of them.
#[derive(Debug)]
pub struct Choice {
    /// The options.
    pub options: SanitizeOptions<'static>,
    /// Whether the page's own origin is listed for resources.
    pub own_resources: bool,
    /// Whether [`LISTED_HOST`] is.
    pub listed_resources: bool,
    /// Whether links lead to [`LISTED_HOST`] alone.
    pub listed_links: bool,
    /// Schemes of links.
    pub schemes: &'static [&'static str],
    /// Whether limits are so small that output, longer than its input, can be over one.
    pub small_limits: bool,
}

/// How many bytes choose.
pub const HEADER: usize = 3;

/// Options by the first bytes, and the rest. `None` where there are too few.
pub fn split(data: &[u8]) -> Option<(Choice, &[u8])> {
    let (&[first, second, third], rest) = data.split_first_chunk::<HEADER>()?;
    Some((choose(first, second, third), rest))
}

fn choose(first: u8, second: u8, third: u8) -> Choice {
    // '0' chooses the defaults everywhere.
    let [first, second, third] = [first, second, third].map(|byte| usize::from(byte.wrapping_sub(b'0')));
    let mut options = SanitizeOptions {
        profile: [Profile::Markup, Profile::Rich, Profile::Text][first % 3],
        blocked_resource: [BlockedResource::Placeholder, BlockedResource::Remove][first / 3 % 2],
        invisible_text: [InvisibleText::Reveal, InvisibleText::Remove, InvisibleText::Keep][second % 3],
        ..SanitizeOptions::default()
    };
    let with_policy = second / 3 % 4;
    let (policy, schemes): (Value, &[&str]) = match with_policy {
        1 => (json!({"resources": [format!("https://{LISTED_HOST}")]}), &["https", "http", "mailto"]),
        2 => (json!({"resources": [format!("https://{LISTED_HOST}"), "'self'"]}), &["https", "http", "mailto"]),
        3 => {
            let origins = json!([format!("https://{LISTED_HOST}")]);
            (
                json!({"links": {"schemes": ["https", "tel"], "origins": origins, "target": "_self", "rel": ""}}),
                &["https", "tel"],
            )
        }
        _ => (json!({}), &["https", "http", "mailto"]),
    };
    options.policy = parsed(policy, |input: PolicyInput| Policy::parse(input).ok());
    if with_policy == 2 {
        options.self_origin = Origin::of(PAGE);
        options.classes = CLASSES.map(str::to_owned).to_vec();
    }
    let config = match third % 6 {
        1 => json!({"dataAttributes": true, "comments": false}),
        2 => json!({"elements": ["p", "a", "td", "tr", "table", {"name": "img", "attributes": ["src", "alt"]}]}),
        3 => {
            json!({"removeElements": ["td", "p", "ruby"], "replaceWithChildrenElements": ["tr", "table", "li", "span"]})
        }
        4 => json!({"attributes": ["id", "href", "class", "title", "data-x"]}),
        5 => json!({"removeAttributes": ["href", "src", "id", "align", "style"]}),
        _ => json!({}),
    };
    options.config = parsed(config, |input: SanitizerConfigInput| SanitizerConfig::parse(input).ok());
    options.math = third / 24 % 2 == 1;
    options.html = [RawHtml::Render, RawHtml::Text, RawHtml::Remove][third / 48 % 3];
    let small_limits = third / 6 % 4 == 3;
    if small_limits {
        options.limits = Limits { bytes: 600, depth: 12, nodes: 60, attributes: 4 };
    }
    Choice {
        options,
        own_resources: with_policy == 2,
        listed_resources: matches!(with_policy, 1 | 2),
        listed_links: with_policy == 3,
        schemes,
        small_limits,
    }
}

fn parsed<Input: serde::de::DeserializeOwned, Output>(json: Value, parse: impl Fn(Input) -> Option<Output>) -> Output {
    serde_json::from_value(json).ok().and_then(parse).expect("the options written above are valid")
}
