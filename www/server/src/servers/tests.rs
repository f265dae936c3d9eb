use axum::body::Body;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use serde_json::json;
use tower::ServiceExt as _;

use super::*;

const LAB: &str = "http://localhost:8787";
const OTHER: &str = "http://127.0.0.1:9";

#[tokio::test]
async fn the_policy_decides_what_reaches_the_handler() {
    // Server, method, who asks, whether it reaches the handler, whether that origin may read.
    let rows = [
        ("careless", "GET", Some(OTHER), true, true),
        ("careless", "POST", Some(OTHER), true, true),
        ("careless", "OPTIONS", Some(OTHER), false, true),
        ("cordon", "GET", Some(OTHER), false, false),
        ("cordon", "POST", Some(OTHER), false, false),
        ("cordon", "OPTIONS", Some(OTHER), false, false),
        ("cordon", "POST", Some(LAB), true, true),
        ("cordon", "POST", None, true, false),
    ];
    let attacker = Arc::new(Attacker::start(0, 4).unwrap());
    let router = router(LAB, &attacker).unwrap();
    for (server, method, origin, reaches, readable) in rows {
        let row = format!("{server} {method} {origin:?}");
        let slot = attacker.open(1).unwrap().remove(0);
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/servers/{server}/{}/tool", slot.id))
            .header("host", "localhost:8788");
        if let Some(origin) = origin {
            let site = if origin == LAB { "same-site" } else { "cross-site" };
            request = request.header("origin", origin).header("sec-fetch-site", site).header("sec-fetch-mode", "cors");
        }
        if method == "OPTIONS" {
            request = request.header("access-control-request-method", "POST");
        }
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let allowed = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap());
        assert_eq!(allowed.is_some() && allowed == origin, readable, "{row}: {allowed:?}");
        assert_eq!(json!(slot.report())["requests"], json!(u64::from(reaches)), "{row}");
    }
}
