//! Source expressions, parsed and printed.

use mcp_cordon::source::{Dialect, Origin, Source, SourceList, Target, Url};

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

common::test! {
    fn words_that_are_no_sources() {
        common::start();
        for text in ["", "''", "a..test", ".a.test", "*a.test", "a_b.test", "[::1]", "a.test:x", "a.test:", "a.test:+80", "a.test:65536", "1a://a.test"] {
            assert_eq!(Source::parse(text).filter(|source| !matches!(source, Source::Scheme(_))), None, "{text:?}");
        }
        let nonces = SourceList::parse("'nonce-YWJj' 'nonce-ZGVm==' 'nonce-Z2hp===' 'nonce-' 'nonce-a*b'");
        for (nonce, is_listed) in [("YWJj", true), ("ZGVm==", true), ("Z2hp===", false), ("", false), ("a*b", false), ("ywjj", false)] {
            assert_eq!(nonces.with_nonce(nonce).is_some(), is_listed, "{nonce:?}");
        }
    }
}

common::test! {
    fn urls_that_a_source_matches() {
        common::start();
        let both = [Dialect::Browsers, Dialect::Spec];
        let (browsers, spec) = (&both[..1], &both[1..]);
        for (page, source, url, dialects, matches) in [
            // What an escape stands for counts, and not how it is written.
            ("https://app.test", "https://a.test/%7Euser/", "https://a.test/~user/x", &both[..], true),
            ("https://app.test", "https://a.test/~user/", "https://a.test/%7euser/x", &both, true),
            ("https://app.test", "https://a.test/%41", "https://a.test/a", &both, false),
            ("https://app.test", "https://a.test/%4", "https://a.test/%4", &both, true),
            ("https://app.test", "https://a.test/x%2Fy", "https://a.test/x/y", browsers, true),
            ("https://app.test", "https://a.test/x%2Fy", "https://a.test/x/y", spec, false),
            // A slash at its end stands for all that lies below.
            ("https://app.test", "https://a.test/x/", "https://a.test/x/y/z", &both, true),
            ("https://app.test", "https://a.test/x/", "https://a.test/x", &both, false),
            ("https://app.test", "https://a.test/x", "https://a.test/x/y", &both, false),
            ("https://app.test", "custom://a.test/", "custom://a.test", &both, true),
            ("https://app.test", "custom://a.test/x", "custom://a.test", &both, false),
            // Below a name is what has a label more.
            ("https://app.test", "https://*.a.test", "https://b.a.test/", &both, true),
            ("https://app.test", "https://*.a.test", "https://.a.test/", &both, false),
            ("https://app.test", "https://*.a.test", "https://a.test/", &both, false),
            ("https://app.test", "https://*.a.test", "https://xa.test/", &both, false),
            // A page's own origin, and what it can be upgraded to.
            ("https://app.test", "'self'", "wss://app.test/", &both, true),
            ("https://app.test", "'self'", "ws://app.test/", &both, false),
            ("https://app.test", "'self'", "http://app.test/", &both, false),
            ("https://app.test", "'self'", "http://app.test:443/", &both, false),
            ("http://app.test", "'self'", "ws://app.test/", &both, true),
            ("http://app.test", "'self'", "https://app.test/", &both, true),
            ("http://app.test:8080", "'self'", "https://app.test:8080/", &both, true),
            ("http://app.test:8080", "'self'", "https://app.test/", &both, false),
        ] {
            let parsed = Url::parse(url, None).expect("the URL is valid");
            for dialect in dialects {
                let target = Target { url: &parsed, self_origin: &Origin::of(page), redirected: false, dialect: *dialect };
                let found = SourceList::parse(source).find(target).is_some();
                assert_eq!(found, matches, "{source} matches {url} on {page} by {dialect:?}");
            }
        }
    }
}
