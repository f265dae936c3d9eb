//! Output that arrives: at each moment safe, in the end what the whole would be, and nothing done twice that is settled.

use std::collections::BTreeSet;

use mcp_cordon::sanitizer::{
    Change, PatchStream, Profile, SanitizeOptions, StreamOptions, StreamText, Unfinished, inspect_markdown,
    inspect_tool_output,
};
use serde_json::Value;

use crate::fuzz::page::Page;
use crate::fuzz::{choice, dom, judge};

fn how(text: StreamText) -> StreamOptions {
    StreamOptions { text, ..StreamOptions::default() }
}

/// Cuts of a text: at every character, at every second, third and so on, and three by a generator of numbers.
fn cuts(text: &str, seed: u64) -> Vec<Vec<&str>> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]).collect();
    let mut all = Vec::new();
    for step in [1, 2, 7, 40] {
        all.push(pieces(text, ends.iter().copied().skip(step - 1).step_by(step)));
    }
    let mut state = seed | 1;
    for most in [5, 30, 200] {
        let mut next = 0;
        all.push(pieces(
            text,
            std::iter::from_fn(|| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                next += 1 + (state >> 33) as usize % most;
                ends.get(next - 1).copied()
            }),
        ));
    }
    all
}

fn pieces(text: &str, ends: impl Iterator<Item = usize>) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for end in ends {
        pieces.push(&text[from..end]);
        from = end;
    }
    pieces.push(&text[from..]);
    pieces
}

/// What GFM and CommonMark have that is decided late, and what else a chat shows.
const CONSTRUCTS: &[&str] = &[
    "A [link] used before.\n\nSecond.\n\n[link]: https://a.example/b 'Title'\n\nAnd [link] again.\n",
    "[early]: https://a.example/early\n\nText with [early] and [Early][].\n\nMore [x][early].\n",
    "[a]: https://one.example/\n\n[a]\n\n[a]: https://two.example/\n\n[a]\n",
    "Heading\n=======\n\nAnother\nof two lines\n---\n\ntext\n---\nmore\n",
    "- one\n- two\n- three\n\n- four makes it loose\n- five\n",
    "1. one\n2. two\n\n   more of two\n3. three\n\n10) other list\n11) x\n",
    "- a\n  - b\n    - c\n  - d\n- e\n\n\n- f\n\ntext\n\n* other\n* list\n",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | **4** |\n| `|` | x |\n\nafter\n",
    "| no | table |\n| at | all |\n\n| neither |\nnor this\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\ntext ends it not\n\nafter",
    "```rust\nfn main() {\n    let a = 1 < 2;\n\n\n}\n```\nafter\n\n~~~\na\n```\nb\n~~~\n\n    indented\n\n    code\n\nend",
    "````\n```\nnested\n```\n````\n\n```\nnever closed\n\nstill `code` **not bold**\n",
    "> quote\n> more\n>\n> - list\n> - in it\n>\n> ```\n> code\n> ```\nlazy\n\n> other\n",
    "> [!NOTE]\n> An alert.\n>\n> Two.\n\n> [!WARNING]\n> x\n",
    "<div>\n\n*inner*\n\n</div>\n\n<details><summary>More</summary>\n\ntext\n\n</details>\n\nend\n",
    "<p>raw\n\npara\n\n<table><tr><td>\n\ncell\n\n</td></tr></table>\n",
    "<!-- a comment\n\nthat goes on -->\n\ntext <b>bold *both*</b> <i>open\n\nnext\n",
    "Note[^1] and[^two].\n\n[^1]: The first.\n\n    More of it.\n\n[^two]: Second.\n\nText[^1].\n",
    "Hard  \nbreak\\\nand *em **strong** em* _x_ `a ``b`` c` ~~gone~~ ***both***.\n",
    "# One\n\n## One\n\n# One\n\ntext\n\n### Two *em* `code`\n",
    "- [ ] open\n- [x] done\n\n***\n\n---\n___\n",
    "![alt text](data:image/gif;base64,R0lGODlhAQABAAAAACw=) and ![x](https://evil.example/a.png \"t\").\n",
    "See https://a.example/path?q=1, www.b.example and me@c.example. <https://d.example>\n",
    "&amp; &lt; &copy; \\* \\[x] 5 < 6 > 4 & R&D Vec<String> {{ 7 * 7 }}\n",
    "a\u{200b}b \u{202e}evil\u{202c} \u{e0041}\u{e0042} é 日本語 👩‍👩‍👧 end\n",
    "Line one\r\n\r\n* a\r\n* b\r\n\r\nend\r\n",
    "Formula \\(a_1 + b_1\\) and \\[\nx_2\n\\] end, $5 and $6.\n",
    "text\n\n\n\n\n",
    "",
    "*",
    "**bold\n\nnot closed\n\n`code\n\n[link\n\n[link](https://a.example\n",
];

