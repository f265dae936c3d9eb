//! mcp-cordon
#![forbid(unsafe_code)]
