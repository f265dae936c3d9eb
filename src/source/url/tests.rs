use super::*;

#[test]
fn hosts_of_files() {
    for (input, host) in [
        ("file://evil.test/share/a", Some("evil.test")),
        (" FILE:\\\\Evil.Test\\a", Some("Evil.Test")),
        ("fi\nle:/\t/evil.test?q", Some("evil.test")),
        ("file:///a", None),
        ("file:////evil.test/a", None),
        ("file:/evil.test/a", None),
        ("file://C:/a", None),
        ("file://C|/a", None),
        ("evil.test/a", None),
    ] {
        assert_eq!(host_of_file(input, "file:///a").as_deref(), host, "{input}");
    }
    assert_eq!(host_of_file("file://evil.test/a", "file://evil.test/a"), None);
    assert_eq!(host_of_file("file://evil.test/a", "https://evil.test/a"), None);
}

#[test]
fn parts() {
    for (input, scheme, host, port, path, credentials) in [
        ("https://EXAMPLE.com", "https", Some("example.com"), Some(443), "/", false),
        ("https://u:p@a.test:8443/x/../y?q#f", "https", Some("a.test"), Some(8443), "/y", true),
        ("http://[::1]:8080/?/#/", "http", Some("[::1]"), Some(8080), "/", false),
        ("http://[::1]/", "http", Some("[::1]"), Some(80), "/", false),
        ("https://a.test/@b:1/", "https", Some("a.test"), Some(443), "/@b:1/", false),
        ("mailto:a@b.test?subject=x", "mailto", None, None, "a@b.test", false),
        ("javascript://x/%0aalert(1)", "javascript", Some("x"), None, "/%0aalert(1)", false),
        ("file:///etc/passwd", "file", None, None, "/etc/passwd", false),
        ("wss://a.test", "wss", Some("a.test"), Some(443), "/", false),
    ] {
        let url = Url::parse(input, None).unwrap_or_else(|| panic!("{input} parses"));
        assert_eq!(url.scheme(), scheme, "{input}");
        assert_eq!(url.host(), host, "{input}");
        assert_eq!(url.port(), port, "{input}");
        assert_eq!(url.path(), path, "{input}");
        assert_eq!(url.has_credentials(), credentials, "{input}");
    }
}

/// Whether a URL is taken as it stands, without the parser: then it is what the parser returns.
fn is_taken_rightly(takes: fn(&str) -> bool, input: &str) -> bool {
    let is_taken = takes(input);
    if is_taken {
        assert_eq!(platform::href(input, None).as_deref(), Some(input));
    }
    is_taken
}

/// Every host and port made of pieces that the parser treats in ways of their own.
#[test]
fn what_is_taken_as_serialized_is_what_the_parser_returns() {
    let labels = ["0", "1", "01", "255", "256", "0x1", "a", "1a", "a1", "a-b", "a--b", "", "+1"];
    let ports = ["", ":", ":1", ":0", ":080", ":80", ":443", ":8080", ":65535", ":65536", ":+1", ":a"];
    let mut taken = 0;
    for one in labels {
        for two in labels {
            for host in [one.to_owned(), format!("{one}.{two}"), format!("{one}.{two}.{two}.{one}")] {
                for port in ports {
                    for (scheme, path) in [("http", "/"), ("https", "/a/b?c#d"), ("https", "/a/../b")] {
                        let input = format!("{scheme}://{host}{port}{path}");
                        taken += usize::from(is_taken_rightly(is_serialized, &input));
                    }
                }
            }
        }
    }
    assert!(taken > 1_000, "{taken}");
    for address in ["http://127.0.0.1:8080/x", "https://10.0.0.1/", "http://localhost:5173/"] {
        assert!(is_serialized(address), "{address}");
    }
}

#[test]
fn what_is_taken_as_opaque_is_what_the_parser_returns() {
    let mut taken = 0;
    for scheme in ["javascript", "mailto", "data", "tel", "http", "file", "Mailto", " mailto", "ma\tilto", ""] {
        for first in ["", "a", "/", "//", "?", "#", "'", " ", "%41", "+1", "@", "\\"] {
            for second in ["", "void(0)", "b.test?x=y", "image/png;base64,AA==", "/..", " ", "\"", "`", "\n", "\u{e9}"]
            {
                let input = format!("{scheme}:{first}{second}");
                taken += usize::from(is_taken_rightly(is_opaque, &input));
            }
        }
    }
    assert!(taken > 50, "{taken}");
}

