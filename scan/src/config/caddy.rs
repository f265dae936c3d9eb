//! Caddy: `header [matcher] [+|?]Field "value"`, a line each, or a block of such lines.

use super::Written;
use super::words::Word;

pub(super) fn headers(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let (mut start, mut block, mut in_header) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        let words = words(line);
        let base = start;
        start += line.len();
        let text_of = |at: usize| words.get(at).map(|word| word.text.as_str()).unwrap_or_default();
        if in_header {
            in_header = text_of(0) != "}";
            found.extend(header(&words, 0, base, block));
            continue;
        }
        if text_of(0) != "header" {
            // The headers of one site's block are sent together, whatever matches; a `{` or `}` at the margin ends it.
            if !line.starts_with([' ', '\t']) && !words.is_empty() {
                block += 1;
            }
            continue;
        }
        let matcher = usize::from(text_of(1).starts_with(['/', '@', '*']));
        in_header = text_of(1 + matcher) == "{";
        found.extend(header(&words, 1 + matcher, base, block));
    }
    found
}

fn header(words: &[Word], at: usize, base: usize, block: u32) -> Option<Written> {
    let (name, value) = (&words.get(at)?.text, words.get(at + 1)?);
    let name = name.trim_start_matches(['+', '?', '>']).trim_end_matches(':');
    let is_taken_out = name.starts_with('-') || name == "defer" || words.len() > at + 2;
    let span = ((base + value.span.0) as u32, (base + value.span.1) as u32);
    (!is_taken_out).then(|| Written::of(name, &value.text, span, value.is_verbatim, block))
}

/// The words of a line, with where they stand in it.
fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '#' => break,
            '"' => words.push(Word::quoted(line, &mut chars, (at, c), &['"', '\\'])),
            '`' => words.push(Word::quoted(line, &mut chars, (at, c), &[])),
            _ => {
                let mut end = at + c.len_utf8();
                while let Some((here, next)) = chars.next_if(|(_, next)| !next.is_whitespace()) {
                    end = here + next.len_utf8();
                }
                words.push(Word::plain(line, (at, end)));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn lines_and_blocks() {
        let text = "a.test {\n\theader /x Content-Security-Policy \"default-src *\"\n\theader {\n\t\t# none\n\t\t?A b\n\t\t-Server\n\t}\n}\nb.test {\n\theader C `d \"e\"`\n}\n";
        let found = headers(text);
        let read: Vec<_> = found.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(read, [("Content-Security-Policy", "default-src *"), ("A", "b"), ("C", "d \"e\"")]);
        assert!(found[1].block == found[0].block && found[2].block != found[0].block);
        for header in &found {
            let (start, end) = header.span(None).unwrap_or_default();
            assert_eq!(text.get(start as usize..end as usize), Some(header.value.as_str()));
        }
    }
}
