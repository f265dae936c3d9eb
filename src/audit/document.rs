//! The policies that a document carries in itself.

use html5ever::local_name;

use crate::error::Error;
use crate::html::tree::parse_head;
use crate::limits::Limits;

/// The policies that a document carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetaPolicies {
    /// The contents of `<meta http-equiv=Content-Security-Policy>`.
    pub enforced: Vec<String>,
    /// The contents of `<meta http-equiv=Content-Security-Policy-Report-Only>`, which no browser reads.
    pub report_only: Vec<String>,
}

/// The contents of every `<meta http-equiv=Content-Security-Policy>` that counts: a child of the document's head, HTML
/// Standard § 4.2.5.3. As a browser with script reads it, so what stands in a `noscript`, a template, a comment or the body
/// is none.
///
/// # Errors
/// `limit-…`, where the head is larger than any honest one.
pub fn meta_policies(html: &str) -> Result<Vec<String>, Error> {
    document_policies(html).map(|policies| policies.enforced)
}

/// The same, with those that only report beside.
///
/// # Errors
/// As [`meta_policies`].
pub fn document_policies(html: &str) -> Result<MetaPolicies, Error> {
    // The head's own bounds: a body is not read.
    let limits = Limits { depth: Limits::MAX_DEPTH, attributes: 1_000, ..Limits::default() };
    let tree = parse_head(html, limits)?;
    let mut policies = MetaPolicies::default();
    for (element, attributes) in tree.in_head() {
        if !element.is_html(&local_name!("meta")) {
            continue;
        }
        let value = |wanted: &str| attributes.iter().find(|one| &*one.name.local == wanted).map(|one| &*one.value);
        let list = match value("http-equiv").map(str::to_ascii_lowercase).as_deref() {
            Some("content-security-policy") => &mut policies.enforced,
            Some("content-security-policy-report-only") => &mut policies.report_only,
            _ => continue,
        };
        list.extend(value("content").filter(|content| !content.is_empty()).map(str::to_owned));
    }
    Ok(policies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_and_what_does_not() {
        const META: &str = "<meta http-equiv=content-security-policy content=\"img-src 'none'\">";
        for (name, html, found) in [
            ("alone", META.to_owned(), 1),
            ("behind a title and a script", format!("<!doctype html><title>{META}</title><script>0</script>{META}"), 1),
            ("two", format!("<head>{META}{META}</head>"), 2),
            ("behind the head, ahead of the body", format!("<head></head>{META}<body>"), 1),
            ("of another case", META.to_uppercase().replace("IMG-SRC", "img-src"), 1),
            ("with references", META.replace("content-", "content&#45;"), 1),
            ("in the body", format!("<p>x</p>{META}"), 0),
            ("behind text", format!("x{META}"), 0),
            ("in a noscript", format!("<noscript>{META}</noscript>"), 0),
            ("in a template", format!("<template>{META}</template>"), 0),
            ("in a comment", format!("<!-- {META} -->"), 0),
            ("in a style", format!("<style>{META}</style>"), 0),
            ("report-only", META.replace("policy", "policy-report-only"), 0),
            ("empty", "<meta http-equiv=content-security-policy content=''>".to_owned(), 0),
            ("without content", "<meta http-equiv=content-security-policy>".to_owned(), 0),
            ("of another name", "<meta name=content-security-policy content=\"img-src 'none'\">".to_owned(), 0),
            ("behind a long style", format!("<style>{}</style>{META}", "a{b:c}\n".repeat(5_000)), 1),
            ("behind a byte order mark", format!("\u{feff}{META}"), 1),
        ] {
            let policies = meta_policies(&html);
            assert_eq!(policies.map(|policies| policies.len()), Ok(found), "{name}");
        }
        let reported = META.replace("policy", "policy-report-only");
        assert_eq!(document_policies(&reported).map(|policies| policies.report_only.len()), Ok(1));
        let policies = meta_policies(&format!("<head>{META}"));
        assert_eq!(policies, Ok(vec!["img-src 'none'".to_owned()]));
    }

    #[test]
    fn a_body_is_not_read() {
        let html = format!("<title>x</title><body>{}", "<div>".repeat(100_000));
        assert_eq!(meta_policies(&html), Ok(Vec::new()));
        assert!(meta_policies(&format!("<title x{}", " a=b".repeat(50_000))).is_err());
    }
}
