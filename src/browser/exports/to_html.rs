//! What `mcp-cordon/markdown` adds to the sanitizer's module. It is for that entry alone: what it returns is judged by nobody.

use std::cell::RefCell;
use std::collections::HashMap;

use wasm_bindgen::prelude::*;

use crate::html::pieces::{Source, Step};
use crate::markdown::stream::MarkdownSource;
use crate::markdown::{Dialect, to_html};

#[wasm_bindgen(js_name = markdownToHtml)]
pub fn markdown_to_html(markdown: &str, dialect: u32) -> String {
    to_html(markdown, Dialect::of(dialect))
}

thread_local! {
    /// By the number that the sanitizer's module gave the stream.
    static SOURCES: RefCell<HashMap<u32, MarkdownSource>> = RefCell::default();
}

#[wasm_bindgen(js_name = markdownBegin)]
pub fn markdown_begin(number: u32, holds: bool, dialect: u32) {
    let source = MarkdownSource::new(Dialect::of(dialect), holds);
    SOURCES.with_borrow_mut(|sources| sources.insert(number, source));
}

fn step(number: u32, work: impl FnOnce(&mut MarkdownSource) -> Option<Step>) -> Option<String> {
    let step = SOURCES.with_borrow_mut(|sources| sources.get_mut(&number).and_then(work))?;
    serde_json::to_string(&step).ok()
}

/// Takes the last of a stream, which nothing shows before the end does.
#[wasm_bindgen(js_name = markdownAdd)]
pub fn markdown_add(number: u32, chunk: &str) {
    SOURCES.with_borrow_mut(|sources| {
        if let Some(source) = sources.get_mut(&number) {
            source.add(chunk);
        }
    });
}

/// A step, as JSON, where it is time.
#[wasm_bindgen(js_name = markdownTake)]
pub fn markdown_take(number: u32, chunk: &str) -> Option<String> {
    step(number, |source| source.take(chunk))
}

#[wasm_bindgen(js_name = markdownStartOver)]
pub fn markdown_start_over(number: u32) -> Option<String> {
    step(number, |source| Some(source.start_over()))
}

/// Bytes that came.
#[wasm_bindgen(js_name = markdownBytes)]
pub fn markdown_bytes(number: u32) -> u32 {
    SOURCES.with_borrow(|sources| {
        sources.get(&number).map_or(0, |source| u32::try_from(source.bytes()).unwrap_or(u32::MAX))
    })
}

/// The whole as markup; the stream is forgotten.
#[wasm_bindgen(js_name = markdownEnd)]
pub fn markdown_end(number: u32) -> String {
    let source = SOURCES.with_borrow_mut(|sources| sources.remove(&number));
    source.map_or_else(String::new, |source| source.whole().into_owned())
}
