//! Sources of every form, and URLs that they match and do not.

use mcp_cordon::source::Url;

pub(crate) const SOURCES: &[&str] = &[
    "*",
    "'self'",
    "'none'",
    "http:",
    "https:",
    "ws:",
    "wss:",
    "data:",
    "blob:",
    "a.test",
    "*.a.test",
    "b.a.test",
    "*.b.a.test",
    "*:*",
    "*:443",
    "https://*",
    "http://*:*",
    "http://a.test",
    "https://a.test",
    "ws://a.test",
    "wss://a.test",
    "http://a.test:80",
    "http://a.test:443",
    "http://a.test:8080",
    "https://a.test:443",
    "https://a.test:8443",
    "http://a.test:*",
    "https://a.test:*",
    "a.test:80",
    "a.test:443",
    "a.test:*",
    "https://*.a.test",
    "https://*.a.test:*",
    "https://b.a.test",
    "https://a.test/",
    "https://a.test/x",
    "https://a.test/x/",
    "https://a.test/x/y",
    "https://a.test/x%2F",
    "https://a.test/X/",
    "app.test",
    "https://app.test",
    "wss://app.test",
    "http://app.test",
    "https://app.test:8443",
    "http://app.test:8080",
    "127.0.0.1",
    "http://127.0.0.1:8080",
    "custom:",
    "'unsafe-inline'",
];

pub(crate) fn urls() -> Vec<Url> {
    let mut urls = Vec::new();
    for scheme in ["http", "https", "ws", "wss"] {
        for host in ["a.test", "b.a.test", "c.b.a.test", "xa.test", "app.test", "127.0.0.1"] {
            for port in ["", ":80", ":443", ":8080", ":8443"] {
                for path in ["/", "/x", "/x/", "/x/y", "/x%2Fy", "/X/y"] {
                    urls.extend(Url::parse(&format!("{scheme}://{host}{port}{path}"), None));
                }
            }
        }
    }
    urls.extend(["data:,x", "blob:https://app.test/1", "custom:x"].iter().filter_map(|url| Url::parse(url, None)));
    urls
}
