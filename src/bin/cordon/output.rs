//! Standard output and standard error.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use mcp_cordon::audit::format::Style;
use serde::Serialize;

use super::failure::Failure;

/// Writes the answer. A reader that has had enough (`| head`) is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::unreadable("standard output", format!("cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes the answer as JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| Failure::unreadable("standard output", format!("cannot be written: {error}")))?;
    print(&format!("{text}\n"))
}

/// Writes a line about the answer, where it is in nobody's way.
pub(crate) fn note(line: &str) {
    // There is nowhere left to say that it failed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// As wide as the terminal says in `COLUMNS`, and colored where a terminal reads and `NO_COLOR` is not set.
pub(crate) fn style() -> Style {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let color = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Style { width: columns.unwrap_or(Style::default().width), color }
}
