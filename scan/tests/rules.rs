//! Each rule's examples: the first raises it, and nothing of its code is left in the second.

#![allow(clippy::expect_used, clippy::panic)]

use cordon_scan::rules::rules;
use cordon_scan::{Input, scan_files};

fn codes(file: &str, text: &str) -> Vec<String> {
    let scan = scan_files(vec![Input::new(file, text)]);
    assert!(scan.unread.is_empty(), "{file} does not parse: {:?}\n{text}", scan.unread);
    scan.findings.into_iter().map(|finding| finding.rule.code.into_owned()).collect()
}

#[test]
fn each_example_raises_its_rule_and_the_fixed_one_none() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let raised = codes(rule.file, rule.raised);
        if raised != [rule.code] {
            wrong.push(format!("{}: raised {raised:?}", rule.code));
        }
        let fixed = codes(rule.file, rule.fixed);
        if !fixed.is_empty() {
            wrong.push(format!("{}: the fixed one raises {fixed:?}", rule.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_there_once() {
    let mut codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}
