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
    /// A token, a number, a boolean or bytes, as written.
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
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'?' | b':' | b'@') => {
                let bare = self.take(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/?@=".contains(&byte));
                Some(Value::Bare(bare.to_owned()))
            }
            _ => None,
        }
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
}
