//! The sanitizer against its oracles: ammonia for what survives, `markup5ever_rcdom` for the tree.

use std::collections::{HashMap, HashSet};

use html5ever_rcdom::tendril::TendrilSink;
use html5ever_rcdom::tree_builder::TreeBuilderOpts;
use html5ever_rcdom::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use mcp_cordon::policy::{LinksInput, Policy, PolicyInput};
use mcp_cordon::sanitizer::{BlockedResource, SanitizeOptions, sanitize_tool_output};
use proptest::prelude::*;

/// The tree that html5ever builds, written down so that two can be compared.
fn outline(html: &str) -> String {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), options, context, Vec::new(), true).one(html);
    let mut written = String::new();
    let root = dom.document.children.borrow()[0].clone();
    for child in root.children.borrow().iter() {
        write_outline(child, 0, &mut written);
    }
    written
}

fn write_outline(node: &Handle, depth: usize, written: &mut String) {
    match &node.data {
        NodeData::Text { contents } => written.push_str(&format!("{depth} {:?}\n", contents.borrow())),
        NodeData::Element { name, attrs, .. } => {
            written.push_str(&format!("{depth} {}", name.local));
            for attribute in attrs.borrow().iter() {
                written.push_str(&format!(" {}={:?}", attribute.name.local, attribute.value));
            }
            written.push('\n');
        }
        other => written.push_str(&format!("{depth} {other:?}\n")),
    }
    for child in node.children.borrow().iter() {
        write_outline(child, depth + 1, written);
    }
}

const PLAIN: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<ul>",
    "</ul>",
    "<li>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<blockquote>",
    "</blockquote>",
    "<code>",
    "</code>",
    "text",
    " ",
    "&amp;",
    "é",
    "<br>",
    "<hr>",
    "<dl>",
    "</dl>",
    "<dt>",
    "<dd>",
    "<sup>",
    "</sup>",
    "<span>",
    "</span>",
];

fn plain() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PLAIN), 0..24).prop_map(|pieces| pieces.concat())
}

/// ammonia with our elements and no attributes; ours with nothing that ammonia lacks.
fn by_ammonia(html: &str) -> String {
    let elements = [
        "p",
        "div",
        "b",
        "i",
        "table",
        "tbody",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "h2",
        "blockquote",
        "code",
        "br",
        "hr",
        "dl",
        "dt",
        "dd",
        "sup",
        "span",
        "a",
    ];
    ammonia::Builder::empty()
        .tags(HashSet::from(elements))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .clean(html)
        .to_string()
}

fn by_us(html: &str) -> String {
    let links = LinksInput { rel: Some(String::new()), ..LinksInput::default() };
    let policy =
        Policy::parse(PolicyInput { links: Some(links), ..PolicyInput::default() }).expect("the policy is valid");
    let options = SanitizeOptions { policy, blocked_resource: BlockedResource::Remove, ..SanitizeOptions::default() };
    sanitize_tool_output(html, &options).expect("a short input is within the limits")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    /// Markup that loses nothing keeps its tree, the one that the oracle builds from the input itself.
    #[test]
    fn allowed_markup_keeps_its_tree(html in plain()) {
        let ours = outline(&by_us(&html));
        let theirs = outline(&html);
        // A parser may build what no parser rebuilds; then both must agree on where that settles.
        if ours != theirs {
            let settled = (0..4).fold(html, |html, _| by_us(&html));
            prop_assert_eq!(ours, outline(&settled));
        }
    }

    /// What survives here survives there.
    #[test]
    fn ammonia_agrees(html in plain()) {
        let ours = outline(&by_us(&html));
        let theirs = outline(&by_ammonia(&html));
        if ours != theirs {
            let settled = outline(&by_us(&by_ammonia(&html)));
            prop_assert_eq!(ours, settled, "ammonia's own output settles elsewhere");
        }
    }
}

/// Each row: input, why the two differ, ammonia's output, ours.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("a<svg><text>t</text></svg>b", "ammonia drops SVG whole; we keep its text", "ab", "a t b"),
    ("a<iframe>t</iframe>b", "ammonia shows an iframe's fallback, which no browser does", "atb", "ab"),
    ("a<title>t</title>b", "ammonia shows the title of a pasted page as text", "atb", "ab"),
    ("a<noscript>t</noscript>b", "a page that runs ammonia's output has script, so noscript is not shown", "atb", "ab"),
    ("a<template>t</template>b", "a template is not shown", "ab", "ab"),
    (
        "<a href=//evil.test>x</a>",
        "ammonia passes a protocol-relative URL for a relative one; we resolve it and say where it goes",
        "<a href=\"//evil.test\" rel=\"noopener noreferrer\">x</a>",
        "<a href=\"https://evil.test/\" target=\"_blank\" class=\"mcp-cordon-link\">x</a>",
    ),
    (
        "<a href=https://bank.test@evil.test>x</a>",
        "ammonia keeps a user name that looks like a host",
        "<a href=\"https://bank.test@evil.test\" rel=\"noopener noreferrer\">x</a>",
        "<a>x</a>",
    ),
    (
        "<p><button><p>a</button>",
        "ammonia leaves a p in a p, which no parser builds",
        "<p><p>a</p></p>",
        "<p></p><p>a</p><p></p>",
    ),
];

#[test]
fn known_differences() {
    let failures: Vec<_> = DIFFERENCES
        .iter()
        .filter_map(|(html, why, theirs, ours)| {
            let (a, b) = (by_ammonia(html), by_us(html));
            (a != *theirs || b != *ours).then(|| format!("{html}: {why}\n  ammonia {a}\n  ours    {b}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
