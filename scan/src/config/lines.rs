//! `_headers`, of Netlify and Cloudflare: a path, and below it, indented, its headers.

use super::Written;

pub(super) fn headers(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let (mut start, mut block) = (0, 0);
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        let is_indented = written.starts_with([' ', '\t']);
        if written.is_empty() || written.trim_start().starts_with('#') {
            // Nothing is sent.
        } else if !is_indented {
            block += 1;
        } else if let Some((name, value)) = written.split_once(':') {
            let lead = value.len() - value.trim_start().len();
            found.push(Written::verbatim(name.trim(), value.trim(), start + name.len() + 1 + lead, block));
        }
        start += line.len();
    }
    found
}