const MARKUP: &[&str] = &[
    "<h1>Report</h1><p>Three <b>orders</b>, <i>two</i> open &amp; one&nbsp;closed.<p>Next<ul><li>one<li>two</ul>",
    "<table><tr><td>1<td>2<tr><td>3</table>text<table><thead><tr><th>h</thead><tbody><tr><td>x</table>",
    "<div class=x><div><pre>\n\n a\n b</pre></div><p>a<b>b<p>c</b>d</div><script>alert(1)</script>after",
    "<b><p>moved</b>text</p><a href=https://a.example/x>one<a href=/y>two</a><table>foster<td>x</table>",
    "<ul><li>a<ul><li>b</ul><li onclick=x>c</ul><details open><summary>s</summary>more</details><style>p{color:red}</style>",
    "<!-- c --><img src=https://evil.example/a.png alt='a>b'><img alt=\"a>b\" src=https://evil.example/b><textarea>a</textarea>",
    "<svg viewBox='0 0 1 1'><path d='M0 0'/><title>t</title></svg><math><mi>x</mi></math> 5 < 6 &copy &notit; <T> Vec<String>",
];

/// Streams pieces; holds each moment to `check`.
fn stream(
    pieces: &[&str],
    options: &SanitizeOptions<'_>,
    how: StreamOptions,
    mut check: impl FnMut(&Page, &str),
) -> (Page, mcp_cordon::sanitizer::SanitizeReport, usize) {
    let mut stream = PatchStream::new(options.clone(), how);
    let mut page = Page::default();
    let mut came = String::new();
    for piece in pieces {
        came.push_str(piece);
        page.apply(&stream.append(piece).expect("within the limits"));
        assert_eq!(page.html(), stream.html(), "after {came:?}");
        check(&page, &came);
    }
    let (patch, report) = stream.end().expect("within the limits");
    page.apply(&patch);
    assert_eq!(page.html(), stream.html(), "at the end of {came:?}");
    (page, report, stream.read())
}

fn rich() -> SanitizeOptions<'static> {
    SanitizeOptions { profile: Profile::Rich, ..SanitizeOptions::default() }
}

fn ends_whole(text: &str, kind: StreamText, options: &SanitizeOptions<'_>) {
    let whole = match kind {
        StreamText::Markdown => inspect_markdown(text, options),
        _ => inspect_tool_output(text, options),
    };
    let whole = whole.expect("within the limits");
    for pieces in cuts(text, text.len() as u64) {
        for unfinished in [Unfinished::Complete, Unfinished::Hold] {
            let how = StreamOptions { unfinished, ..how(kind) };
            let (page, report, _) = stream(&pieces, options, how, |_, _| {});
            assert_eq!(report, whole, "{text:?} in {} pieces", pieces.len());
            assert_eq!(page.html(), whole.html, "{text:?} in {} pieces", pieces.len());
        }
    }
}

#[test]
fn markdown_ends_where_the_whole_ends() {
    for text in CONSTRUCTS {
        ends_whole(text, StreamText::Markdown, &SanitizeOptions::default());
        ends_whole(text, StreamText::Markdown, &SanitizeOptions { math: true, ..rich() });
    }
    ends_whole(&CONSTRUCTS.concat(), StreamText::Markdown, &SanitizeOptions::default());
}

#[test]
fn markup_ends_where_the_whole_ends() {
    for text in MARKUP {
        ends_whole(text, StreamText::Html, &SanitizeOptions::default());
        ends_whole(text, StreamText::Html, &rich());
    }
    ends_whole(&MARKUP.concat(), StreamText::Html, &SanitizeOptions::default());
}

