//! `// cordon-ignore-next-line code: reason`

/// A comment that tells to ignore a rule in the next line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ignored {
    /// The line that it is about, from 1.
    pub(crate) line: usize,
    pub(crate) codes: Vec<String>,
    pub(crate) has_reason: bool,
    /// The bytes of the comment.
    pub(crate) span: (u32, u32),
}

const WORDS: &str = "cordon-ignore-next-line";

pub(crate) fn ignored(text: &str) -> Vec<Ignored> {
    if !text.contains(WORDS) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if let Some(from) = line.find(WORDS) {
            // A comment, not a text that speaks of one.
            let before = line.get(..from).unwrap_or_default().trim_end();
            if ["//", "/*", "#", "<!--", "{/*"].iter().any(|opens| before.ends_with(opens)) {
                let rest = line.get(from + WORDS.len()..).unwrap_or_default();
                let rest = rest.trim().trim_end_matches("*/}").trim_end_matches("*/").trim_end_matches("-->").trim();
                let (codes, reason) = rest.split_once(':').unwrap_or((rest, ""));
                found.push(Ignored {
                    line: at + 2,
                    codes: codes.split([',', ' ']).filter(|code| !code.is_empty()).map(str::to_owned).collect(),
                    has_reason: reason.trim().len() > 2,
                    span: ((start + from) as u32, (start + line.trim_end().len()) as u32),
                });
            }
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::ignored;

    #[test]
    fn comments_of_each_kind() {
        let text = "a\n// cordon-ignore-next-line scan-a: it is ours\nb\n<!-- cordon-ignore-next-line scan-b -->\n\"cordon-ignore-next-line scan-c: no\"";
        let found = ignored(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].line, found[0].has_reason, found[0].codes[0].as_str()), (3, true, "scan-a"));
        assert_eq!((found[1].line, found[1].has_reason, found[1].codes[0].as_str()), (5, false, "scan-b"));
    }
}
