//! Header lines in a file.

use mcp_cordon::audit::Response;
use mcp_cordon::audit::format::{Region, Subject};
use mcp_cordon::finding::Finding;
use ureq::http::HeaderName;

use super::Answer;
use crate::failure::Failure;
use crate::input::Input;

/// The headers of a file, with where they stand.
#[derive(Debug)]
pub(super) struct HeaderLines(Vec<Line>);

#[derive(Debug)]
struct Line {
    /// From 1.
    number: usize,
    name: String,
    value: String,
    /// The column of the value's first character, from 1. None: the value goes on in the next line.
    column: Option<usize>,
}

/// Reads the last answer of the file.
pub(super) fn read(input: &Input) -> Result<Answer, Failure> {
    // One character a byte, as a browser reads headers.
    let text: String = input.bytes.iter().copied().map(char::from).collect();
    let lines = HeaderLines::parse(&text).map_err(|why| Failure::input(&input.name, why))?;
    let headers = lines.0.iter().map(|line| (line.name.clone(), line.value.clone())).collect();
    let subject = match &input.path {
        Some(path) => Subject::File(path.display().to_string()),
        None => Subject::Nameless,
    };
    let response = Response { headers, ..Response::default() };
    Ok(Answer { subject, response, lines: Some(lines), ..Answer::default() })
}

impl HeaderLines {
    fn parse(text: &str) -> Result<Self, String> {
        let mut lines: Vec<Line> = Vec::new();
        let mut is_answer = false;
        for (at, written) in text.lines().enumerate() {
            let number = at + 1;
            if written.trim().is_empty() {
                continue;
            }
            if written.starts_with("HTTP/") {
                // curl prints an answer for each redirect: the last one counts.
                lines.clear();
                is_answer = true;
                continue;
            }
            if written.starts_with([' ', '\t']) {
                // RFC 9112 § 5.2, obsolete line folding.
                let Some(line) = lines.last_mut() else {
                    return Err(format!("line {number} goes on from none: {written:?}"));
                };
                line.value = format!("{} {}", line.value, written.trim()).trim().to_owned();
                line.column = None;
                continue;
            }
            let Some((name, value)) = written.split_once(':').filter(|(name, _)| is_name(name)) else {
                return Err(format!("line {number} is no header: {:?}: expected \"Name: value\"", shorten(written)));
            };
            let blank = value.chars().take_while(|c| c.is_ascii_whitespace()).count();
            let column = Some(name.chars().count() + 1 + blank + 1);
            lines.push(Line { number, name: name.to_owned(), value: value.trim().to_owned(), column });
        }
        if lines.is_empty() && !is_answer {
            return Err("there is no header line in it".to_owned());
        }
        Ok(Self(lines))
    }

    /// Where the header stands that a finding is about, or the part of it.
    pub(super) fn region(&self, finding: &Finding) -> Option<Region> {
        let evidence = finding.evidence.as_ref()?;
        let (header, value) = (evidence.header.as_deref()?, evidence.value.as_deref()?);
        let (start, end) = evidence.span.unwrap_or((0, value.len()));
        let (before, about) = (value.get(..start)?, value.get(start..end)?);
        // A policy can be a part of a header's value; and evidence about a report-only one may name the other header.
        let holds = |line: &&Line| line.value.contains(value);
        let named = |line: &&Line| line.name.eq_ignore_ascii_case(header);
        let line = self.0.iter().find(|line| named(line) && holds(line)).or_else(|| self.0.iter().find(holds))?;
        let offset = line.value.find(value)?;
        let ahead = line.value.get(..offset)?.chars().count() + before.chars().count();
        let start = line.column? + ahead;
        Some(Region { line: line.number, start, end: start + about.chars().count() })
    }
}

fn is_name(text: &str) -> bool {
    HeaderName::from_bytes(text.as_bytes()).is_ok()
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mcp_cordon::finding::{Evidence, registry};

    #[test]
    fn lines_and_what_are_none() {
        for (name, text, expected) in [
            ("plain", "A: b\r\nC-D:e:f\r\n", Ok(vec![("A", "b"), ("C-D", "e:f")])),
            ("with a status line", "HTTP/2 200 \r\nA: b\r\n\r\n", Ok(vec![("A", "b")])),
            ("of a redirect and its end", "HTTP/1.1 302 Found\nA: b\n\nHTTP/1.1 200 OK\nC: d\n", Ok(vec![("C", "d")])),
            ("of an answer without headers", "HTTP/1.1 200 OK\n", Ok(vec![])),
            ("folded", "A: b;\n  c\n", Ok(vec![("A", "b; c")])),
            ("without a value", "A:\n", Ok(vec![("A", "")])),
            ("empty", "\n", Err("no header line")),
            ("without a colon", "A b\n", Err("line 1 is no header: \"A b\"")),
            ("with a space in a name", "A: b\nC D: e\n", Err("line 2 is no header")),
            ("folded from nothing", " a\n", Err("line 1 goes on from none")),
        ] {
            let parsed = HeaderLines::parse(text);
            match (&parsed, expected) {
                (Ok(lines), Ok(expected)) => {
                    let read: Vec<_> = lines.0.iter().map(|line| (&*line.name, &*line.value)).collect();
                    assert_eq!(read, expected, "{name}");
                }
                (Err(why), Err(expected)) => assert!(why.contains(expected), "{name}: {why}"),
                _ => panic!("{name}: {parsed:?}"),
            }
        }
    }

    #[test]
    fn a_region_covers_what_is_wrong() {
        let text = "A: b\nContent-Security-Policy:  img-src *, default-src 'self'; connect-src *\nB: \u{e9}c\n";
        let lines = HeaderLines::parse(text).expect("it parses");
        let value = "default-src 'self'; connect-src *";
        for (header, value, span, about) in [
            ("content-security-policy", value, Some((20, 33)), Some("connect-src *")),
            ("Content-Security-Policy", value, None, Some(value)),
            ("Content-Security-Policy-Report-Only", value, Some((0, 18)), Some("default-src 'self'")),
            ("B", "\u{e9}c", Some((2, 3)), Some("c")),
            ("meta", "default-src 'none'", None, None),
        ] {
            let (header, given) = (Some(header.to_owned()), Some(value.to_owned()));
            let evidence = Evidence { header, value: given, span, ..Evidence::default() };
            let region = lines.region(&registry::CONNECT_WILDCARD.found(Some(evidence)));
            let covered = region.map(|region| -> String {
                let line = text.lines().nth(region.line - 1).expect("the line is there");
                line.chars().skip(region.start - 1).take(region.end - region.start).collect()
            });
            assert_eq!(covered.as_deref(), about, "{value}");
        }
    }
}