/// Not in the end alone: where a block or a tag ends, what is shown is what the whole so far comes to.
#[test]
fn what_is_shown_is_what_the_whole_so_far_comes_to() {
    let options = SanitizeOptions::default();
    let mut compared = 0;
    let sources = [(CONSTRUCTS, StreamText::Markdown, "\n\n"), (MARKUP, StreamText::Html, ">")];
    for (texts, kind, end) in sources {
        // A link whose definition follows it shows at the end, and so does a footnote.
        for text in texts.iter().filter(|text| !text.contains("[^") && !text.starts_with("A [link] used before")) {
            let text = format!("{text}{end}");
            let pieces = pieces(&text, text.char_indices().map(|(at, _)| at).skip(1));
            stream(&pieces, &options, how(kind), |page, came| {
                if !came.ends_with(end) {
                    return;
                }
                let whole = match kind {
                    StreamText::Markdown => inspect_markdown(came, &options),
                    _ => inspect_tool_output(came, &options),
                };
                let whole = whole.expect("within the limits").html;
                assert_eq!(page.html(), whole, "after {came:?}");
                compared += 1;
            });
        }
    }
    assert!(compared > 100, "{compared} compared");
}

fn rows_of(file: &str) -> Vec<String> {
    let rows: Vec<Value> = serde_json::from_str(file).expect("a list of rows");
    let text = |row: &Value| row["input"].as_str().or(row["html"].as_str()).map(str::to_owned);
    rows.iter().filter_map(text).collect()
}

#[test]
fn rows_end_where_the_whole_ends() {
    let markdown = rows_of(include_str!("../../data/markdown.json"));
    let markup = rows_of(include_str!("../../data/sanitizer.json"));
    assert!(markdown.len() >= 30 && markup.len() >= 300, "the files are whole");
    for (rows, kind) in [(markdown, StreamText::Markdown), (markup, StreamText::Html)] {
        for text in rows.iter().filter(|text| text.len() < 600) {
            let options = SanitizeOptions::default();
            let whole = match kind {
                StreamText::Markdown => inspect_markdown(text, &options),
                _ => inspect_tool_output(text, &options),
            };
            let Ok(whole) = whole else { continue };
            let pieces = pieces(text, text.char_indices().map(|(at, _)| at).skip(1));
            let (page, report, _) = stream(&pieces, &options, how(kind), |_, _| {});
            assert_eq!(report, whole, "{text:?}");
            assert_eq!(page.html(), whole.html, "{text:?}");
        }
    }
}

/// The rows that the inertness suite shows in browsers.
fn hostile() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/hostile");
    let mut rows = Vec::new();
    for file in std::fs::read_dir(folder).expect("the folder is there") {
        let path = file.expect("an entry").path();
        rows.extend(rows_of(&std::fs::read_to_string(path).expect("a file")));
    }
    rows.iter().map(|row| row.replace("{evil}", "https://evil.example")).collect()
}

fn addresses(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in [" href=\"", " src=\"", " cite=\"", " poster=\""] {
        let values = html.split(name).skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(values.map(str::to_owned));
    }
    found
}

#[test]
fn hostile_rows_are_inert_at_every_character() {
    let rows = hostile();
    assert!(rows.len() > 400, "{} rows", rows.len());
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.len() < 1_500) {
        let digits = if row.contains("katex-html") { "160" } else { ["000", "100"][at % 2] };
        let (choice, _) = choice::split(digits.as_bytes()).expect("three digits");
        for kind in [StreamText::Html, StreamText::Markdown] {
            let pieces = pieces(row, row.char_indices().map(|(at, _)| at).skip(1));
            let mut last = String::new();
            stream(&pieces, &choice.options, how(kind), |page, _| {
                let html = page.html();
                if html != last {
                    judge::judge(&dom::fragment(&html, "div"), &choice);
                    last = html;
                }
            });
        }
    }
}

