use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use mcp_cordon::audit::{self, audit_headers};
use tower::ServiceExt;

use super::*;
use crate::tools;

const PAGE: &str = "http://localhost:8787";
const FRAME: &str = "http://localhost:8788";

async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let lab = Lab {
        page: PAGE.to_owned(),
        frame: FRAME.to_owned(),
        attacker: Arc::new(Attacker::start(0, 4).unwrap()),
        tools: tools::load("http://127.0.0.1:1", FRAME).unwrap().into(),
    };
    let response = router(&dist, lab).unwrap().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

fn request(method: &str, path: &str, body: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "localhost:8787");
    request.body(Body::from(body.to_owned())).unwrap()
}

#[tokio::test]
async fn every_response_carries_the_policy() {
    let rows = [
        ("GET", "/index.html", 200),
        ("GET", "/", 200),
        ("GET", "/other.txt", 200),
        ("GET", "/lab.json", 200),
        ("GET", "/no-such-file", 404),
        ("GET", "/undefended/", 404),
        ("POST", "/index.html", 405),
        ("GET", "/attacker/log", 200),
        ("POST", "/attacker/reset", 204),
        ("GET", "/attacker/reset", 405),
        ("POST", "/mcp", 406),
        ("GET", "/csp-reports", 200),
        ("POST", "/csp-reports", 400),
    ];
    for (method, path, status) in rows {
        let (got, headers, _) = ask(request(method, path, "")).await;
        assert_eq!(got, status, "{method} {path}");
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], csp(FRAME), "{method} {path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{method} {path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin-allow-popups", "{method} {path}");
    }
}

#[tokio::test]
async fn each_document_has_its_policy() {
    for (path, meta, header) in
        [("/", true, csp(FRAME)), ("/index.html", true, csp(FRAME)), ("/connect.html", false, connect_csp())]
    {
        let (_, headers, body) = ask(request("GET", path, "")).await;
        assert_eq!(body.contains(META), meta, "{path}");
        let policies: Vec<_> = headers.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
        assert_eq!(policies, [header.as_str()], "{path}");
        assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"), "{path}");
    }
}

/// The one that connects is wide where it has to be, and nowhere else.
#[tokio::test]
async fn the_page_scores_an_a() {
    let rows = [
        ("/", vec![META.to_owned()], audit::Grade::A, vec![]),
        ("/connect.html", vec![], audit::Grade::B, vec!["csp-connect-src-bare-scheme", "csp-reporting-missing"]),
    ];
    for (path, meta, grade, expected) in rows {
        let (_, headers, _) = ask(request("GET", path, "")).await;
        let pairs = headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let response = audit::Response { headers: pairs.collect(), meta, ..audit::Response::default() };
        let report = audit_headers(&response);
        assert_eq!(report.grade, grade, "{path}: {report:?}");
        let codes: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, expected, "{path}");
    }
}

#[tokio::test]
async fn frames_keep_the_features_that_today_s_client_has() {
    let (_, headers, _) = ask(request("GET", "/", "")).await;
    let features = headers["permissions-policy"].to_str().unwrap();
    for feature in GRANTED {
        assert!(features.split(", ").any(|entry| entry == format!("{feature}=*")), "{features}");
    }
    assert!(features.contains("camera=()"), "{features}");
}

#[tokio::test]
async fn no_other_origin_calls_what_scripts_call() {
    let rows = [
        ("origin", PAGE, false),
        ("origin", FRAME, true),
        ("origin", "http://127.0.0.1:1", true),
        ("origin", "null", true),
        ("host", "rebound.example:8787", true),
        ("sec-fetch-site", "same-origin", false),
        ("sec-fetch-site", "same-site", true),
        ("sec-fetch-site", "cross-site", true),
    ];
    for path in ["/mcp", "/attacker/open", "/attacker/reset"] {
        for (name, value, refused) in rows {
            let mut request = request("POST", path, r#"{"slots": 1}"#);
            request.headers_mut().insert(name, HeaderValue::from_static(value));
            let (status, headers, body) = ask(request).await;
            assert_eq!(status == StatusCode::FORBIDDEN, refused, "{path}: {name}: {value}: {status} {body}");
            assert_eq!(headers[header::CONTENT_SECURITY_POLICY], csp(FRAME), "{path}: {name}: {value}");
        }
    }
}

#[tokio::test]
async fn the_page_learns_where_the_rest_is() {
    let (_, _, body) = ask(request("GET", "/lab.json", "")).await;
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told, json!({ "frame": "http://localhost:8788/", "mcp": "/mcp", "attacker": "/attacker/" }));
}
