//! docs/scoring.md maps what the guides find to the findings of the registry and to the rules of the scan, in both directions.

use std::collections::BTreeSet;

use cordon_scan::rules::{rule, rules};
use mcp_cordon::finding::registry::{Entry, Guide, definition, entries};

const PAGE: &str = include_str!("../../../docs/scoring.md");

/// The sections, and the guide of each that gives points.
const SECTIONS: [(&str, Option<Guide>); 5] = [
    ("Beacon API", Some(Guide::Beacon)),
    ("Background Fetch", Some(Guide::BackgroundFetch)),
    ("Fetch Metadata", Some(Guide::FetchMetadata)),
    ("CORS preflight", None),
    ("Speculation Rules", None),
];
/// What each guide that gives points gives, in the order of its page.
const POINTS: [(&str, &[i32]); 3] = [
    ("Beacon API", &[-22, -18, -16, -12, -4]),
    ("Background Fetch", &[-20, -16, -18]),
    ("Fetch Metadata", &[-24, -22, -20, -18, -16, -12, -10]),
];

/// A row of a guide's findings, or of what it says otherwise than browsers: then without points.
struct Row {
    section: &'static str,
    is_finding: bool,
    points: Option<i32>,
    raised: Vec<(&'static str, i32)>,
}

fn rows() -> Vec<Row> {
    let sections =
        PAGE.split("\n### ").skip(1).map(|section| section.split_once('\n').expect("a heading and its text"));
    sections.flat_map(|(section, text)| tables(section, text)).collect()
}

fn tables(section: &'static str, text: &'static str) -> Vec<Row> {
    let mut is_finding = None;
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match (cells.as_slice(), is_finding) {
            (["the guide finds", "points", "raised by", "and"], _) => is_finding = Some(true),
            (["it says", "it is", "shown by", "raised by"], _) => is_finding = Some(false),
            (["---", ..], _) => {}
            ([_, points, raised, _], Some(true)) => {
                let points = (*points != "none").then(|| points.parse().expect("points are a number"));
                rows.push(Row { section, is_finding: true, points, raised: codes(raised) });
            }
            ([_, _, shown, raised], Some(false)) => {
                assert!(!shown.is_empty(), "{section}: nothing shows {line}");
                rows.push(Row { section, is_finding: false, points: None, raised: codes(raised) });
            }
            _ => panic!("{section}: not a row: {line}"),
        }
    }
    rows
}

/// "`code` (-18), `code` (0)", or none.
fn codes(cell: &'static str) -> Vec<(&'static str, i32)> {
    let one = |text: &'static str| {
        let (code, points) = text.strip_prefix('`').and_then(|text| text.split_once("` (")).expect("a code");
        (code, points.strip_suffix(')').and_then(|points| points.parse().ok()).expect("its points"))
    };
    if cell == "none" { Vec::new() } else { cell.split(", ").map(one).collect() }
}

#[test]
fn the_page_has_every_guide() {
    let sections: Vec<&str> = PAGE.split("\n### ").skip(1).filter_map(|section| section.lines().next()).collect();
    assert_eq!(sections, SECTIONS.map(|(name, _)| name));
    let rows = rows();
    for (name, guide) in SECTIONS {
        let points = rows.iter().filter(|row| row.section == name && row.is_finding).filter_map(|row| row.points);
        let given = POINTS.iter().find(|(section, _)| *section == name).map_or(&[][..], |(_, points)| points);
        assert_eq!(points.collect::<Vec<_>>(), given, "{name}");
        assert_eq!(guide.is_some(), !given.is_empty(), "{name}");
        for is_finding in [true, false] {
            assert!(rows.iter().any(|row| row.section == name && row.is_finding == is_finding), "{name}");
        }
    }
}

#[test]
fn each_code_is_in_the_registry_with_its_points() {
    for row in rows() {
        assert!(!row.is_finding || !row.raised.is_empty(), "{}: a finding that nothing raises", row.section);
        for (code, points) in row.raised {
            let known = definition(code).map(|known| known.score).or_else(|| rule(code).map(|known| known.score));
            assert_eq!(known, Some(points), "{}: `{code}`", row.section);
        }
    }
}

#[test]
fn the_points_of_a_guide_are_those_of_its_row() {
    let rows = rows();
    for Entry { definition: one, guide, .. } in entries() {
        let Some(guide) = guide else { continue };
        let (section, _) = SECTIONS.iter().find(|(_, of)| *of == Some(*guide)).expect("each guide has a section");
        let row = rows.iter().find(|row| {
            row.section == *section
                && row.points == Some(one.score)
                && row.raised.iter().any(|(code, _)| *code == one.code)
        });
        assert!(row.is_some(), "`{}` has {} points of the guide, and no row of {section} says so", one.code, one.score);
    }
    for one in rules().filter(|one| one.is_guides) {
        let section = one.guide.title();
        let of = |row: &&Row| row.section == section && row.points == Some(one.score);
        let names = |row: &Row| row.raised.iter().any(|(code, _)| *code == one.code);
        let row = rows.iter().filter(of).find(|row| names(row));
        assert!(row.is_some(), "`{}` has {} points of the guide, and no row of {section} says so", one.code, one.score);
    }
    // What a guide gives points for is raised with these points.
    let owed: BTreeSet<(&str, i32)> = rows
        .iter()
        .filter(|row| row.raised.iter().all(|(_, score)| Some(*score) != row.points))
        .filter_map(|row| row.points.map(|points| (row.section, points)))
        .collect();
    assert_eq!(owed, BTreeSet::new());
}