#[test]
fn no_address_is_shown_before_it_is_complete() {
    let policy = serde_json::json!({"policy": {"resources": ["https://evil.example", "data:"]}});
    let input = serde_json::from_value(policy).expect("options");
    let options = SanitizeOptions::parse(input).expect("valid options");
    let mut shown = 0;
    let more = [
        "a ![one](https://evil.example/a.png?q=secret) b ![t](https://evil.example/x(1).png 'title') c",
        "[text](https://evil.example/long?q=1) [t][r]\n\n[r]: https://evil.example/referenced/by\n\n![i][r]\n",
        "[r]:\nhttps://evil.example/on/the/next/line\n\n[r]\n",
        "- <img src=https://evil.example/in/a/list>\n- x\n",
        "> <img alt=\"a>b\" src=https://evil.example/quoted>\n\n<div><img src=https://evil.example/block alt=x></div>\n",
        "bare https://evil.example/a/b?c=d#e then www.evil.example/x and mail@evil.example.com (https://evil.example/p) end",
        "<https://evil.example/auto/link> <a href=https://evil.example/raw>x</a>",
    ];
    for text in hostile().iter().map(String::as_str).chain(more).filter(|text| text.len() < 1_500) {
        for kind in [StreamText::Html, StreamText::Markdown] {
            let whole = match kind {
                StreamText::Html => inspect_tool_output(text, &options),
                _ => inspect_markdown(text, &options),
            };
            let complete = addresses(&whole.expect("within the limits").html);
            shown += complete.len();
            let pieces = pieces(text, text.char_indices().map(|(at, _)| at).skip(1));
            stream(&pieces, &options, how(kind), |page, came| {
                for address in addresses(&page.html()) {
                    // Where the whole turns out to show none, what ends it has come all the same.
                    let ends = [" ", "\"", "'", ">", ")", "\n"].map(|end| format!("{address}{end}"));
                    let is_whole = complete.contains(&address) || ends.iter().any(|whole| came.contains(whole));
                    assert!(is_whole, "{address:?} after {came:?}, of {text:?}");
                }
            });
        }
    }
    assert!(shown > 300, "{shown} addresses");
}

/// Documents without an end, by what they are made of.
fn endless() -> Vec<(&'static str, StreamText, String)> {
    let size = 1 << 16;
    let repeat = |part: &str| part.repeat(size / part.len());
    let words = "The quick brown fox *jumps* over `the` lazy dog, and **again**. ";
    let numbered = |part: &str| (0..size / (part.len() + 4)).map(|n| format!("{part} {n}\n")).collect::<String>();
    vec![
        ("a paragraph", StreamText::Markdown, repeat(words)),
        ("a paragraph of lines", StreamText::Markdown, repeat(&format!("{words}\n"))),
        ("a list", StreamText::Markdown, numbered("- item *of* a list")),
        ("a loose list", StreamText::Markdown, repeat("1. item of a list\n\n")),
        ("a table", StreamText::Markdown, format!("| a | b |\n|---|---|\n{}", repeat("| cell | other **cell** |\n"))),
        ("code", StreamText::Markdown, format!("```rust\n{}", numbered("    let x = 1 < 2;"))),
        ("a quote", StreamText::Markdown, repeat("> some words of a quote\n>\n")),
        ("mixed", StreamText::Markdown, repeat(&CONSTRUCTS[3..14].join("\n\n"))),
        ("something open", StreamText::Markdown, format!("**bold {}", repeat("word "))),
        ("markup", StreamText::Html, repeat("<p>Some <b>bold</b> words</p>\n<ul><li>one</li><li>two</li></ul>\n")),
        ("a table of markup", StreamText::Html, format!("<table>{}", repeat("<tr><td>a</td><td>b</td></tr>\n"))),
        ("a list of markup", StreamText::Html, format!("<ul>{}", repeat("<li>a <b>c</b></li>\n"))),
        ("text in a pre", StreamText::Html, format!("<pre>{}", repeat("some code\n"))),
        ("tangled markup", StreamText::Html, format!("<p><b>{}", repeat("<i>word</b></i> "))),
        ("plain", StreamText::Plain, repeat("a line of text\n")),
    ]
}

/// A piece is 16 bytes, and what is open is read with each: some hundred bytes, whatever the size of the whole.
const MOST_READ: usize = 45;

