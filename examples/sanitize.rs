//! Reads HTML on standard input, writes it sanitized; what was removed goes to standard error.
//!
//! `echo '<b onclick=x()>hi</b>' | cargo run --example sanitize`

use std::error::Error;
use std::io::{Read, stdin};

use mcp_cordon::sanitizer::{SanitizeOptions, inspect_tool_output};

fn main() -> Result<(), Box<dyn Error>> {
    let mut html = String::new();
    stdin().read_to_string(&mut html)?;
    let report = inspect_tool_output(&html, &SanitizeOptions::default())?;
    println!("{}", report.html);
    for removal in &report.removed {
        eprintln!(
            "{} {} at {} (line {}): {}",
            removal.code.as_str(),
            removal.name,
            removal.path,
            removal.line,
            removal.reason
        );
    }
    Ok(())
}
