//! Reads source code for what tool output reaches: markup, script, addresses, beacons, Background Fetch, speculation rules, and
//! for MCP servers that nothing stands in front of.
//!
//! ```
//! use cordon_scan::{Input, scan_files};
//!
//! let text = "const result = await client.callTool({ name: 'page' });\npanel.innerHTML = result.content[0].text;";
//! let scan = scan_files(vec![Input::new("chat.js", text)]);
//! assert_eq!(scan.findings[0].rule.code, "scan-markup-from-output");
//! assert_eq!(scan.findings[0].place.line, 2);
//! assert_eq!(scan.findings[0].path[0].place.line, 1);
//! ```
//!
//! Each file is parsed by oxc and lowered to a graph of what flows where; the graphs are joined at imports and exports; a search
//! follows data from where a server's comes in to where it does something. Files are lowered in parallel, the search is one.

#![forbid(unsafe_code)]

mod config;
mod finding;
pub mod fix;
mod graph;
mod ignored;
mod link;
mod lower;
mod markup;
mod models;
mod parse;
mod python;
pub mod rules;
mod search;
mod walk;

pub use finding::{Finding, Header, Judged, Judges, Place, Scan, Step, Verdict};
pub use walk::{Input, ScanError, read_files, scan_files, scan_with};