#[test]
fn work_and_changes_grow_with_the_input() {
    for (name, kind, text) in endless() {
        let pieces = pieces(&text, (16..text.len()).step_by(16));
        let mut stream = PatchStream::new(SanitizeOptions::default(), how(kind));
        let (mut changed, mut made) = (0, 0);
        for piece in &pieces {
            let patch = stream.append(piece).expect("within the limits");
            assert!(stream.read() <= MOST_READ * text.len(), "{name}: read {MOST_READ} times over");
            for change in &patch.changes {
                changed += match change {
                    Change::Grow { text, .. } => text.len(),
                    Change::Replace { html, .. } => html.len(),
                    _ => 0,
                };
                made += 1;
            }
        }
        stream.end().expect("within the limits");
        let (read, changed) = (stream.read() / text.len(), changed / text.len());
        println!("{name}: read {read} times, {changed} times in changes, {made} changes");
        // What cannot be settled is shown less and less often.
        let is_shown = made >= pieces.len() || name == "tangled markup";
        assert!(is_shown, "{name}: {made} changes, of {} pieces", pieces.len());
        assert!(changed <= 4, "{name}: {changed} times over in changes");
    }
}

#[test]
fn what_is_finished_keeps_its_nodes() {
    let text = CONSTRUCTS[3..13].join("\n\n");
    let pieces = pieces(&text, text.char_indices().map(|(at, _)| at).skip(1));
    let mut seen: Vec<Vec<u32>> = Vec::new();
    let (page, _, _) =
        stream(&pieces, &SanitizeOptions::default(), how(StreamText::Markdown), |page, _| seen.push(page.numbers()));
    for (at, numbers) in seen.iter().enumerate() {
        let finished = numbers.len().saturating_sub(4);
        assert_eq!(page.numbers().get(..finished), numbers.get(..finished), "after {:?}", &text[..at]);
    }
}

#[test]
fn a_text_that_grows_is_one_text() {
    let mut stream = PatchStream::new(SanitizeOptions::default(), how(StreamText::Markdown));
    stream.append("One").expect("short");
    for (chunk, text) in [(" two", " two"), (" three", " three"), ("s and", "s and")] {
        let patch = stream.append(chunk).expect("short");
        let grown = Change::Grow { path: vec![0, 0], text: text.to_owned() };
        assert_eq!(patch.changes, [grown]);
    }
}

#[test]
fn unfinished_markup_is_completed_or_waits() {
    for (text, complete, hold) in [
        ("a **bo", "<p>a <strong>bo</strong></p>\n", "<p>a</p>\n"),
        ("a **bold*", "<p>a <strong>bold</strong></p>\n", "<p>a</p>\n"),
        ("a **bold** b", "<p>a <strong>bold</strong> b</p>\n", "<p>a <strong>bold</strong> b</p>\n"),
        ("a *b **c", "<p>a <em>b <strong>c</strong></em></p>\n", "<p>a</p>\n"),
        ("a `co", "<p>a <code>co</code></p>\n", "<p>a</p>\n"),
        ("a [te", "<p>a te</p>\n", "<p>a</p>\n"),
        ("a [text](https://a.exa", "<p>a text</p>\n", "<p>a</p>\n"),
        ("a ![alt](https://a.exa", "<p>a</p>\n", "<p>a</p>\n"),
        ("a https://a.exa", "<p>a</p>\n", "<p>a</p>\n"),
        ("a <b", "<p>a</p>\n", "<p>a</p>\n"),
        ("a\n--", "<p>a</p>\n", "<p>a</p>\n"),
        ("a\n\n```ru", "<p>a</p>\n", "<p>a</p>\n"),
        ("a\n\n| b | c |\n|--", "<p>a</p>\n", "<p>a</p>\n"),
        ("- a\n- ", "<ul>\n<li>a</li>\n</ul>\n", "<ul>\n<li>a</li>\n</ul>\n"),
        ("```\ncode\n``", "<pre><code>code\n</code></pre>\n", "<pre><code>code\n</code></pre>\n"),
    ] {
        for (unfinished, expected) in [(Unfinished::Complete, complete), (Unfinished::Hold, hold)] {
            let mut stream =
                PatchStream::new(SanitizeOptions::default(), StreamOptions { unfinished, ..how(StreamText::Markdown) });
            stream.append(text).expect("short");
            assert_eq!(stream.html(), expected, "{text:?}, {unfinished:?}");
        }
    }
}

