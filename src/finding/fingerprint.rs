//! What tells a finding from another one across runs.

use super::Finding;

impl Finding {
    /// The same for the same finding in every report: its code, where it stands, and the text that it is about, nonces
    /// blanked. Neither other findings nor their order, nor the rest of the header, nor a score changes it. Readable, for
    /// there is nothing to hide in it; a line.
    ///
    /// A finding about a header as a whole has no text: a second header of that name gives the same fingerprint, so a
    /// comparison counts.
    pub fn fingerprint(&self) -> String {
        let mut parts = vec![self.code.clone()];
        if let Some(evidence) = &self.evidence {
            parts.extend(evidence.header.as_ref().map(|header| header.to_ascii_lowercase()));
            parts.extend(evidence.path.clone());
            parts.extend(evidence.url.as_deref().map(|url| before_query(url).to_owned()));
            let about = evidence.span.and_then(|(start, end)| evidence.value.as_deref()?.get(start..end));
            parts.extend(about.map(without_nonces));
        }
        parts.join(" ")
    }
}

/// A query can hold what is random in each request.
fn before_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// White space as one space, and `'nonce-…'` without its value.
fn without_nonces(text: &str) -> String {
    const NONCE: &str = "'nonce-";
    let word = |word: &str| match word.get(..NONCE.len()) {
        Some(start) if start.eq_ignore_ascii_case(NONCE) => "'nonce-'".to_owned(),
        _ => word.to_owned(),
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::finding::{Evidence, Finding, registry};

    fn found(header: &str, value: &str, about: &str) -> Finding {
        let span = value.find(about).map(|at| (at, at + about.len()));
        let evidence = Evidence { header: Some(header.into()), value: Some(value.into()), span, ..Evidence::default() };
        registry::SCRIPT_UNSAFE_EVAL.found(Some(evidence))
    }

    #[test]
    fn what_changes_it_and_what_does_not() {
        let script = "script-src 'nonce-aaa' 'unsafe-eval'";
        let one = found("Content-Security-Policy", script, script);
        assert_eq!(
            one.fingerprint(),
            "csp-script-unsafe-eval content-security-policy script-src 'nonce-' 'unsafe-eval'"
        );
        let rescored = Finding { score: -1, title: "x".into(), ..one.clone() };
        let again = "script-src  'Nonce-b+/=' 'unsafe-eval'";
        let elsewhere = format!("default-src 'self'; {again}; img-src *");
        let other = "script-src 'nonce-aaa' 'unsafe-eval' https://a.test";
        for (name, finding, same) in [
            ("another score", rescored, true),
            ("another nonce, amid other directives", found("content-security-policy", &elsewhere, again), true),
            ("another source", found("Content-Security-Policy", other, other), false),
            ("another header", found("Content-Security-Policy-Report-Only", script, script), false),
            ("no text", found("Content-Security-Policy", script, "absent"), false),
            ("another subject", Finding { code: format!("{}:x", one.code), ..one.clone() }, false),
        ] {
            assert_eq!(finding.fingerprint() == one.fingerprint(), same, "{name}: {}", finding.fingerprint());
        }
    }

    #[test]
    fn a_url_counts_without_its_query() {
        let at = |url: &str| {
            let evidence = Evidence { url: Some(url.into()), ..Evidence::default() };
            registry::CSP_MISSING.found(Some(evidence)).fingerprint()
        };
        assert_eq!(at("https://a.test/x?t=1#y"), at("https://a.test/x?t=2"));
        assert_ne!(at("https://a.test/x"), at("https://a.test/y"));
    }
}
