//! Source expressions, parsed and printed.

use mcp_cordon::source::{Source, SourceList};

use crate::common;

common::test! {
    fn sources_print_as_they_parse() {
        common::start();
        for text in ["'self'", "*", "https:", "data:", "https://a.test", "https://*.a.test:8443/x/", "a.test:*", "*:443", "wss://a.test"] {
            let source: Source = text.parse().expect("the source is valid");
            assert_eq!(source.to_string(), text);
        }
        assert_eq!(SourceList::default().to_string(), "'none'");
    }
}
