//! Lists and dictionaries of structured fields: RFC 9651 § 4.2.1 and § 4.2.2, as far as the headers that we read use them.

/// A member of a dictionary, in the order written; a key can come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) key: &'a str,
    /// Where the member stands in the field: start and end, in bytes.
    pub(super) span: (usize, usize),
    pub(super) value: Value,
}

/// A value without its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// Anything else that is one value, as written: a token, a number, a boolean, bytes, a date, a display string.
    Bare(String),
    /// An inner list.
    List(Vec<Value>),
}

/// Parses a field. `None` where the RFC says that parsing fails, and the whole field is ignored.
pub(super) fn dictionary(text: &str) -> Option<Vec<Member<'_>>> {
    let mut parser = Parser { text, at: 0 };
    parser.skip(b" ");
    let mut members = Vec::new();
    while parser.at < text.len() {
        let start = parser.at;
        let key = parser.key()?;
        let value = if parser.eat(b'=') { parser.member()? } else { Value::Bare("?1".into()) };
        parser.parameters()?;
        members.push(Member { key, span: (start, parser.at), value });
        parser.skip(b" \t");
        if parser.at == text.len() {
            break;
        }
        if !parser.eat(b',') {
            return None;
        }
        parser.skip(b" \t");
        // A trailing comma is an error.
        if parser.at == text.len() {
            return None;
        }
    }
    Some(members)
}

