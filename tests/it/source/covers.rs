//! Sources against sources: what covers another lets through all that the other does, and fewer sources never more.

use mcp_cordon::source::{Dialect, Origin, Source, SourceList, Target, Url};

use crate::common::sources::{SOURCES, urls};

const ORIGINS: &[&str] =
    &["https://app.test", "http://app.test", "https://app.test:8443", "http://app.test:8080", "null"];

fn matched(source: &Source, urls: &[Url], self_origin: &Origin) -> Vec<bool> {
    let target = |url| Target { url, self_origin, redirected: false, dialect: Dialect::Browsers };
    urls.iter().map(|url| source.matches(target(url))).collect()
}

#[test]
fn what_covers_another_matches_all_that_it_does() {
    let sources: Vec<Source> = SOURCES.iter().map(|text| Source::parse(text).expect("the source parses")).collect();
    let urls = urls();
    let (mut covered, mut missed) = (0, Vec::new());
    for origin in ORIGINS.iter().map(|origin| Origin::of(origin)) {
        let matches: Vec<Vec<bool>> = sources.iter().map(|source| matched(source, &urls, &origin)).collect();
        for (a, own) in sources.iter().zip(&matches) {
            for (b, others) in sources.iter().zip(&matches) {
                let includes = others.iter().zip(own).all(|(other, own)| !other || *own);
                if a.covers(b, &origin) {
                    covered += 1;
                    let at = others.iter().zip(own).position(|(other, own)| *other && !own);
                    let url = at.map(|at| urls[at].href());
                    assert!(includes, "{a} covers {b} on {origin:?}, and does not match {url:?}");
                } else if includes && others.contains(&true) {
                    missed.push(format!("{a} {b}"));
                }
            }
        }
    }
    assert!(covered > 1_000, "{covered}");
    // It may say no where the answer is yes, and does so seldom.
    assert!(missed.len() * 4 < covered, "{covered} covered, {} missed: {missed:?}", missed.len());
}

#[test]
fn what_covers_another() {
    for (page, one, other, covers) in [
        ("https://app.test", "*", "'self'", true),
        ("https://app.test", "https://app.test", "'self'", false),
        ("null", "https://app.test", "'self'", true),
        ("https://app.test", "'self'", "https://app.test", true),
        ("https://app.test", "'self'", "https://app.test:8443", false),
        ("https://app.test:8443", "'self'", "https://app.test:8443/x", true),
        ("https://app.test", "*", "https:", true),
        ("https://app.test", "*", "wss:", true),
        ("https://app.test", "*", "data:", false),
        ("https://app.test", "*", "https://a.test", true),
        ("https://app.test", "https://*", "https://a.test", true),
        ("https://app.test", "https://*", "https://*.a.test", true),
        ("https://app.test", "https://a.test", "https://*", false),
        ("https://app.test", "https://*.a.test", "https://a.test", false),
    ] {
        let source = |text: &str| Source::parse(text).expect("the source parses");
        assert_eq!(source(one).covers(&source(other), &Origin::of(page)), covers, "{one} covers {other} on {page}");
    }
}

#[test]
fn fewer_sources_never_match_more() {
    let urls = urls();
    let origin = Origin::of("https://app.test");
    let target = |url| Target { url, self_origin: &origin, redirected: false, dialect: Dialect::Browsers };
    for (from, until) in [(0, 8), (9, 25), (20, 40), (0, SOURCES.len())] {
        let whole = SourceList::parse(&SOURCES[from..until].join(" "));
        for left_out in from..until {
            let fewer = [&SOURCES[from..left_out], &SOURCES[left_out + 1..until]].concat().join(" ");
            let fewer = SourceList::parse(&fewer);
            for url in &urls {
                let (more, less) = (whole.find(target(url)), fewer.find(target(url)));
                assert!(less.is_none() || more.is_some(), "{url:?} without {}", SOURCES[left_out]);
            }
        }
    }
}

#[test]
fn a_list_that_is_printed_and_parsed_is_the_same_list() {
    let list = SourceList::parse(&SOURCES.join(" "));
    assert_eq!(SourceList::parse(&list.to_string()), list);
    assert_eq!(list.iter().count(), SOURCES.len());
}
