//! Hostile shapes take time in proportion to their size, or fail closed at a limit.
//!
//! Time is compared with that of markup of the same size that needs a repair, in the same run; the bound is wide enough for a machine
//! that does other things meanwhile, and far below what quadratic work would take at this size.

#![allow(clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::time::{Duration, Instant};

use mcp_cordon::sanitizer::{SanitizeOptions, inspect_tool_output};

const SIZE: usize = 1 << 20;
/// The tests run unoptimized. There the slowest shape, which keeps the tree builder busy and nothing else, takes 17 times as
/// long as the ordinary markup, whose own time our tokenizer halved.
const MOST_TIMES_ORDINARY: f64 = 24.0;

fn fill(piece: &str) -> String {
    piece.repeat(SIZE / piece.len())
}

fn numbered(piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < SIZE {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

fn shapes() -> Vec<(&'static str, String, Option<&'static str>)> {
    vec![
        ("nested div", fill("<div>"), Some("limit-depth")),
        ("nested b", fill("<b>"), Some("limit-depth")),
        ("nested svg", fill("<svg>"), Some("limit-depth")),
        ("nested g", format!("<svg>{}", fill("<g>")), Some("limit-depth")),
        ("formatting elements that all differ", numbered(|n| format!("<font color={n}>")), Some("limit-depth")),
        ("a million attributes", format!("<b {}>", numbered(|n| format!("a{n} "))), Some("limit-attributes")),
        (
            "a million attributes, never closed",
            format!("<b {}", numbered(|n| format!("a{n} "))),
            Some("limit-attributes"),
        ),
        (
            "a million attributes, some twice",
            format!("<b {}", numbered(|n| format!("a{n} a{n} "))),
            Some("limit-attributes"),
        ),
        ("p and button", fill("<p><button><p>x</button>y"), None),
        ("nested a", fill("<a>"), None),
        ("a and table", fill("<a><table>"), None),
        ("headings and paragraphs", fill("<h1><p>"), None),
        ("adoption agency", fill("<b><p></b>"), None),
        ("foster parenting", format!("<table>{}", fill("<tr>x")), None),
        (
            "reconstructed formatting",
            format!("{}{}", (0..200).map(|n| format!("<b id={n}>")).collect::<String>(), fill("<p>x</p>")),
            None,
        ),
        (
            "reconstructed formatting with attributes",
            format!(
                "<p>{}{}",
                (0..100)
                    .map(|n| format!("<b x{n} {}>", (0..90).map(|a| format!(" a{a}")).collect::<String>()))
                    .collect::<String>(),
                "<p>x".repeat(SIZE / 4)
            ),
            Some("limit-nodes"),
        ),
        (
            "formatting that is copied in each pass",
            format!(
                "<p><b title=\"{}\"></p>{}",
                "a".repeat(SIZE / 8),
                format!("<p><button>{}</button></p>", "<p>x".repeat(30)).repeat(32)
            ),
            Some("limit-nodes"),
        ),
        (
            "long names that do not match",
            format!("{}{}", "<b></b>".repeat(10), format!("<x{0}a></x{0}b>", "y".repeat(500)).repeat(200)),
            None,
        ),
        ("attributes on a second root", numbered(|n| format!("<html a{n}=b>")), None),
        (
            "attributes behind a quote in raw text",
            format!("<textarea><x a=\"</textarea><b {}", numbered(|n| format!("{n:x} "))),
            Some("limit-attributes"),
        ),
        (
            "a name of a megabyte above many comments",
            format!("<x{}>{}", fill("a"), (0..6_000).map(|n| format!("<!--{n}-->")).collect::<String>()),
            None,
        ),
        ("an enormous table", format!("<table>{}", fill("<tr><td>a<td>b")), None),
        ("options", format!("<select>{}", fill("<option>a")), None),
        ("selectedcontent", format!("<select><button><selectedcontent></button>{}", fill("<option>a")), None),
        ("one attribute", format!("<b title=\"{}\">x</b>", fill("&amp;")), None),
        ("one text", fill("a"), None),
        ("angle brackets", fill("<"), None),
        ("references", fill("&notit;"), None),
        ("comments", fill("<!---->"), None),
        ("templates", fill("<template>"), None),
        ("tag characters", fill("\u{e0041}"), None),
        ("zero width", fill("\u{200b}"), None),
        ("escapes", fill("\u{1b}]8;;"), None),
        ("distinct removals", numbered(|n| format!("<b x{n}=y>")), Some("limit-depth")),
        ("distinct removals, closed", numbered(|n| format!("<b x{n}=y></b>")), None),
        ("links", fill("<a href=https://a.test/>y</a>"), None),
        ("blocked images", fill("<img src=//evil.test>"), None),
    ]
}

fn time(html: &str) -> (Duration, Result<usize, &'static str>) {
    let start = Instant::now();
    let answer = inspect_tool_output(html, &SanitizeOptions::default());
    (start.elapsed(), answer.map(|report| report.html.len()).map_err(|error| error.code()))
}

#[test]
fn every_shape_is_linear_or_refused() {
    // What is misnested at its start is read by the full path to its end.
    let ordinary = "<b><p>x</b></p>".to_owned()
        + &fill("<p>Some <b>text</b> and <a href=\"https://a.test/x\">a link</a>, and some more of it.</p>\n");
    let (usual, _) = (0..3).map(|_| time(&ordinary)).min_by_key(|(time, _)| *time).expect("it ran");
    let mut failures = Vec::new();
    for (name, html, refused) in shapes() {
        let times_of = |took: Duration| took.as_secs_f64() / usual.as_secs_f64() * SIZE as f64 / html.len() as f64;
        let (took, answer) = time(&html);
        // Other work on the machine slows down one try, or two.
        let times = (0..3).fold(times_of(took), |least, _| match least > MOST_TIMES_ORDINARY {
            true => least.min(times_of(time(&html).0)),
            false => least,
        });
        if answer.err() != refused || times > MOST_TIMES_ORDINARY {
            failures.push(format!("{name}: {times:.1} times ordinary markup, {answer:?}, wanted {refused:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_report_is_no_larger_than_its_input() {
    let html = numbered(|n| format!("<b x{n}=y></b>"));
    let report = inspect_tool_output(&html, &SanitizeOptions::default()).expect("within the limits");
    assert!(report.removed.len() <= 5_100, "{} are listed", report.removed.len());
    let counted: u32 = report.removed.iter().map(|removal| removal.count).sum();
    assert_eq!(counted as usize, html.matches("<b").count(), "and all of them are counted");
}
