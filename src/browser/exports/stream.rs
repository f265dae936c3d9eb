//! Streams. Each has a number, by which the entry asks for it; what is shown of it is kept here.
//!
//! Markdown is cut by the module that reads it: its steps come as JSON.

use std::cell::RefCell;
use std::collections::HashMap;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::options::with_options;
use crate::browser::interop::{invalid, object};
use crate::browser::natives;
use crate::error::Error;
use crate::html::pieces::Step;
use crate::sanitizer::{
    Change, MarkupSource, Outcome, PlainSource, Removal, SanitizeOptions, Shown, Unfinished, check_bytes, nowhere, over,
};

#[derive(Default)]
struct Streams {
    last: u32,
    open: HashMap<u32, Stream>,
}

#[derive(Default)]
struct Stream {
    shown: Shown,
    source: Source,
}

#[derive(Default)]
enum Source {
    /// Steps come from elsewhere.
    #[default]
    Outside,
    Markup(MarkupSource, Unfinished),
    Plain(PlainSource),
}

thread_local! {
    static STREAMS: RefCell<Streams> = RefCell::default();
}

fn with_stream<T>(number: u32, work: impl FnOnce(&mut Stream) -> Result<T, Error>) -> Result<T, Error> {
    // Out of the table while a caller's `rewriteUrl` may run, which may use another stream.
    let mut stream = STREAMS.with_borrow_mut(|streams| streams.open.remove(&number)).ok_or_else(over)?;
    let done = work(&mut stream)?;
    STREAMS.with_borrow_mut(|streams| streams.open.insert(number, stream));
    Ok(done)
}

/// `kind`: 0 is Markdown, 1 HTML, 2 plain text.
#[wasm_bindgen(js_name = streamBegin)]
pub fn stream_begin(kind: u32, holds: bool, options: JsValue) -> Result<JsValue, JsValue> {
    let (source, dialect) = with_options(&options, |options| {
        options.check()?;
        let unfinished = if holds { Unfinished::Hold } else { Unfinished::Complete };
        let source = match kind {
            0 => Source::Outside,
            1 => Source::Markup(MarkupSource::default(), unfinished),
            _ => Source::Plain(PlainSource::new(options.invisible_text)),
        };
        Ok((source, options.dialect().number()))
    })?;
    let number = STREAMS.with_borrow_mut(|streams| {
        streams.last = streams.last.wrapping_add(1);
        streams.open.insert(streams.last, Stream { source, ..Stream::default() });
        streams.last
    });
    object([("number", number.into()), ("dialect", dialect.into())])
}

#[derive(Serialize)]
struct Changed {
    changes: Vec<Change>,
    removed: Vec<Removal>,
}

fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| invalid("patch", &error.to_string()))
}

fn changed(outcome: Outcome, shown: &mut Shown) -> Result<Option<String>, Error> {
    match outcome {
        Outcome::Changed(changes) => to_json(&Changed { changes, removed: shown.take_removed() }).map(Some),
        Outcome::StartOver => Ok(None),
    }
}

/// Takes a chunk of HTML or plain text; answers changes, as JSON, where it is time.
#[wasm_bindgen(js_name = streamTake)]
pub fn stream_take(number: u32, chunk: &str, options: JsValue) -> Result<Option<String>, JsValue> {
    with_options(&options, |options| with_stream(number, |stream| take(stream, chunk, options)))
}

fn take(
    Stream { shown, source }: &mut Stream,
    chunk: &str,
    options: &SanitizeOptions<'_>,
) -> Result<Option<String>, Error> {
    let step = match source {
        Source::Markup(source, unfinished) => source.take(chunk, *unfinished),
        Source::Plain(source) => source.take(chunk),
        Source::Outside => None,
    };
    let Some(step) = step else { return Ok(None) };
    check_bytes(step.bytes, options)?;
    if let Some(changed) = changed(shown.step(&step, options)?, shown)? {
        return Ok(Some(changed));
    }
    let step = match source {
        Source::Markup(source, unfinished) => source.start_over(*unfinished),
        Source::Plain(source) => source.start_over(),
        Source::Outside => Step::default(),
    };
    changed(shown.step(&step, options)?, shown)?.ok_or_else(nowhere).map(Some)
}

/// Takes a step of Markdown's; answers changes, or nothing, where it has to start over.
#[wasm_bindgen(js_name = streamStep)]
pub fn stream_step(number: u32, step: &str, options: JsValue) -> Result<Option<String>, JsValue> {
    let step: Step = serde_json::from_str(step).map_err(|error| invalid("step", &error.to_string()))?;
    with_options(&options, |options| {
        check_bytes(step.bytes, options)?;
        with_stream(number, |Stream { shown, .. }| changed(shown.step(&step, options)?, shown))
    })
}

/// The end: what is left to change, as JSON, and the report. `html` is Markdown's whole, of so many bytes.
#[wasm_bindgen(js_name = streamEnd)]
pub fn stream_end(number: u32, html: Option<String>, bytes: u32, options: JsValue) -> Result<JsValue, JsValue> {
    let (changed, report) = with_options(&options, |options| {
        let mut stream = STREAMS.with_borrow_mut(|streams| streams.open.remove(&number)).ok_or_else(over)?;
        check_bytes(bytes as usize, options)?;
        let html = html.unwrap_or_else(|| match &stream.source {
            Source::Markup(source, _) => source.whole().to_owned(),
            Source::Plain(source) => source.whole(),
            Source::Outside => String::new(),
        });
        let (changes, report) = stream.shown.end(&html, options)?;
        let changed = to_json(&Changed { changes, removed: stream.shown.take_removed() })?;
        Ok((changed, report))
    })?;
    let removed = to_json(&report.removed)?;
    object([("changed", changed.into()), ("report", natives::report_of(&report.html, &removed, report.changed))])
}

/// Forgets a stream that was left.
#[wasm_bindgen(js_name = streamDrop)]
pub fn stream_drop(number: u32) {
    STREAMS.with_borrow_mut(|streams| streams.open.remove(&number));
}
