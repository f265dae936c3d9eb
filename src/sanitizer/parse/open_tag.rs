//! The attributes of a tag, ahead of the tree, which hears of a tag only when it ends.

/// Counts the attributes of a tag that the tokenizer has not finished: § 13.2.5.32 to § 13.2.5.40, of which it needs no
/// more than where a name begins. It decides about nothing but when to stop.
#[derive(Debug, Default)]
pub(super) struct OpenTag {
    state: State,
    pub(super) attributes: usize,
    pub(super) quoted_words: usize,
}

#[derive(Debug, Clone, Copy, Default)]
enum State {
    #[default]
    Text,
    TagOpen,
    /// A comment, a doctype or the like.
    Markup,
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

impl OpenTag {
    pub(super) fn read(&mut self, text: &str) {
        for byte in text.bytes() {
            self.state = self.next(byte);
        }
    }

    fn next(&mut self, byte: u8) -> State {
        let space = byte.is_ascii_whitespace();
        match (self.state, byte) {
            (State::Quoted(quote), _) => {
                self.quoted_words += usize::from(space);
                return if byte == quote { State::BeforeName } else { self.state };
            }
            (State::Text, b'<') => {
                (self.attributes, self.quoted_words) = (0, 0);
                return State::TagOpen;
            }
            (State::Text, _) | (_, b'>') => return State::Text,
            (State::TagOpen, b'/') => return State::TagOpen,
            (State::TagOpen, b'!' | b'?') => return State::Markup,
            (State::TagOpen, _) => return if byte.is_ascii_alphabetic() { State::TagName } else { State::Text },
            (State::Markup, _) => return State::Markup,
            (State::Name | State::AfterName, b'=') => return State::BeforeValue,
            (State::BeforeValue, b'"' | b'\'') => return State::Quoted(byte),
            _ => {}
        }
        match (self.state, space || byte == b'/') {
            (State::BeforeValue, _) if space => State::BeforeValue,
            (State::BeforeValue, _) => State::Unquoted,
            (State::Unquoted, _) => {
                if space {
                    State::BeforeName
                } else {
                    State::Unquoted
                }
            }
            (State::Name | State::AfterName, true) if space => State::AfterName,
            (State::TagName, false) => State::TagName,
            (State::Name, false) => State::Name,
            (_, true) => State::BeforeName,
            (_, false) => {
                self.attributes += 1;
                State::Name
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted() {
        for (text, attributes) in [
            ("text", 0),
            ("a < b c d e", 0),
            ("<b", 0),
            ("<b c d e", 3),
            ("<b c=d e='f g h' i=\"j k\"l m", 5),
            ("<b c = d e =f g= h", 3),
            ("<b/c/d/e", 3),
            ("<b c=/d/e/f g", 2),
            ("<b c>d e f", 0),
            ("<b c='>' d", 2),
            ("</b c d", 2),
            ("<!-- a b c", 0),
            ("<!-- a > <b c d", 2),
            ("<b c d><e f", 1),
            ("<b c=d>e <f g h", 2),
        ] {
            let mut tag = OpenTag::default();
            tag.read(text);
            let open = if matches!(tag.state, State::Text | State::Markup) { 0 } else { tag.attributes };
            assert_eq!(open, attributes, "{text}");
        }
    }
}
