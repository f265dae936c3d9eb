//! Streams. Each has a number, by which the entry asks for it; what is shown of it is kept here.
//!
//! Markdown is cut by the module that reads it: its steps come as JSON.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::options::with_options;
use crate::browser::interop::{dictionary, invalid, object};
use crate::browser::natives;
use crate::error::{Error, ErrorKind};
use crate::html::pieces::{Source, Step};
use crate::sanitizer::{Change, MarkupSource, Outcome, PlainSource, Removal, Shown, check_bytes, over};

#[derive(Default)]
struct Streams {
    last: u32,
    open: HashMap<u32, Stream>,
}

#[derive(Default)]
struct Stream {
    shown: Shown,
    /// Where there is none, steps come from elsewhere.
    source: Option<Box<dyn Source>>,
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
        let source: Option<Box<dyn Source>> = match kind {
            0 => None,
            1 => Some(Box::new(MarkupSource::new(holds))),
            _ => Some(Box::new(PlainSource::new(options.invisible_text))),
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

fn changed(changes: Vec<Change>, shown: &mut Shown) -> Result<String, Error> {
    to_json(&Changed { changes, removed: shown.take_removed() })
}

/// Takes a chunk of HTML or plain text; answers changes, as JSON, where it is time.
#[wasm_bindgen(js_name = streamTake)]
pub fn stream_take(number: u32, chunk: &str, options: JsValue) -> Result<Option<String>, JsValue> {
    with_options(&options, |options| {
        with_stream(number, |Stream { shown, source }| {
            let Some(source) = source else { return Ok(None) };
            let Some(step) = source.take(chunk) else { return Ok(None) };
            check_bytes(step.bytes, options)?;
            changed(shown.follow(&mut **source, &step, options)?, shown).map(Some)
        })
    })
}

/// Takes the last of HTML or plain text, which nothing shows before the end does.
#[wasm_bindgen(js_name = streamAdd)]
pub fn stream_add(number: u32, chunk: &str) {
    STREAMS.with_borrow_mut(|streams| {
        if let Some(source) = streams.open.get_mut(&number).and_then(|stream| stream.source.as_mut()) {
            source.add(chunk);
        }
    });
}

/// Takes a step of Markdown's; answers changes, or nothing, where it has to start over.
#[wasm_bindgen(js_name = streamStep)]
pub fn stream_step(number: u32, step: &str, options: JsValue) -> Result<Option<String>, JsValue> {
    let step: Step = dictionary(&natives::from_json(step), "step", ErrorKind::InvalidInput)?;
    with_options(&options, |options| {
        check_bytes(step.bytes, options)?;
        with_stream(number, |Stream { shown, .. }| match shown.step(&step, options)? {
            Outcome::Changed(changes) => changed(changes, shown).map(Some),
            Outcome::StartOver => Ok(None),
        })
    })
}

/// The end: what is left to change, as JSON, and the report. `html` is Markdown's whole, of so many bytes.
#[wasm_bindgen(js_name = streamEnd)]
pub fn stream_end(number: u32, html: Option<String>, bytes: u32, options: JsValue) -> Result<JsValue, JsValue> {
    let (changed, report) = with_options(&options, |options| {
        let mut stream = STREAMS.with_borrow_mut(|streams| streams.open.remove(&number)).ok_or_else(over)?;
        check_bytes(bytes as usize, options)?;
        let html = html.as_deref().map(Cow::Borrowed).or_else(|| stream.source.as_ref().map(|source| source.whole()));
        let (changes, report) = stream.shown.end(&html.unwrap_or_default(), options)?;
        let changed = changed(changes, &mut stream.shown)?;
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
