//! Replacing a method of the platform, and putting it back.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::super::natives;
use super::{Guard, Wrapped};

/// One call to a wrapped method.
pub(super) struct Call {
    pub(super) this: JsValue,
    pub(super) arguments: Array,
    pub(super) original: Function,
}

impl Call {
    pub(super) fn argument(&self, index: u32) -> JsValue {
        self.arguments.get(index)
    }

    /// Whether arguments are missing that the platform insists on; then the call goes on as it is, and throws.
    pub(super) fn has_fewer_than(&self, required: u32) -> bool {
        self.arguments.length() < required
    }

    pub(super) fn forward(&self) -> Result<JsValue, JsValue> {
        natives::call_with(&self.original, &self.this, &self.arguments)
    }
}

type Handler = dyn Fn(JsValue, Array, Function) -> Result<JsValue, JsValue>;

/// A method that was replaced.
pub(super) struct Patch {
    name: &'static str,
    undo: JsValue,
    /// Kept even after a restore: a script may have taken the wrapper out and hold it still.
    handler: Closure<Handler>,
}

impl Patch {
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn restore(self) {
        natives::restore(&self.undo);
        self.handler.forget();
    }
}

/// Replaces `property` where the prototype chain of `interface` (the global object, where that is empty) holds it.
pub(super) fn method(
    guard: &Rc<Guard>,
    name: &'static str,
    interface: &str,
    property: &str,
    handle: impl Fn(&Guard, Call) -> Result<JsValue, JsValue> + 'static,
) -> Wrapped {
    let holder = natives::holder_of(interface, property);
    if holder.is_undefined() {
        return Wrapped::Missing(name);
    }
    let guard = Rc::clone(guard);
    let handler: Closure<Handler> =
        Closure::new(move |this, arguments, original| handle(&guard, Call { this, arguments, original }));
    let undo = natives::patch_method(&holder, property, handler.as_ref().unchecked_ref());
    if undo.is_undefined() {
        return Wrapped::Missing(name);
    }
    Wrapped::Patch(Patch { name, undo, handler })
}
