use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::json;
use tower::ServiceExt as _;

use super::*;

const LAB: &str = "http://localhost:8787";

async fn ask(
    attacker: &Arc<Attacker>,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from("said")).unwrap();
    let response = router(&dist, LAB, Arc::clone(attacker)).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

fn attacker() -> Arc<Attacker> {
    Arc::new(Attacker::start(0, 4).unwrap())
}

/// Each header, without those of every response.
fn own(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let everywhere = ["cache-control", "content-type", "content-length", "x-content-type-options"];
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    headers.filter(|(name, _)| !everywhere.contains(name)).collect()
}

#[tokio::test]
async fn the_document_has_the_headers_that_its_address_asks_for() {
    let policy = "%7B%22connect%22%3A%5B%22https%3A%2F%2Fapi.example%22%5D%7D";
    let ancestors = format!("frame-ancestors 'self' {LAB}");
    let rows = [
        ("/frame.html".to_owned(), None),
        ("/frame.html?layers=sanitizer,guard".to_owned(), None),
        (format!("/frame.html?layers=sanitizer&policy={policy}"), None),
        ("/frame.html?layers=header".to_owned(), Some("connect-src 'self'")),
        (format!("/frame.html?layers=guard,header&policy={policy}"), Some("connect-src https://api.example")),
    ];
    for (path, connect) in rows {
        let (status, headers, body) = ask(&attacker(), "GET", &path, &[]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(String::from_utf8_lossy(&body).contains("<title>"), "{path}");
        let csps: Vec<_> =
            headers.get_all(header::CONTENT_SECURITY_POLICY).iter().map(|csp| csp.to_str().unwrap()).collect();
        assert_eq!(csps[0], ancestors, "{path}");
        match connect {
            None => assert_eq!(own(&headers).len(), 2, "{path}: {headers:?}"),
            Some(connect) => {
                assert!(csps[1].split("; ").any(|directive| directive == connect), "{path}: {csps:?}");
                assert!(csps[1].ends_with(&ancestors), "{path}: {csps:?}");
                assert!(headers.contains_key("permissions-policy"), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn no_other_site_opens_a_client() {
    let rows = [
        ("/frame.html", "cross-site", 403),
        ("/%66rame.html", "cross-site", 403),
        ("/other.txt", "cross-site", 403),
        ("/frame.html", "same-site", 200),
        ("/frame.html", "none", 200),
        ("/own/mcp/api/mail", "cross-site", 204),
    ];
    for (path, site, status) in rows {
        let headers = [("sec-fetch-site", site), ("sec-fetch-mode", "navigate")];
        assert_eq!(ask(&attacker(), "GET", path, &headers).await.0, status, "{path} {site}");
    }
}

#[tokio::test]
async fn a_bad_policy_is_refused_with_a_reason() {
    let rows = [
        ("%7B%22conect%22%3A%5B%5D%7D", "unknown field `conect`"),
        ("%7B%22connect%22%3A%5B%22%20%22%5D%7D", "policy.connect"),
        ("%7B%22permissions%22%3A%5B%22flying%22%5D%7D", "policy.permissions: \"flying\""),
        ("", "EOF"),
    ];
    for (policy, why) in rows {
        let (status, headers, body) =
            ask(&attacker(), "GET", &format!("/frame.html?layers=header&policy={policy}"), &[]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{policy}");
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains(why), "{policy}: {body}");
    }
}

#[tokio::test]
async fn other_files_have_no_headers_of_ours() {
    let rows = [
        ("/other.txt", 200),
        ("/none", 404),
        ("/own/mcp/api/mail", 204),
        ("/own/s99/api/mail", 404),
        ("/own/mcp/open-proxy", 400),
    ];
    for (path, status) in rows {
        let (got, headers, _) = ask(&attacker(), "GET", path, &[]).await;
        assert_eq!(got, status, "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        assert!(!headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
    }
}

#[tokio::test]
async fn the_api_tells_its_slot_whether_the_session_came() {
    let attacker = attacker();
    let slots = attacker.open(2).unwrap();
    let (_, headers, _) = ask(&attacker, "GET", "/frame.html", &[]).await;
    let session = headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
    let rows = [
        ("GET", "/own/s1/api/mail", vec![]),
        ("GET", "/own/s1/api/mail", vec![("cookie", "another=1")]),
        ("POST", "/own/s1/api/mail", vec![("cookie", session), ("sec-fetch-dest", "document")]),
        ("DELETE", "/own/s1/api/mail/1", vec![("cookie", session), ("sec-fetch-dest", "empty")]),
    ];
    for (method, path, sent) in &rows {
        assert_eq!(ask(&attacker, method, path, sent).await.0, StatusCode::NO_CONTENT, "{method} {path}");
    }
    let seen = json!(slots[0].report());
    assert_eq!([&seen["connections"], &seen["requests"]], [&json!(0), &json!(4)]);
    for (hit, (method, address, sent)) in seen["recent"].as_array().unwrap().iter().zip(&rows) {
        let dest = sent.get(1).map(|(_, dest)| *dest);
        let hit = json!([hit["method"], hit["path"], hit["session"], hit["sec_fetch_dest"], hit["body"]]);
        assert_eq!(hit, json!([method, address.trim_start_matches("/own/s1"), sent.len() == 2, dest, "said"]));
    }
    assert!(slots[1].saw_nothing() && !slots[0].saw_nothing());
}

#[tokio::test]
async fn the_proxy_reaches_the_attacker_and_nobody_else() {
    let attacker = attacker();
    let slot = attacker.open(1).unwrap().remove(0);
    let elsewhere = Attacker::start(0, 0).unwrap();
    let (open, other) = (slot.origin(), elsewhere.mcp().origin());
    let rows = [
        (format!("{open}/open-proxy/pixel?secret=1"), 200),
        (format!("{open}/open-proxy/style.css"), 502),
        (format!("{other}/open-proxy/pixel.gif"), 400),
        (open.replace("http:", "https:"), 400),
        (open.replace("http://", "http://user@"), 400),
        ("//127.0.0.1/".to_owned(), 400),
        ("nothing".to_owned(), 400),
    ];
    for (url, status) in rows {
        let path = format!("/own/s1/open-proxy?url={}", url.replace('?', "%3F"));
        let (got, headers, body) = ask(&attacker, "GET", &path, &[]).await;
        assert_eq!(got, status, "{url}: {}", String::from_utf8_lossy(&body));
        if status == 200 {
            assert_eq!(headers[header::CONTENT_TYPE], "image/gif", "{url}");
            assert!(body.starts_with(b"GIF89a"), "{url}");
        }
    }
    let seen = json!(slot.report());
    assert_eq!(seen["requests"], 2);
    assert_eq!(seen["recent"][0]["query"], "secret=1");
    assert!(elsewhere.mcp().saw_nothing());
}