/// Parses a field that is a list. `None` where parsing fails.
pub(super) fn list(text: &str) -> Option<Vec<Value>> {
    let mut parser = Parser { text, at: 0 };
    parser.skip(b" ");
    let mut members = Vec::new();
    while parser.at < text.len() {
        members.push(parser.member()?);
        parser.parameters()?;
        parser.skip(b" \t");
        if parser.at == text.len() {
            break;
        }
        let more = parser.eat(b',');
        parser.skip(b" \t");
        if !more || parser.at == text.len() {
            return None;
        }
    }
    Some(members)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Integer,
    Decimal,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip(&mut self, bytes: &[u8]) {
        while self.peek().is_some_and(|byte| bytes.contains(&byte)) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// § 4.2.3.3.
    fn key(&mut self) -> Option<&'a str> {
        if !self.peek()?.is_ascii_lowercase() && self.peek() != Some(b'*') {
            return None;
        }
        Some(self.take(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.' | b'*')
        }))
    }

    fn member(&mut self) -> Option<Value> {
        if !self.eat(b'(') {
            return self.item();
        }
        let mut items = Vec::new();
        loop {
            self.skip(b" ");
            if self.eat(b')') {
                return Some(Value::List(items));
            }
            items.push(self.item()?);
            self.parameters()?;
            if !matches!(self.peek()?, b' ' | b')') {
                return None;
            }
        }
    }

    /// § 4.2.3.1.
    fn item(&mut self) -> Option<Value> {
        let start = self.at;
        match self.peek()? {
            b'"' => return self.string().map(Value::Text),
            b'-' | b'0'..=b'9' => {
                self.number()?;
            }
            b'*' | b'A'..=b'Z' | b'a'..=b'z' => {
                self.take(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte));
            }
            b':' => self.bytes()?,
            b'?' => {
                self.at += 1;
                (self.eat(b'0') || self.eat(b'1')).then_some(())?;
            }
            b'@' => {
                self.at += 1;
                self.number().filter(|number| *number == Number::Integer)?;
            }
            b'%' => self.display_string()?,
            _ => return None,
        }
        Some(Value::Bare(self.text[start..self.at].to_owned()))
    }

    /// § 4.2.4.
    fn number(&mut self) -> Option<Number> {
        self.eat(b'-');
        let whole = self.take(|byte| byte.is_ascii_digit()).len();
        if !self.eat(b'.') {
            return (1..=15).contains(&whole).then_some(Number::Integer);
        }
        let fraction = self.take(|byte| byte.is_ascii_digit()).len();
        ((1..=12).contains(&whole) && (1..=3).contains(&fraction)).then_some(Number::Decimal)
    }

    /// § 4.2.7. Padding may be left out.
    fn bytes(&mut self) -> Option<()> {
        self.at += 1;
        let written = self.take(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
        let digits = written.trim_end_matches('=');
        let padding = written.len() - digits.len();
        let is_base64 = !digits.contains('=') && digits.len() % 4 != 1 && padding <= (4 - digits.len() % 4) % 4;
        (self.eat(b':') && is_base64).then_some(())
    }

    /// § 4.2.10.
    fn display_string(&mut self) -> Option<()> {
        self.at += 1;
        self.eat(b'"').then_some(())?;
        let mut text = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return str::from_utf8(&text).is_ok().then_some(()),
                b'%' => text.push(self.hex_digit()? << 4 | self.hex_digit()?),
                b' '..=b'~' => text.push(byte),
                _ => return None,
            }
        }
    }

    fn hex_digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(|byte| !byte.is_ascii_uppercase())?;
        self.at += 1;
        char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
    }

    /// § 4.2.5.
    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(text),
                b'\\' => {
                    let escaped = self.peek().filter(|byte| matches!(byte, b'"' | b'\\'))?;
                    self.at += 1;
                    text.push(char::from(escaped));
                }
                b' '..=b'~' => text.push(char::from(byte)),
                _ => return None,
            }
        }
    }

    /// § 4.2.3.2: read over.
    fn parameters(&mut self) -> Option<()> {
        while self.eat(b';') {
            self.skip(b" ");
            self.key()?;
            if self.eat(b'=') {
                self.item()?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sfv::{BareItem, Dictionary, Item, List, ListEntry};

    use super::*;

    #[test]
    fn fields() {
        let keys = |text| {
            dictionary(text).map(|members| members.iter().map(|member| member.key.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(
            keys("a=(), b=(self \"https://a.test\"),c=*, d;x=1, e=\"\\\"\""),
            Some(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec())
        );
        assert_eq!(keys(""), Some(vec![]));
        for text in [
            "camera 'none'",
            "Camera=()",
            "a=(",
            "a=(),",
            "a=\"",
            "a=(\"x\"\"y\")",
            "a=()b",
            "a=\u{e9}",
            ",",
            "a=(x,y)",
        ] {
            assert_eq!(keys(text), None, "{text}");
        }
        assert_eq!(
            list("(response-origin \"https://a.test/*\");report-to=x"),
            Some(vec![Value::List(vec![
                Value::Bare("response-origin".into()),
                Value::Text("https://a.test/*".into())
            ])])
        );
        assert_eq!(list("a, \"b\"").map(|items| items.len()), Some(2));
        for text in ["a,", "(a", "a b", "é"] {
            assert_eq!(list(text), None, "{text}");
        }
        let members = dictionary("csp=\"https://r.test/\"").expect("the field parses");
        assert_eq!(members, [Member { key: "csp", span: (0, 21), value: Value::Text("https://r.test/".into()) }]);
    }

    /// The same value, parameters left out.
    fn is_same(ours: &Value, theirs: &ListEntry) -> bool {
        match (ours, theirs) {
            (Value::List(ours), ListEntry::InnerList(theirs)) => {
                let mut pairs = ours.iter().zip(&theirs.items);
                ours.len() == theirs.items.len() && pairs.all(|(ours, theirs)| is_same_item(ours, &theirs.bare_item))
            }
            (_, ListEntry::Item(theirs)) => is_same_item(ours, &theirs.bare_item),
            _ => false,
        }
    }

    fn is_same_item(ours: &Value, theirs: &BareItem) -> bool {
        match ours {
            Value::Text(text) => theirs.as_string().is_some_and(|theirs| theirs.as_str() == text),
            Value::Bare(written) => {
                let read = sfv::Parser::new(written).parse::<Item>();
                theirs.as_string().is_none() && read.is_ok_and(|item| item.bare_item == *theirs)
            }
            Value::List(_) => false,
        }
    }

    fn agrees(text: &str) -> bool {
        let lists = match (list(text), sfv::Parser::new(text).parse::<List>()) {
            (Some(ours), Ok(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| is_same(ours, theirs))
            }
            (ours, theirs) => ours.is_none() && theirs.is_err(),
        };
        let dictionaries = match (dictionary(text), sfv::Parser::new(text).parse::<Dictionary>()) {
            (Some(ours), Ok(theirs)) => {
                // Of a key that comes back, the last value counts.
                let value = |key: &str| ours.iter().rfind(|member| member.key == key).map(|member| &member.value);
                let mut keys: Vec<&str> = Vec::new();
                ours.iter().for_each(|member| {
                    if !keys.contains(&member.key) {
                        keys.push(member.key)
                    }
                });
                keys.iter().eq(theirs.keys().map(|key| key.as_str()).collect::<Vec<_>>().iter())
                    && theirs.iter().all(|(key, theirs)| value(key.as_str()).is_some_and(|ours| is_same(ours, theirs)))
            }
            (ours, theirs) => ours.is_none() && theirs.is_err(),
        };
        lists && dictionaries
    }

    #[test]
    fn values() {
        for (value, is_one) in [
            ("token", true),
            ("*t/o:k~en", true),
            ("t@ken", false),
            ("t?", false),
            ("0", true),
            ("-0", true),
            ("-", false),
            ("+1", false),
            ("123456789012345", true),
            ("1234567890123456", false),
            ("123456789012.123", true),
            ("1234567890123.1", false),
            ("1.1234", false),
            ("1.", false),
            (".1", false),
            ("1.2.3", false),
            ("1x", false),
            ("?0", true),
            ("?1", true),
            ("?2", false),
            ("?true", false),
            ("::", true),
            (":YQ==:", true),
            (":YQ=:", true),
            (":YQ:", true),
            (":Y:", false),
            (":Y===:", false),
            (":Y=Q=:", false),
            (":YQ==", false),
            (":Y-_Q:", false),
            ("@1659578233", true),
            ("@-1", true),
            ("@1.5", false),
            ("@", false),
            ("%\"f%c3%bc\"", true),
            ("%\"f%C3%BC\"", false),
            ("%\"%c3\"", false),
            ("%\"%\"", false),
            ("%\"\\\"", true),
            ("%x", false),
            ("\"a\\\"\\\\\"", true),
            ("\"\\n\"", false),
            ("\"\t\"", false),
            ("(a \"b\" 1);x", true),
            ("((a))", false),
            ("a;x=(b)", false),
            ("a; x=:YQ==:;y", true),
            ("a ;x", false),
        ] {
            assert_eq!(list(value).is_some(), is_one, "{value}");
            assert!(agrees(value) && agrees(&format!("k={value}")), "{value}");
        }
    }

    const PIECES: &[&str] = &[
        "a",
        "b=",
        "*",
        "=",
        ",",
        ", ",
        "\t",
        " ",
        ";",
        "; c",
        ";d=",
        "(",
        ")",
        "()",
        "?1",
        "?0",
        "?",
        "1",
        "-",
        ".",
        "12.5",
        "123456789012345",
        "\"",
        "\\",
        "\"e\"",
        "%\"f\"",
        "%\"",
        "%c3%bc",
        "%",
        ":",
        ":YQ==:",
        "=",
        "@1",
        "@",
        "_",
        "A",
        "/",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn any_field_reads_as_by_sfv(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
            let text = pieces.concat();
            prop_assert!(agrees(&text), "{}", text);
        }
    }
}
