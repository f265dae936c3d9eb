use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

use super::*;

const ORIGIN: &str = "http://localhost:8787";

async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let router = router(&dist, ORIGIN, "http://127.0.0.1:1", Arc::default());
    let Ok(response) = router.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (parts.status, parts.headers, body.unwrap_or_default())
}

fn request(method: &str, path: &str, body: &str) -> Request<Body> {
    let mut request = Request::new(Body::from(body.to_owned()));
    *request.method_mut() = method.parse().unwrap_or_default();
    *request.uri_mut() = path.parse().unwrap_or_default();
    request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost:8787"));
    request
}

#[tokio::test]
async fn every_response_but_the_undefended_carries_the_policy() {
    let rows = [
        ("GET", "/index.html", 200, true),
        ("GET", "/", 200, true),
        ("GET", "/no-such-file", 404, true),
        ("POST", "/index.html", 405, true),
        ("GET", "/attacker/hits", 200, true),
        ("POST", "/attacker/reset", 204, true),
        ("GET", "/attacker/reset", 405, true),
        ("POST", "/mcp", 406, true),
        ("GET", "/csp-reports", 200, true),
        ("POST", "/csp-reports", 400, true),
        ("GET", "/undefended", 308, true),
        ("GET", "/undefended/", 200, false),
        ("GET", "/undefended/index.html", 200, false),
        ("GET", "/undefended/no-such-file", 404, false),
    ];
    for (method, path, status, policy) in rows {
        let (got, headers, _) = ask(request(method, path, "")).await;
        assert_eq!(got, status, "{method} {path}");
        assert_eq!(headers.contains_key(header::CONTENT_SECURITY_POLICY), policy, "{method} {path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{method} {path}");
    }
}

#[tokio::test]
async fn the_defended_document_carries_a_policy_too() {
    for (path, carries) in
        [("/", true), ("/index.html", true), ("/undefended/", false), ("/undefended/index.html", false)]
    {
        let (_, headers, body) = ask(request("GET", path, "")).await;
        assert_eq!(body.contains(META), carries, "{path}");
        assert_eq!(headers.contains_key(header::CONTENT_SECURITY_POLICY_REPORT_ONLY), carries, "{path}");
        assert!(headers[header::CONTENT_TYPE].to_str().is_ok_and(|kind| kind.starts_with("text/html")), "{path}");
    }
}

#[tokio::test]
async fn the_endpoint_refuses_another_origin() {
    for (origin, refused) in [(ORIGIN, false), ("http://127.0.0.1:1", true), ("null", true)] {
        let mut request = request("POST", "/mcp", "{}");
        request.headers_mut().insert(header::ORIGIN, HeaderValue::from_static(origin));
        let (status, _, body) = ask(request).await;
        assert_eq!(status == StatusCode::FORBIDDEN, refused, "{origin}: {status} {body}");
    }
}

#[tokio::test]
async fn the_log_is_json() {
    let (_, _, body) = ask(request("GET", "/attacker/hits", "")).await;
    assert_eq!(body, r#"{"connections":0,"total":0,"recent":[]}"#);
}
