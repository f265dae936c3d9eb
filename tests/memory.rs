//! The most memory that a call holds at a time, its result included, in proportion to its input.
//!
//! A program of its own: what another test holds meanwhile would be counted.

#![allow(clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../benches/support/shapes.rs"]
mod shapes;

use mcp_cordon::sanitizer::{SanitizeOptions, sanitize_tool_output};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZE: usize = 200_000;
/// A build that never takes the straight path is held to the other's bound.
const MOST_STRAIGHT: f64 = if option_env!("CORDON_FULL_PATH").is_some() { MOST_REPAIRED } else { 6.0 };
const MOST_REPAIRED: f64 = 12.0;
/// What a parser copies is bounded by a number of nodes for each byte.
const MOST_COPIED: f64 = 260.0;
/// Misnested, so that all of what follows is read by the full path.
const REPAIRED: &str = "<b><p>x</b></p>";
/// What tools return: a name, what stands first, and a part that is repeated.
const KINDS: [(&str, &str, &str); 7] = [
    ("text", "", "Some words of a text that goes on, and no mark in it. "),
    (
        "prose",
        "",
        "<p>Some <b>text</b> and <i>more</i>, in a paragraph &amp; of a usual length, as a page has it.</p>\n",
    ),
    ("tables", "", "<table><tr><td>a name<td align=right>12.5<td>a note</table>\n"),
    ("one table", "<table>", "<tr><td>a name<td align=right>12.5<td>a note\n"),
    ("links", "", "<a href=\"https://example.com/a/b?c=1&amp;d\" class=x>a link</a>\n"),
    ("code", "", "<pre><code class=\"language-rust\">let <span class=k>a</span> = b &lt; c;</code></pre>\n"),
    ("answer", "", "<h2>A heading</h2><ul><li>one <code>item</code><li>another</ul><blockquote>said</blockquote>\n"),
];

/// The most bytes held while the call runs, for each of the input.
fn most_held(html: &str) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = sanitize_tool_output(html, &SanitizeOptions::default());
    let held = MEMORY.peak_usage().saturating_sub(before);
    drop(result);
    held as f64 / html.len() as f64
}

#[test]
fn memory_is_in_proportion_to_the_input() {
    let shapes = shapes::shapes().unwrap_or_else(|why| panic!("{why}"));
    let kinds = KINDS.map(|(name, first, part)| (name, first.to_owned() + &part.repeat(SIZE / part.len())));
    let repaired =
        kinds.clone().map(|(name, html)| (format!("{name}, repaired"), REPAIRED.to_owned() + &html, MOST_REPAIRED));
    let straight = kinds.map(|(name, html)| (name.to_owned(), html, MOST_STRAIGHT));
    let shapes = shapes.iter().map(|shape| (shape.name.clone(), shape.expand(SIZE), MOST_COPIED));
    let mut failures = Vec::new();
    for (name, html, most) in straight.into_iter().chain(repaired).chain(shapes) {
        let held = most_held(&html);
        println!("{held:5.1} {name}");
        if held > most {
            failures.push(format!("{name}: {held:.1} times the input, at most {most}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
