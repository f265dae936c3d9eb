//! Markup in pieces: tags with their attributes' positions, and the text between. No tree is built: a template's own compiler
//! does that, and what matters here is which expression stands in which attribute.

use crate::lower::Flavor;

/// Part of a file of markup.
#[derive(Debug)]
pub(crate) enum Piece {
    Open(Tag),
    Close(String),
    /// From a byte to another.
    Text(usize, usize),
}

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) is_closed: bool,
    pub(crate) span: (usize, usize),
}

#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    /// The name and the value.
    pub(crate) span: (usize, usize),
    /// The value without its quotes or braces.
    pub(crate) value: Option<(usize, usize)>,
    /// The value stands in braces.
    pub(crate) is_expression: bool,
}

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// A value that is a text.
    pub(crate) fn text(&self, text: &str, name: &str) -> Option<String> {
        let (from, to) = self.attribute(name).filter(|attribute| !attribute.is_expression)?.value?;
        text.get(from..to).map(str::to_owned)
    }
}

/// Elements that have no end.
pub(crate) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

pub(crate) fn pieces(text: &str, start: usize, flavor: Flavor) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = start;
    let mut from = start;
    let has_braces = matches!(flavor, Flavor::Svelte | Flavor::Astro);
    while at < bytes.len() {
        if has_braces && bytes[at] == b'{' {
            at = behind_braces(bytes, at);
            continue;
        }
        if bytes[at] != b'<' {
            at += 1;
            continue;
        }
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            push_text(&mut pieces, from, at);
            at = text.get(at + 4..).and_then(|rest| rest.find("-->")).map_or(bytes.len(), |end| at + 4 + end + 3);
            from = at;
            continue;
        }
        let is_close = rest.get(1) == Some(&b'/');
        let name_at = at + 1 + usize::from(is_close);
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
            continue;
        }
        push_text(&mut pieces, from, at);
        let name_end = (name_at..bytes.len())
            .find(|at| bytes[*at].is_ascii_whitespace() || matches!(bytes[*at], b'>' | b'/'))
            .unwrap_or(bytes.len());
        let name = text.get(name_at..name_end).unwrap_or_default().to_owned();
        if is_close {
            at = (name_end..bytes.len()).find(|at| bytes[*at] == b'>').map_or(bytes.len(), |end| end + 1);
            pieces.push(Piece::Close(name));
            from = at;
            continue;
        }
        let (attributes, end, is_closed) = attributes(text, name_end, has_braces);
        let is_raw = matches!(name.as_str(), "script" | "style" | "textarea") && !is_closed;
        pieces.push(Piece::Open(Tag { name: name.clone(), attributes, is_closed, span: (at, end) }));
        at = end;
        from = end;
        if is_raw {
            let close = format!("</{name}");
            let to = text.get(at..).and_then(|rest| rest.find(&close)).map_or(bytes.len(), |end| at + end);
            pieces.push(Piece::Text(at, to));
            at = to;
            from = to;
        }
    }
    push_text(&mut pieces, from, bytes.len());
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, from: usize, to: usize) {
    if from < to {
        pieces.push(Piece::Text(from, to));
    }
}

/// The byte behind the brace that closes the one here. Texts in it are skipped.
pub(crate) fn behind_braces(bytes: &[u8], open: usize) -> usize {
    let (mut depth, mut at) = (0_usize, open);
    let mut quote: Option<u8> = None;
    while let Some(byte) = bytes.get(at) {
        match (quote, *byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'`') => quote = Some(*byte),
            // An apostrophe in text between tags is none.
            (None, b'\'') if bytes.get(at.wrapping_sub(1)).is_some_and(|before| !before.is_ascii_alphanumeric()) => {
                quote = Some(b'\'')
            }
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    // It never closes: one brace is text.
    open + 1
}

/// The attributes, the byte behind the tag, and whether it closes itself.
fn attributes(text: &str, start: usize, has_braces: bool) -> (Vec<Attribute>, usize, bool) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = start;
    let mut is_closed = false;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        match bytes.get(at) {
            None => return (found, bytes.len(), is_closed),
            Some(b'>') => return (found, at + 1, is_closed),
            Some(b'/') => {
                is_closed = bytes.get(at + 1) == Some(&b'>');
                at += 1;
                continue;
            }
            // `{name}` and `{...props}`
            Some(b'{') if has_braces => {
                let end = behind_braces(bytes, at);
                let value = (at + 1, end.saturating_sub(1).max(at + 1));
                let name = text.get(value.0..value.1).unwrap_or_default().trim().to_owned();
                found.push(Attribute { name, span: (at, end), value: Some(value), is_expression: true });
                at = end;
                continue;
            }
            Some(_) => {}
        }
        let name_at = at;
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/')) {
            at += 1;
        }
        if at == name_at {
            at += 1;
            continue;
        }
        let name = text.get(name_at..at).unwrap_or_default().to_owned();
        let mut value = None;
        let mut is_expression = false;
        let mut after = at;
        while bytes.get(after).is_some_and(u8::is_ascii_whitespace) {
            after += 1;
        }
        if bytes.get(after) == Some(&b'=') {
            at = after + 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = (at + 1..bytes.len()).find(|at| bytes[*at] == *quote).unwrap_or(bytes.len());
                    value = Some((at + 1, end));
                    at = (end + 1).min(bytes.len());
                    // Svelte's `href="{url}"`
                    if let Some((from, to)) = value
                        && has_braces
                        && to > from + 1
                        && bytes[from] == b'{'
                        && behind_braces(bytes, from) == to
                    {
                        value = Some((from + 1, to - 1));
                        is_expression = true;
                    }
                }
                Some(b'{') if has_braces => {
                    let end = behind_braces(bytes, at);
                    value = Some((at + 1, end.saturating_sub(1).max(at + 1)));
                    is_expression = true;
                    at = end;
                }
                _ => {
                    let from = at;
                    while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                        at += 1;
                    }
                    value = Some((from, at));
                }
            }
        }
        found.push(Attribute { name, span: (name_at, at), value, is_expression });
    }
}
