//! The platform's own functions, captured by `natives.js` before anything untrusted ran.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/natives.js")]
extern "C" {
    #[wasm_bindgen(js_name = selfOrigin)]
    pub(crate) fn self_origin() -> String;
    pub(crate) fn time() -> f64;
    #[wasm_bindgen(js_name = parseUrl)]
    pub(crate) fn parse_url(input: &str, base: Option<&str>) -> Option<String>;
    pub(crate) fn resolve(input: &str) -> Option<String>;
    #[wasm_bindgen(catch, js_name = toText)]
    pub(crate) fn to_text(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = toJson)]
    pub(crate) fn to_json(value: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = fromJson)]
    pub(crate) fn from_json(text: &str) -> JsValue;
    #[wasm_bindgen(js_name = reportOf)]
    pub(crate) fn report_of(html: &str, removed: &str, changed: bool) -> JsValue;

    #[wasm_bindgen(js_name = documentOf)]
    pub(crate) fn document_of(node: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = buildFragment)]
    pub(crate) fn build_fragment(owner: &JsValue, names: &str, characters: &str, instructions: &[u32]) -> JsValue;
    #[wasm_bindgen(catch, js_name = replaceChildren)]
    pub(crate) fn replace_children(element: &JsValue, child: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = documentHead)]
    pub(crate) fn document_head() -> JsValue;

    #[wasm_bindgen(catch, js_name = callWith1)]
    pub(crate) fn call_with_1(target: &Function, this: &JsValue, one: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = callWith2)]
    pub(crate) fn call_with_2(
        target: &Function,
        this: &JsValue,
        one: &JsValue,
        two: &JsValue,
    ) -> Result<JsValue, JsValue>;
}
