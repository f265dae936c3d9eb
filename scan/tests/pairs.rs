//! tests/data/scan: each pair is told apart, by the code, the line and the path that tests/data/scan.json names.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cordon_scan::rules::{rule, rules};
use cordon_scan::{Finding, Input, scan_files};
use serde::Deserialize;

/// Pairs that there have to be at least.
const LEAST: usize = 120;

/// A row of the expectations: what the vulnerable file raises, and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    file: String,
    code: String,
    /// The finding's file and line.
    at: (String, usize),
    /// Where its path begins, where it has one.
    from: Option<(String, usize)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/scan")
}

fn pairs() -> Vec<Pair> {
    let text = fs::read_to_string(folder().with_extension("json")).expect("the expectations");
    serde_json::from_str(&text).expect("rows")
}

/// A side of a pair, with the files that both sides share.
fn side(pair: &Pair, side: &str) -> Vec<Input> {
    let folder = folder().join(&pair.name);
    let mut names: Vec<String> = fs::read_dir(folder.as_path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    let other = if side == "fixed" { "vulnerable." } else { "fixed." };
    let read = |name: &String| Input::new(name.as_str(), fs::read_to_string(folder.join(name)).expect("a text"));
    names.iter().filter(|name| !name.starts_with(other)).map(read).collect()
}

fn shown(findings: &[Finding]) -> String {
    let one = |finding: &Finding| {
        let path: Vec<String> =
            finding.path.iter().map(|step| format!("{}:{}", step.place.file, step.place.line)).collect();
        format!("{} {}:{} [{}]", finding.rule.code, finding.place.file, finding.place.line, path.join(" "))
    };
    findings.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn each_pair_is_told_apart() {
    let pairs = pairs();
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &pairs {
        *counts.entry(&pair.code).or_default() += 1;
        let scan = scan_files(side(pair, "vulnerable"));
        let place = |place: &cordon_scan::Place| (place.file.clone(), place.line);
        let is_it = match scan.findings.as_slice() {
            [finding] => {
                finding.rule.code == pair.code
                    && place(&finding.place) == pair.at
                    && finding.path.first().map(|step| place(&step.place)) == pair.from
                    && finding.path.last().is_none_or(|step| place(&step.place) == pair.at)
            }
            _ => false,
        };
        if !is_it || !scan.unread.is_empty() {
            wrong.push(format!(
                "{}: expected {} at {:?} from {:?}; found {} {:?}",
                pair.name,
                pair.code,
                pair.at,
                pair.from,
                shown(&scan.findings),
                scan.unread
            ));
        }
        let fixed = scan_files(side(pair, "fixed"));
        if !fixed.findings.is_empty() || !fixed.unread.is_empty() {
            wrong.push(format!("{}: fixed, and found {} {:?}", pair.name, shown(&fixed.findings), fixed.unread));
        }
    }
    println!("{} pairs, told apart: {}", pairs.len(), pairs.len() - wrong.len().min(pairs.len()));
    for (code, count) in &counts {
        println!("{count:>5}  {code}");
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
    assert!(pairs.len() >= LEAST, "{} pairs", pairs.len());
}

#[test]
fn the_expectations_and_the_folders_are_the_same() {
    let pairs = pairs();
    let named: BTreeSet<String> = pairs.iter().map(|pair| pair.name.clone()).collect();
    assert_eq!(named.len(), pairs.len(), "a name stands there twice");
    let there: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(named, there);
    for pair in &pairs {
        assert!(rule(&pair.code).is_some(), "{}: {} is no rule", pair.name, pair.code);
        assert!(folder().join(&pair.name).join(&pair.file).exists(), "{}", pair.name);
    }
    // A rule about a comment has its test where comments are read.
    let bare: Vec<&str> = rules()
        .map(|rule| rule.code)
        .filter(|code| !pairs.iter().any(|pair| pair.code == *code) && *code != "scan-ignored-without-reason")
        .collect();
    assert!(bare.is_empty(), "no pair raises {bare:?}");
}
