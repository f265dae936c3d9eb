//! Text for a terminal: nothing in it moves the cursor, and every character takes one column.

/// `c` as it may be printed. What a response holds is an attacker's to choose: an escape sequence repaints a terminal, a
/// bidi control reorders a line. What is not ASCII is written out too, so that a column is a character.
pub(super) fn printable(c: char) -> String {
    match c {
        ' '..='~' => c.to_string(),
        '\t' => " ".to_owned(),
        _ => c.escape_unicode().to_string(),
    }
}

/// Text of a finding's own, which may hold words of any language, and whatever was read from a header.
pub(super) fn safe(text: &str) -> String {
    let is_safe = |c: char| !c.is_control() && !is_invisible(c);
    text.chars().map(|c| if is_safe(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

/// Marks and spaces without a width, bidi controls, and tag characters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// `text` in lines of at most `width` characters, but for a word that is longer.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line of `value` around `span`, at most `width` columns, and the carets that go below it.
pub(super) fn excerpt(value: &str, span: Option<(usize, usize)>, width: usize) -> (String, Option<String>) {
    const ELLIPSIS: &str = "...";
    /// What is kept ahead of a span that does not fit with all that is before it.
    const LEAD: usize = 12;
    let (mut cells, mut marked) = (String::new(), None::<(usize, usize)>);
    let is_in = |at: usize| span.is_some_and(|(start, end)| (start..end).contains(&at));
    for (at, c) in value.char_indices() {
        let start = cells.len();
        cells.push_str(&printable(c));
        if is_in(at) {
            marked = Some((marked.map_or(start, |(start, _)| start), cells.len()));
        }
    }
    // Every cell is ASCII from here on, so a byte is a column.
    let from = match marked {
        Some((_, end)) if end > width.saturating_sub(ELLIPSIS.len()) && cells.len() > width => {
            marked.map_or(0, |(start, _)| start.saturating_sub(LEAD))
        }
        _ => 0,
    };
    let before = if from > 0 { ELLIPSIS } else { "" };
    let rest = cells.get(from..).unwrap_or_default();
    let line = match rest.len() + before.len() > width {
        true => {
            let room = width.saturating_sub(before.len() + ELLIPSIS.len());
            format!("{before}{}{ELLIPSIS}", rest.get(..room).unwrap_or(rest))
        }
        false => format!("{before}{rest}"),
    };
    let carets = marked.map(|(start, end)| {
        let start = start - from + before.len();
        let end = (end - from + before.len()).min(line.len());
        format!("{}{}", " ".repeat(start), "^".repeat(end.saturating_sub(start)))
    });
    (line, carets.filter(|carets| carets.ends_with('^')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_what_is_marked() {
        for (value, about, width, expected) in [
            ("default-src 'self'; img-src *", "img-src *", 40, "img-src *"),
            ("img-src *", "img-src *", 40, "img-src *"),
            ("a\u{e9}b; img-src *", "img-src *", 40, "img-src *"),
            ("img-src \u{e9}", "img-src \u{e9}", 40, "img-src \\u{e9}"),
            (&format!("{}img-src *; {}", "x ".repeat(40), "y ".repeat(40)), "img-src *", 40, "img-src *"),
            (&format!("img-src {}", "a.test ".repeat(40)), "img-src", 40, "img-src"),
            (&format!("img-src *; {}", "a.test ".repeat(40)), "img-src *", 40, "img-src *"),
        ] {
            let at = value.find(about).expect("it is there");
            let (line, carets) = excerpt(value, Some((at, at + about.len())), width);
            let carets = carets.expect("something is marked");
            assert!(line.len() <= width && carets.len() <= line.len(), "{line}\n{carets}");
            let start = carets.find('^').expect("a caret");
            assert_eq!(&line[start..carets.len()], expected, "{line}\n{carets}");
        }
        assert_eq!(excerpt("img-src *", None, 40), ("img-src *".to_owned(), None));
        let (line, carets) = excerpt(&"x".repeat(100), Some((10, 90)), 40);
        assert!(line.len() <= 40 && carets.is_some_and(|carets| carets.len() <= 40), "{line}");
    }

    #[test]
    fn nothing_reaches_the_terminal_as_it_is() {
        for text in ["\u{1b}[2Jx", "\u{9b}2J", "a\u{202e}b", "a\rb", "\u{e0041}", "a\u{200b}b", "\u{7f}"] {
            let shown: String = text.chars().map(printable).collect();
            assert!(shown.is_ascii() && !shown.contains(|c: char| c.is_control()), "{text:?}: {shown}");
            assert!(safe(text).contains("\\u{"), "{text:?}: {}", safe(text));
        }
        assert_eq!(safe("Größe – 中"), "Größe – 中");
    }

    #[test]
    fn lines_are_no_longer_than_asked() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh i", 4), ["abcdefgh", "i"]);
        assert_eq!(wrap("", 4), [""; 0]);
    }
}
