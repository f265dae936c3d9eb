//! What arrives, cut anywhere: safe at each cut, in the end what the whole is, and patches that make nothing else.

use mcp_cordon::error::Error;
use mcp_cordon::sanitizer::{
    PatchStream, SanitizeReport, StreamOptions, StreamText, Unfinished, inspect_markdown, inspect_tool_output,
};

use super::choice::{self, Choice};
use super::page::Page;
use super::{dom, judge, sanitize};

/// The target: a byte for how the stream is read, one for the cuts, then what arrives.
pub fn run(data: &[u8]) {
    let Some((choice, &[how, cuts, ref rest @ ..])) = choice::split(data) else { return };
    let how = usize::from(how.wrapping_sub(b'0'));
    let how = StreamOptions {
        text: [StreamText::Markdown, StreamText::Html, StreamText::Plain][how % 3],
        unfinished: [Unfinished::Complete, Unfinished::Hold][how / 3 % 2],
    };
    let text = String::from_utf8_lossy(rest);
    let streamed = streamed(&pieces(&text, cuts.wrapping_sub(b'0')), &choice, how);
    let whole = match how.text {
        StreamText::Markdown => inspect_markdown(&text, &choice.options),
        StreamText::Html => inspect_tool_output(&text, &choice.options),
        _ => uncut(&text, &choice, how),
    };
    match (streamed, whole) {
        (Ok(streamed), Ok(whole)) => assert_eq!(streamed, whole, "the stream ends as another"),
        (Err(streamed), Err(_)) => sanitize::refused(&streamed),
        // What is completed or of our own can be over a small limit that the whole keeps to.
        (Err(streamed), Ok(_)) if choice.small_limits => sanitize::refused(&streamed),
        (streamed, whole) => panic!("streamed it is {streamed:?}, whole {whole:?}"),
    }
}

fn uncut(text: &str, choice: &Choice, how: StreamOptions) -> Result<SanitizeReport, Error> {
    let mut stream = PatchStream::new(choice.options.clone(), how);
    stream.append(text)?;
    stream.end().map(|(_, report)| report)
}

fn streamed(pieces: &[&str], choice: &Choice, how: StreamOptions) -> Result<SanitizeReport, Error> {
    let mut stream = PatchStream::new(choice.options.clone(), how);
    let mut page = Page::default();
    let mut before = String::new();
    for piece in pieces {
        page.apply(&stream.append(piece)?);
        let shown = page.html();
        assert_eq!(shown, stream.html(), "the patches make something else than what is shown");
        if shown != before {
            judge::judge(&dom::fragment(&shown, "div"), choice);
            before = shown;
        }
    }
    let (patch, report) = stream.end()?;
    page.apply(&patch);
    assert_eq!(page.html(), report.html, "the last patch makes something else than the report has");
    Ok(report)
}

/// At every character, or with cuts that a generator of numbers makes.
fn pieces(text: &str, seed: u8) -> Vec<&str> {
    let most = [1, 2, 5, 20, 80][usize::from(seed % 5)];
    let mut state = u64::from(seed) | 1;
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let characters = 1 + (state >> 33) as usize % most;
        let end = rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}
