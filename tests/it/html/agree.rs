//! The straight path against the full one: for what it takes, the same output and the same report.

use std::collections::BTreeMap;

use mcp_cordon::sanitizer::{
    Readers, SanitizeOptions, SanitizeOptionsInput, UrlUse, inspect_tool_output_by, why_not_straight,
};
use serde_json::{Value, json};

use super::{made, seeds};
use crate::common::markup::Random;

/// What an application may ask for, each of them a way through the walk.
fn asked() -> Vec<SanitizeOptions<'static>> {
    let options = |options: Value| {
        let input: SanitizeOptionsInput = serde_json::from_value(options).expect("the options have their shape");
        SanitizeOptions::parse(input).expect("the options are valid")
    };
    let cdn = json!({ "resources": ["https://cdn.test", "'self'"] });
    let mut all: Vec<_> = [
        json!({}),
        json!({}),
        json!({ "profile": "rich" }),
        json!({ "profile": "text" }),
        json!({ "profile": "rich", "policy": cdn, "classes": ["*"], "idPrefix": "x-" }),
        json!({ "templates": "break", "invisibleText": "remove", "blockedResource": "remove" }),
        json!({ "config": { "removeElements": ["b", "table", "li"], "dataAttributes": true }, "invisibleText": "keep" }),
        json!({ "config": { "replaceWithChildrenElements": ["pre", "p", "td", "a"], "removeAttributes": ["title"] } }),
        json!({ "limits": { "depth": 6, "nodes": 24, "attributes": 3 } }),
        json!({ "config": { "elements": ["p", "b", { "name": "a", "attributes": ["href", "class"] }, "ul", "li", "span"] } }),
    ]
    .map(options)
    .into();
    all.push(SanitizeOptions { rewrite_url: Some(&rewritten), ..options(json!({ "policy": cdn })) });
    all
}

fn rewritten(url: &str, used: UrlUse<'_>) -> Option<String> {
    (used.element != "q").then(|| url.replace("/x", "/y"))
}

fn compare(html: &str, options: &SanitizeOptions<'_>, seed: u64) {
    let by = |readers| inspect_tool_output_by(readers, html, options).map_err(|error| error.to_string());
    assert_eq!(by(Readers::Both), by(Readers::Full), "{seed}: {html:?}, {options:?}");
}

/// What many millions of fragments found.
#[test]
fn they_agree_where_they_once_did_not() {
    for options in &asked() {
        for html in [
            "<div style='font-size:0'> <p>a</p>\n<<p>b</p></div>",
            "<table>\t<!doctype html>\u{c}\n</table>",
            "<table>\n<!doctype html>\n<tr></table>",
        ] {
            compare(html, options, 0);
        }
    }
}

#[test]
fn both_readers_agree() {
    let asked = asked();
    let mut bails: BTreeMap<_, u64> = BTreeMap::new();
    let mut identical = 0_u64;
    for seed in seeds(30_000) {
        let mut random = Random::new(seed);
        let html = made(seed, &mut random);
        let options = &asked[random.below(asked.len())];
        if let Some(bail) = why_not_straight(&html, options) {
            *bails.entry(bail).or_default() += 1;
            continue;
        }
        compare(&html, options, seed);
        identical += 1;
    }
    println!("identical: {identical}; bailed: {bails:?}");
    assert!(identical > bails.values().sum::<u64>() / 2, "a third of them is taken: {identical}, {bails:?}");
}