/// A header without its delimiters would be words of a paragraph, and go again when these begin.
#[test]
fn a_table_behind_another_waits_for_its_delimiters_too() {
    let mut stream = PatchStream::new(SanitizeOptions::default(), how(StreamText::Markdown));
    for line in ["| a | b |\n", "|---|---|\n", "| 1 | 2 |\n", "\n", "| c | d |\n", "|"] {
        stream.append(line).expect("short");
    }
    assert!(!stream.html().contains('c'), "{}", stream.html());
    stream.append("---|---|\n").expect("short");
    assert!(stream.html().contains("<th>c</th><th>d</th>"), "{}", stream.html());
}

#[test]
fn limits_hold_for_the_sum() {
    let parse = |limits| {
        let input = serde_json::from_value(serde_json::json!({ "limits": limits })).expect("options");
        SanitizeOptions::parse(input).expect("valid options")
    };
    for (limits, code) in [
        (serde_json::json!({"bytes": 40}), "limit-bytes"),
        (serde_json::json!({"nodes": 40}), "limit-nodes"),
        (serde_json::json!({"depth": 3}), "limit-depth"),
    ] {
        for kind in [StreamText::Markdown, StreamText::Html] {
            let mut stream = PatchStream::new(parse(limits.clone()), how(kind));
            let mut refused = None;
            let mut shown = String::new();
            for _ in 0..60 {
                match stream.append("<b>x</b> <div><div><div><div>\n") {
                    Ok(_) => shown = stream.html(),
                    Err(error) => {
                        refused = Some(error);
                        break;
                    }
                }
            }
            let refused = refused.or_else(|| stream.end().err()).expect("a limit is passed");
            assert_eq!(refused.code(), code, "{kind:?}: {refused}");
            assert_eq!(stream.html(), shown, "what is shown stays");
            assert_eq!(stream.append("x").expect_err("all else is refused").code(), "invalid-input");
            assert_eq!(stream.end().expect_err("the end, too").code(), "invalid-input");
        }
    }
}

/// Not in the end alone, and though each part is within the limits.
#[test]
fn limits_hold_for_what_is_settled() {
    for (limits, code, kind, part) in [
        (serde_json::json!({"bytes": 300}), "limit-bytes", StreamText::Markdown, "A paragraph.\n\n"),
        (serde_json::json!({"bytes": 300}), "limit-bytes", StreamText::Html, "<p>A paragraph.</p>\n"),
        (serde_json::json!({"nodes": 60}), "limit-nodes", StreamText::Markdown, "- an item\n"),
        (serde_json::json!({"nodes": 60}), "limit-nodes", StreamText::Markdown, "A paragraph.\n\n"),
        (serde_json::json!({"nodes": 60}), "limit-nodes", StreamText::Html, "<ul><li>an item</li>\n<li>an item</li>\n"),
    ] {
        let input = serde_json::from_value(serde_json::json!({ "limits": limits })).expect("options");
        let options = SanitizeOptions::parse(input).expect("valid options");
        let mut stream = PatchStream::new(options, how(kind));
        let refused = (0..60).find_map(|_| stream.append(part).err()).expect("a limit is passed");
        assert_eq!(refused.code(), code, "{kind:?}: {refused}");
        assert!(stream.html().contains("</"), "what is shown stays");
    }
}

#[test]
fn removals_are_told_once() {
    let mut stream = PatchStream::new(SanitizeOptions::default(), how(StreamText::Markdown));
    let mut told = Vec::new();
    for chunk in ["a <script>x</script>\n\n", "b <img src=https://evil.example/a.png>\n\n", "<script>x</script>\n\nc"] {
        stream.append(chunk).expect("short");
        told.push(stream.take_removed().len());
    }
    let (_, report) = stream.end().expect("short");
    told.push(stream.take_removed().len());
    assert_eq!(told.iter().sum::<usize>(), report.removed.len(), "{told:?}, {:?}", report.removed);
    assert!(told[..3].iter().sum::<usize>() > 0, "some are certain before the end");
}
