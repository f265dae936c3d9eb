//! The page's half of the guard: one JavaScript file a surface, which reads a call once, asks [`super::Guard`], and
//! forwards or refuses.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/guard/page.js")]
extern "C" {
    /// `judge(api, url, how)`.
    #[wasm_bindgen(js_name = settleGuard)]
    pub(super) fn settle(judge: &Function, lockdown: bool, enforce: bool);
    #[wasm_bindgen(js_name = releaseGuard)]
    pub(super) fn release();
    /// `guard.layers`, with what Rust knows of the pinned CSP.
    #[wasm_bindgen(js_name = guardLayers)]
    pub(super) fn layers(csp: bool, csp_detail: &str, may_tell: bool, opener: u32, report_only: bool) -> JsValue;
    #[wasm_bindgen(js_name = pinCsp)]
    pub(super) fn pin_csp(csp: &str);
    #[wasm_bindgen(js_name = existingFrames)]
    pub(super) fn existing_frames() -> String;
}

#[wasm_bindgen(module = "/src/browser/guard/messages.js")]
extern "C" {
    /// `undefined` where nothing opened the page.
    #[wasm_bindgen(js_name = openerOrigin)]
    pub(super) fn opener_origin() -> Option<String>;
    #[wasm_bindgen(js_name = severOpener)]
    pub(super) fn sever_opener();
    /// `undefined` where the page is in no frame.
    #[wasm_bindgen(js_name = embedderOrigin)]
    pub(super) fn embedder_origin() -> Option<String>;
}

#[wasm_bindgen(module = "/src/browser/guard/gate.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchGate)]
    pub(super) fn watch_gate(may_ask: bool);
}

#[wasm_bindgen(module = "/src/browser/guard/report.js")]
extern "C" {
    pub(super) fn report(endpoint: &str, api: &str, url: &str, layer: &str, reason: &str, disposition: &str);
}

/// wasm-bindgen brings a file along where it is named; `page.js` imports these.
macro_rules! files {
    ($($name:ident $file:literal)*) => {
        $(mod $name {
            use wasm_bindgen::prelude::*;

            #[wasm_bindgen(module = $file)]
            extern "C" {
                fn $name();
            }
        })*
    };
}

files! {
    advertising "/src/browser/guard/advertising.js"
    activation "/src/browser/guard/activation.js"
    background_fetch "/src/browser/guard/background_fetch.js"
    beacon "/src/browser/guard/beacon.js"
    credential "/src/browser/guard/credential.js"
    declared "/src/browser/guard/declared.js"
    event_source "/src/browser/guard/event_source.js"
    fetch "/src/browser/guard/fetch.js"
    form "/src/browser/guard/form.js"
    html "/src/browser/guard/html.js"
    insertion "/src/browser/guard/insertion.js"
    link "/src/browser/guard/link.js"
    lockdown "/src/browser/guard/lockdown.js"
    navigation "/src/browser/guard/navigation.js"
    payment "/src/browser/guard/payment.js"
    picture_in_picture "/src/browser/guard/picture_in_picture.js"
    presentation "/src/browser/guard/presentation.js"
    realm "/src/browser/guard/realm.js"
    rtc "/src/browser/guard/rtc.js"
    shadow "/src/browser/guard/shadow.js"
    sandbox "/src/browser/guard/sandbox.js"
    watch "/src/browser/guard/watch.js"
    web_socket "/src/browser/guard/web_socket.js"
    web_transport "/src/browser/guard/web_transport.js"
    window_open "/src/browser/guard/window_open.js"
    worker "/src/browser/guard/worker.js"
    wrap "/src/browser/guard/wrap.js"
    xhr "/src/browser/guard/xhr.js"
}