/// Every address made of pieces that the parser treats in ways of their own.
#[test]
#[cfg(feature = "html")]
fn what_is_taken_in_one_pass_is_what_the_parser_returns() {
    let pieces = ["", "a", "1", "-", ".", "/", "?", "#", "%2e", "%2E", "%20", "~", "|", "A", ":", "..", "\u{e9}"];
    let mut taken = 0;
    for (scheme, rest) in
        [("http://", ""), ("https://", "a.b"), ("https://", "a.b/"), ("http://", "a/b"), ("ftp://", "a/")]
    {
        for one in pieces {
            for two in pieces {
                for three in pieces {
                    let input = format!("{scheme}{rest}{one}{two}{three}");
                    taken += usize::from(is_taken_rightly(is_plainly_serialized, &input));
                }
            }
        }
    }
    assert!(taken > 1_000, "{taken}");
}

#[test]
#[cfg(feature = "html")]
fn most_links_are_taken_in_one_pass() {
    let name = |length: usize| format!("https://{}.test/", "a".repeat(length - ".test".len()));
    for (input, is) in [
        ("https://a.test/", true),
        ("http://a/", true),
        ("https://1.a1/b/c", true),
        ("https://a-b.c-d-e.test/", true),
        ("https://a-1/", true),
        ("https://a.test/b.c/d?e/./f#g/../h.", true),
        ("https://a.test/b/.c/..d/...", true),
        ("https://a.test/%20%2f?%2fe#%2", true),
        ("https://a.test/-_~!$&()*+,;=:@", true),
        ("https://a.test/b#?", true),
        (&*name(63), true),
        ("ftp://a.test/", false),
        ("a.test/", false),
        ("https://a.test", false),
        ("https:///", false),
        ("https://.a/", false),
        ("https://a./", false),
        ("https://a..b/", false),
        ("https://-a/", false),
        ("https://a.-b/", false),
        ("https://a--b/", false),
        ("https://a.1/", false),
        ("https://a.1b/", false),
        ("https://A.test/", false),
        ("https://a_b/", false),
        ("https://a@b/", false),
        ("https://a:1/", false),
        (&*name(64), false),
        ("https://a.test/.", false),
        ("https://a.test/..", false),
        ("https://a.test/./b", false),
        ("https://a.test/b/../c", false),
        ("https://a.test/.?b", false),
        ("https://a.test/..#b", false),
        ("https://a.test/%2e", false),
        ("https://a.test/b/.%2E/c", false),
        ("https://a.test/b?%2e", false),
        ("https://a.test/#b#", false),
        ("https://a.test/ b", false),
        ("https://a.test/b\"", false),
        ("https://a.test/\u{e9}", false),
    ] {
        assert_eq!(is_plainly_serialized(input), is, "{input}");
    }
}

#[test]
fn slashes_that_a_browser_ignores() {
    for (input, base, href) in [
        ("///a.test/x", "https://b.test/c", Some("https://a.test/x")),
        ("/\\/\\a.test/x", "http://b.test/c", Some("http://a.test/x")),
        (" \n/\t//a.test", "https://b.test/c", Some("https://a.test/")),
        ("//a.test/x", "https://b.test/c", Some("https://a.test/x")),
        ("///", "https://b.test/c", None),
        ("///a/x", "custom://b/c", Some("custom:///a/x")),
    ] {
        let base = Url::parse(base, None);
        assert_eq!(Url::parse(input, base.as_ref()).as_ref().map(Url::href), href, "{input:?}");
    }
}

#[test]
fn loopback() {
    for (host, is) in [
        ("localhost", true),
        ("app.localhost", true),
        ("127.0.0.1", true),
        ("127.255.0.7", true),
        ("[::1]", true),
        ("127.evil.test", false),
        ("127.0.0.1.evil.test", false),
        ("localhost.evil.test", false),
        ("evillocalhost", false),
        ("128.0.0.1", false),
        ("0.0.0.0", false),
        ("[::2]", false),
    ] {
        assert_eq!(is_loopback(host), is, "{host}");
    }
}

#[test]
fn failures() {
    for input in ["", "/x", "https://", "https://a b/", "http://[::1", "https://a.test:99999/"] {
        assert_eq!(Url::parse(input, None), None, "{input}");
    }
}
