//! nginx: directives of words that end with `;`, in blocks.

use super::Written;
use super::words::Word;
use crate::lower::Lowered;
use crate::rules;

#[derive(Debug)]
enum Token {
    Word(Word),
    /// `;`
    End,
    Open,
    Close,
}

/// The headers that a file adds, and the conditions that compare an origin by a piece of it.
pub(super) fn headers(text: &str, out: &mut Lowered) -> Vec<Written> {
    let mut found = Vec::new();
    let (mut words, mut open, mut blocks) = (Vec::new(), vec![(0, false)], 0);
    for token in tokens(text) {
        match token {
            Token::Word(word) => words.push(word),
            Token::Open => {
                blocks += 1;
                let (is_about_origin, loose) = condition(&words);
                if let Some((from, to)) = loose {
                    out.hit(rules::CORS_PATTERN, (from as u32, to as u32));
                }
                let is_checked = is_about_origin || open.last().is_some_and(|(_, checked)| *checked);
                open.push((blocks, is_checked));
                words.clear();
            }
            Token::Close => {
                if open.len() > 1 {
                    open.pop();
                }
                words.clear();
            }
            Token::End => {
                let (block, is_checked) = open.last().copied().unwrap_or_default();
                found.extend(directive(&words, block, is_checked));
                words.clear();
            }
        }
    }
    found
}

fn directive(words: &[Word], block: u32, is_checked: bool) -> Option<Written> {
    let (first, name) = (words.first()?, words.get(1)?);
    if first.text == "more_set_headers" {
        let (field, value) = name.text.split_once(':')?;
        let at = name.span.0 + field.len() + 1 + (value.len() - value.trim_start().len());
        return Some(Written::verbatim(field.trim(), value.trim(), at, block));
    }
    let value = words.get(2).filter(|_| first.text == "add_header")?;
    if is_checked && name.text.eq_ignore_ascii_case("access-control-allow-origin") {
        return None;
    }
    let span = (value.span.0 as u32, value.span.1 as u32);
    Some(Written::of(&name.text, &value.text, span, value.is_verbatim, block))
}

/// Whether a condition is about the origin; and its pattern, if that is open at an end.
fn condition(words: &[Word]) -> (bool, Option<(usize, usize)>) {
    let is_if = words.first().is_some_and(|word| word.text == "if");
    let is_about_origin = is_if && words.iter().any(|word| word.text.contains("$http_origin"));
    let matches = words.iter().position(|word| matches!(word.text.as_str(), "~" | "~*"));
    let pattern = matches.and_then(|at| words.get(at + 1)).filter(|_| is_about_origin);
    let is_loose = |word: &&Word| {
        let pattern = word.text.strip_suffix(')').filter(|rest| !rest.contains('(')).unwrap_or(&word.text);
        let end = pattern.trim_end_matches(')');
        !(pattern.starts_with('^') && (end.ends_with('$') || pattern.ends_with('$')))
    };
    (is_about_origin, pattern.filter(is_loose).map(|word| word.span))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '#' => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            ';' => tokens.push(Token::End),
            '{' => tokens.push(Token::Open),
            '}' => tokens.push(Token::Close),
            '"' | '\'' => {
                let escaped = &['"', '\'', '\\'];
                tokens.push(Token::Word(Word::quoted(text, &mut chars, (at, c), escaped)));
            }
            _ => {
                let mut end = at + c.len_utf8();
                // `${name}` is part of a word.
                let mut in_name = false;
                while let Some((here, next)) = chars.next_if(|(here, next)| {
                    in_name
                        || !(next.is_whitespace() || matches!(next, ';' | '}'))
                            && (*next != '{' || text.get(..*here).is_some_and(|before| before.ends_with('$')))
                }) {
                    in_name = (in_name || next == '{') && next != '}' && next != '\n';
                    end = here + next.len_utf8();
                }
                tokens.push(Token::Word(Word::plain(text, (at, end))));
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::{Lowered, headers};

    #[test]
    fn words_blocks_and_conditions() {
        let text = "server { # a\n add_header A \"b; 'c'\" always; location ~ \\.php$ { more_set_headers 'X-Y: z'; }\n if ($http_origin ~* (example\\.com)$) { add_header Access-Control-Allow-Origin $http_origin; }\n if ($http_origin ~ ^https://a\\.test$) { add_header D e; } }";
        let mut out = Lowered::new();
        let found = headers(text, &mut out);
        let read: Vec<_> =
            found.iter().map(|header| (header.name.as_str(), header.value.as_str(), header.block)).collect();
        assert_eq!(read, [("A", "b; 'c'", 1), ("X-Y", "z", 2), ("D", "e", 4)]);
        for header in &found {
            let (start, end) = header.span(None).unwrap_or_default();
            assert_eq!(text.get(start as usize..end as usize), Some(header.value.as_str()));
        }
        assert_eq!(out.hits.len(), 1);
    }
}
