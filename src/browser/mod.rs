//! The browser's half: it captures, converts and forwards. Every decision is the core's.

#[doc(hidden)]
#[cfg(any(feature = "audit", feature = "html", feature = "markdown"))]
pub mod exports;
#[cfg(feature = "page")]
#[expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
mod guard;
#[cfg(any(feature = "audit", feature = "html", feature = "page", feature = "server", feature = "service-worker"))]
mod interop;
mod natives;
#[cfg(feature = "html")]
mod nodes;
#[cfg(feature = "audit")]
mod observed;
#[cfg(any(feature = "html", feature = "page"))]
#[expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
mod policy;
#[cfg(feature = "server")]
#[expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
mod server;
#[cfg(feature = "service-worker")]
#[expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
mod service_worker;

use wasm_bindgen::prelude::*;

use crate::source::platform;

/// Captures the platform: to be called once, right after the module is instantiated.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    platform::install(natives::parse_url);
}
