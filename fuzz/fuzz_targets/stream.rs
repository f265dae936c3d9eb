#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcp_cordon_fuzz::stream::run(data));
