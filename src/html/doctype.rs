//! What a doctype says: HTML Standard § 13.2.5.53 and on.

/// A doctype. A fragment ignores it; a document's tree construction reads its mode from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doctype {
    pub name: Option<String>,
    pub public_id: Option<String>,
    pub system_id: Option<String>,
    pub force_quirks: bool,
}

impl Doctype {
    /// Reads what stands between `<!doctype` and its `>`, or the end of the input, where it is not whole.
    pub fn read(text: &str, is_whole: bool) -> Self {
        let mut doctype = Self { force_quirks: !is_whole, ..Self::default() };
        let rest = text.trim_start_matches(is_space);
        let (name, rest) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
        if name.is_empty() {
            doctype.force_quirks = true;
            return doctype;
        }
        doctype.name = Some(replaced(&name.to_ascii_lowercase()));
        if doctype.read_ids(rest.trim_start_matches(is_space)).is_none() {
            doctype.force_quirks = true;
        }
        doctype
    }

    /// None where they are not as they should be; what was read until then stays.
    fn read_ids(&mut self, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        let (keyword, rest) = text.split_at_checked("public".len())?;
        let is = |word: &str| keyword.eq_ignore_ascii_case(word);
        let rest = rest.trim_start_matches(is_space);
        if is("system") {
            return self.read_system_id(rest);
        }
        if !is("public") {
            return None;
        }
        let (id, rest) = quoted(rest)?;
        self.public_id = Some(replaced(id.text));
        if !id.is_closed {
            return None;
        }
        let rest = rest.trim_start_matches(is_space);
        if rest.is_empty() { Some(()) } else { self.read_system_id(rest) }
    }

    fn read_system_id(&mut self, text: &str) -> Option<()> {
        let (id, rest) = quoted(text)?;
        self.system_id = Some(replaced(id.text));
        // § 13.2.5.67: what stands behind it is passed over, and then the end of the input says nothing either.
        if !rest.trim_start_matches(is_space).is_empty() {
            self.force_quirks = false;
        }
        id.is_closed.then_some(())
    }
}

struct Quoted<'t> {
    text: &'t str,
    is_closed: bool,
}

fn quoted(text: &str) -> Option<(Quoted<'_>, &str)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let rest = &text[1..];
    Some(match rest.split_once(quote) {
        Some((text, rest)) => (Quoted { text, is_closed: true }, rest),
        None => (Quoted { text: rest, is_closed: false }, ""),
    })
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{C}')
}

fn replaced(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}
