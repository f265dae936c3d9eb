//! docs/scan.md: what it finds is written from the rules.

#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cordon_scan::rules::{Guide, rules};

const BEGIN: &str = "<!-- rules, by scan/tests/docs.rs -->\n";
const END: &str = "<!-- end of the rules -->\n";

fn written() -> String {
    let mut text = String::from("\n| finding | severity | points | guide |\n|---|---|---|---|\n");
    for rule in rules() {
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let points = if rule.is_guides { format!("{}, the guide's", rule.score) } else { rule.score.to_string() };
        let _ = writeln!(text, "| [`{0}`](#{0}) | {severity} | {points} | {1} |", rule.code, rule.guide.title());
    }
    for rule in rules() {
        let language = rule.file.rsplit('.').next().unwrap_or_default();
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let _ = write!(
            text,
            "\n### `{}`\n\n{}. **{severity}**, {} points. {}\n\n{}\n\nFalse where: {}\n\nFound:\n\n```{language}\n{}\n```\n\nNot found:\n\n```{language}\n{}\n```\n",
            rule.code, rule.title, rule.score, rule.why, rule.fix, rule.wrong, rule.raised, rule.fixed
        );
    }
    text.push('\n');
    text
}

#[test]
fn the_rules_are_in_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/scan.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("where the rules begin");
    let (_, after) = rest.split_once(END).expect("where the rules end");
    let filled = format!("{before}{BEGIN}{}{END}{after}", written());
    if std::env::var_os("CORDON_WRITE").is_some() {
        fs::write(&path, &filled).expect("the page can be written");
    }
    let page = fs::read_to_string(&path).expect("the page is there");
    assert!(page == filled, "docs/scan.md is not what the rules say: CORDON_WRITE=1 writes it");
}

#[test]
fn each_guide_has_a_rule() {
    for guide in [Guide::Beacon, Guide::BackgroundFetch, Guide::FetchMetadata, Guide::Cors, Guide::Speculation] {
        assert!(rules().any(|rule| rule.guide == guide), "{}", guide.title());
    }
}
