//! Runs a crate's WebAssembly tests in a browser: what cargo calls as the wasm32 runner.

// A member of its own, so that building the package and the demo need not compile the test
// runner's HTTP server, WebDriver client and TLS stack.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
