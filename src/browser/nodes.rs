//! The walk's output as nodes, built one by one: what is made here never meets a parser.

use wasm_bindgen::prelude::*;

use super::natives;
use crate::sanitizer::{Attribute, Output, Space};

/// Builds a `DocumentFragment`.
pub(super) struct Nodes {
    document: JsValue,
    /// The fragment, and the elements that are open below it.
    open: Vec<JsValue>,
    /// Text that waits for its neighbours, so that text next to text is one node, as a parser makes it.
    text: String,
}

impl Nodes {
    pub(super) fn new(document: JsValue) -> Self {
        let fragment = natives::create_fragment(&document);
        Self { document, open: vec![fragment], text: String::new() }
    }

    pub(super) fn into_fragment(mut self) -> JsValue {
        self.flush();
        self.open.into_iter().next().unwrap_or(JsValue::NULL)
    }

    fn append(&self, node: &JsValue) {
        if let Some(parent) = self.open.last() {
            natives::append(parent, node);
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.append(&natives::create_text(&self.document, &text));
        }
    }
}

impl Output for Nodes {
    fn open(&mut self, space: Space, name: &'static str, attributes: &[Attribute<'_>]) {
        self.flush();
        let element = match space {
            Space::Html => natives::create_element(&self.document, name),
            foreign => natives::create_element_ns(&self.document, foreign.uri(), name),
        };
        for (name, value) in attributes {
            natives::set_attribute(&element, name, value);
        }
        self.append(&element);
        self.open.push(element);
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// No profile that keeps a style sheet builds nodes.
    fn raw_text(&mut self, _: &str) {}

    fn close(&mut self, _: &'static str) {
        self.flush();
        self.open.pop();
    }
}
