//! Template text that the host page's own framework would compile.
//!
//! *Threat:* Vue mounted on markup that is in the page already, or AngularJS, takes `{{constructor.constructor('…')()}}` in
//! any text below its root for a program; other engines do so with `${…}` and `<% … %>`. No parser sees anything in it.
//! *Rule:* [`Templates::Break`] puts a space into each opening: `{ {`, `$ {`, `< %`. It is seen, it survives any number of
//! round trips, and no delimiter has white space in it. Where a space would change what the value is, a hyphen stands (an
//! id, a class) or the second character is percent-encoded (a URL). *Accepted:* delimiters that a host chose for itself;
//! documents for a frame of their own keep their style sheets as they are.
//!
//! [`Templates::Break`]: crate::sanitizer::Templates::Break

use std::borrow::Cow;

use super::{Attribute, Output, Tag};
use crate::sanitizer::allowlist::html::{Kind, kind};

/// Two characters that begin a template.
const OPENINGS: [&str; 3] = ["{{", "${", "<%"];

/// Writes on to `output`, with templates broken.
pub(in crate::sanitizer) struct Unbraced<'o> {
    output: &'o mut dyn Output,
    /// What the last text ended in, where nothing has been written since.
    last: Option<char>,
    /// How many openings were broken.
    pub(in crate::sanitizer) broken: u32,
}

impl<'o> Unbraced<'o> {
    pub(in crate::sanitizer) fn new(output: &'o mut dyn Output) -> Self {
        Self { output, last: None, broken: 0 }
    }

    fn unbrace<'t>(&mut self, text: &'t str, glue: Glue) -> Cow<'t, str> {
        let (text, broken) = unbrace(text, glue);
        self.broken = self.broken.saturating_add(broken);
        text
    }
}

impl Output for Unbraced<'_> {
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        self.last = None;
        let attributes: Vec<Attribute<'_>> =
            attributes.iter().map(|(name, value)| (name.clone(), self.unbrace(value, Glue::of(name, value)))).collect();
        self.output.open(tag, &attributes);
    }

    fn text(&mut self, text: &str, plain: bool) {
        if let (Some(last), Some(first)) = (self.last, text.chars().next())
            && OPENINGS.contains(&[last, first].iter().collect::<String>().as_str())
        {
            self.broken = self.broken.saturating_add(1);
            self.output.text(" ", true);
        }
        self.last = text.chars().next_back().or(self.last);
        let text = self.unbrace(text, Glue::Space);
        self.output.text(&text, plain);
    }

    fn close(&mut self, tag: Tag) {
        self.last = None;
        self.output.close(tag);
    }

    fn raw_text(&mut self, text: &str) {
        self.last = None;
        self.output.raw_text(text);
    }

    fn clear(&mut self) {
        self.last = None;
        self.broken = 0;
        self.output.clear();
    }
}

/// What keeps two characters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    Space,
    /// Where white space separates names.
    Hyphen,
    /// In a URL: the second character's escape, which means the same to whoever decodes it.
    Percent,
}

impl Glue {
    fn of(attribute: &str, value: &str) -> Self {
        match kind(attribute) {
            Kind::Id | Kind::IdReferences => Self::Hyphen,
            // A fragment names an id.
            Kind::Link if value.starts_with('#') => Self::Hyphen,
            Kind::Link | Kind::Resource => Self::Percent,
            Kind::Plain if attribute == "class" => Self::Hyphen,
            Kind::Plain => Self::Space,
        }
    }
}

/// The text with each opening broken, and how many there were.
fn unbrace(text: &str, glue: Glue) -> (Cow<'_, str>, u32) {
    let mut whole = String::new();
    let mut written = 0;
    let mut broken = 0_u32;
    for (at, pair) in text.as_bytes().windows(2).enumerate() {
        if !OPENINGS.iter().any(|opening| opening.as_bytes() == pair) {
            continue;
        }
        broken = broken.saturating_add(1);
        // Both characters are ASCII, so both indices are a character's.
        whole.push_str(text.get(written..=at).unwrap_or_default());
        written = at + 1;
        match glue {
            Glue::Space => whole.push(' '),
            Glue::Hyphen => whole.push('-'),
            Glue::Percent => {
                whole.push_str(if pair[1] == b'{' { "%7B" } else { "%25" });
                written += 1;
            }
        }
    }
    if broken == 0 {
        return (text.into(), 0);
    }
    whole.push_str(text.get(written..).unwrap_or_default());
    (whole.into(), broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings() {
        for (text, glue, expected, broken) in [
            ("{{ 7 * 7 }}", Glue::Space, "{ { 7 * 7 }}", 1),
            ("{{{raw}}}", Glue::Space, "{ { {raw}}}", 2),
            ("${a}<%= b %>", Glue::Space, "$ {a}< %= b %>", 2),
            ("$${a} <<%", Glue::Space, "$$ {a} << %", 2),
            ("é{{ü", Glue::Space, "é{ {ü", 1),
            ("{ { $ { < % } }} 5% $5 {a: {b: 1}}", Glue::Space, "{ { $ { < % } }} 5% $5 {a: {b: 1}}", 0),
            ("{{a}}", Glue::Hyphen, "{-{a}}", 1),
            ("https://a.test/?q={{a}}&b=${c}", Glue::Percent, "https://a.test/?q={%7Ba}}&b=$%7Bc}", 2),
            ("{{{", Glue::Percent, "{%7B%7B", 2),
            ("", Glue::Space, "", 0),
        ] {
            assert_eq!(unbrace(text, glue), (expected.into(), broken), "{text}");
            assert_eq!(unbrace(expected, glue), (expected.into(), 0), "{text}, twice");
        }
    }
}
