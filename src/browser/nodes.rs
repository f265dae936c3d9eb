//! The walk's output as nodes: what is made here never meets a parser.
//!
//! A call out of WebAssembly costs more than the node that it makes, so the walk is written down and `natives.js` builds
//! all of it in one call: one text that holds every name and value, and instructions of numbers that say how to cut it.

use std::collections::HashMap;

use wasm_bindgen::prelude::*;

use super::natives;
use crate::html::events::Namespace;
use crate::sanitizer::{Attribute, Output, Tag};

/// Instructions, as `natives.js` reads them. Lengths are in UTF-16 code units.
const TEXT: u32 = 0;
const CLOSE: u32 = 1;
/// And the two after it: one for each namespace.
const OPEN: u32 = 2;

/// Writes down a `DocumentFragment`.
#[derive(Default)]
pub(super) struct Nodes {
    instructions: Vec<u32>,
    /// The characters that the instructions speak of, in their order.
    characters: String,
    /// Names of elements and attributes, each once, in the order of their numbers.
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The numbers of the elements of HTML, by what they are known by; 0 for those without one yet.
    elements: Vec<u32>,
    /// Code units of text that wait for their neighbors: text next to text is one node, as a parser makes it.
    text: u32,
}

impl Nodes {
    pub(super) fn into_fragment(mut self, document: &JsValue) -> JsValue {
        self.flush();
        natives::build_fragment(document, &self.names.join(" "), &self.characters, &self.instructions)
    }

    fn flush(&mut self) {
        if self.text > 0 {
            self.instructions.extend([TEXT, std::mem::take(&mut self.text)]);
        }
    }

    fn write(&mut self, text: &str) -> u32 {
        self.characters.push_str(text);
        code_units(text)
    }

    /// As [`Nodes::number`], and found by what it is known by.
    fn element(&mut self, tag: Tag) -> u32 {
        let known = tag.name.index();
        if let Some(number) = self.elements.get(known).and_then(|number| number.checked_sub(1)) {
            return number;
        }
        let number = self.number(tag.local);
        if tag.namespace == Namespace::Html {
            self.elements.resize(self.elements.len().max(known + 1), 0);
            self.elements[known] = number + 1;
        }
        number
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

/// UTF-8 has one byte of another form than `10xxxxxx` for each character, UTF-16 a second unit for those of four bytes.
fn code_units(text: &str) -> u32 {
    text.bytes().map(|byte| u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0)).sum()
}

impl Output for Nodes {
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        self.flush();
        let name = self.element(tag);
        let count = u32::try_from(attributes.len()).unwrap_or(u32::MAX);
        self.instructions.extend([OPEN + tag.namespace as u32, name, count]);
        for (name, value) in attributes {
            let name = self.number(name);
            let length = self.write(value);
            self.instructions.extend([name, length]);
        }
    }

    fn text(&mut self, text: &str, _: bool) {
        self.text += self.write(text);
    }

    /// No profile that keeps a style sheet builds nodes.
    fn raw_text(&mut self, _: &str) {}

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn close(&mut self, _: Tag) {
        self.flush();
        self.instructions.push(CLOSE);
    }
}
