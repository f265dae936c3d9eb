//! The layers in front of axum, and beside tower-http's.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use http_body_util::BodyExt as _;
use mcp_cordon::cors::{CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::{CorsLayer, IsolationLayer};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::common::requests;

const VARY: &str = "Sec-Fetch-Site, Sec-Purpose, Origin";
const FROM_SCRIPT: [(&str, &str); 3] =
    [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")];

fn cors(origin: &str) -> CorsPolicy {
    CorsPolicy::mcp(CorsPreset::Mcp20251125, [origin]).expect("the policy is valid")
}

fn isolation(input: IsolationInput) -> Isolation {
    Isolation::parse(input).expect("the options are valid")
}

fn layer() -> IsolationLayer {
    IsolationLayer::new(isolation(IsolationInput {
        allowed_hosts: Some(vec!["*".into()]),
        ..IsolationInput::default()
    }))
}

/// A server whose handler has its own idea of CORS.
fn router() -> Router {
    let own = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::VARY, "Accept")];
    Router::new()
        .route("/mcp", post(async || (StatusCode::UNAUTHORIZED, [(header::VARY, "Accept")], "called")))
        .route("/own", post(async move || (own, "own")))
        .route("/any", get(async || ([(header::VARY, "*")], "any")))
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "app.test");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("the request is valid")
}

async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    router.clone().oneshot(request(method, path, headers)).await.expect("a router does not fail")
}

fn from_script<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    FROM_SCRIPT.iter().chain(more).copied().collect()
}

fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines: Vec<_> = headers.get_all(name).iter().map(|line| line.to_str().expect("it is ASCII")).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.expect("the body comes").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

#[tokio::test]
async fn measured_rows() {
    let rows = requests::rows();
    assert!(rows.len() > 60, "the file is whole");
    for requests::Row { id, note, request, options, expected } in rows {
        let layer = IsolationLayer::new(isolation(options));
        // A method of its own, such as `get`, has no route: what passes is told by who answers.
        let router = Router::new().fallback(async || "handled").layer(layer.behind_tls());
        let mut headers: Vec<_> = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.push(("host", &request.host));
        let response = ask(&router, &request.method, &request.path, &headers).await;
        let status = match (expected.decision.as_str(), expected.reason.as_str()) {
            ("allow", _) => 200,
            (_, "speculative-request") => 503,
            _ => 403,
        };
        assert_eq!(response.status(), status, "{id} ({note})");
        assert!(value(response.headers(), "vary").is_some_and(|vary| vary.contains("Sec-Fetch-Site")), "{id}");
        assert_eq!(text(response).await, if status == 200 { "handled" } else { "" }, "{id}");
    }
}

#[tokio::test]
async fn refusals_look_the_same_and_no_handler_is_asked() {
    let router = router().layer(layer());
    let foreign = from_script(&[("origin", "https://evil.test")]);
    for (path, headers) in [
        ("/mcp", foreign.clone()),
        ("/mcp", vec![("origin", "https://evil.test")]),
        ("/nowhere", foreign),
        ("/mcp", vec![("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-origin")]),
    ] {
        let response = ask(&router, "POST", path, &headers).await;
        assert_eq!(response.status(), 403, "{headers:?}");
        // axum says the length of some empty bodies, and hyper of all of them.
        let head = response.headers().iter().filter(|(name, _)| *name != header::CONTENT_LENGTH);
        let head: Vec<_> = head.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let expected = [("cache-control", "no-store"), ("vary", VARY)];
        assert_eq!(head, expected.map(|(name, value)| (name, value.as_bytes())));
        assert_eq!(text(response).await, "");
    }
    for (path, vary) in [("/mcp", format!("Accept, {VARY}")), ("/nowhere", VARY.to_owned())] {
        let response = ask(&router, "POST", path, &[]).await;
        assert_eq!(value(response.headers(), "vary"), Some(vary), "{path}");
    }
    let any = ask(&router, "GET", "/any", &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(value(any.headers(), "vary").as_deref(), Some("*"));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_not_taken_for_nothing() {
    let router = router().layer(layer());
    let mut request = request("POST", "/mcp", &[]);
    let bytes = HeaderValue::from_bytes(b"same-origin\xff").expect("HTTP allows it");
    request.headers_mut().insert(HeaderName::from_static("sec-fetch-site"), bytes);
    assert_eq!(router.oneshot(request).await.expect("it answers").status(), 403);
}

#[tokio::test]
async fn hosts() {
    let options = IsolationInput { allowed_hosts: Some(vec!["app.test".into()]), ..IsolationInput::default() };
    let router = router().layer(IsolationLayer::new(isolation(options)));
    for (target, hosts, status) in [
        ("/mcp", &["app.test"][..], 401),
        ("/mcp", &["rebound.test"], 403),
        ("/mcp", &["app.test", "rebound.test"], 403),
        ("https://app.test/mcp", &["app.test"], 401),
        ("https://app.test/mcp", &["rebound.test"], 403),
        ("https://rebound.test/mcp", &["app.test"], 403),
    ] {
        let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
        assert_eq!(ask(&router, "POST", target, &headers).await.status(), status, "{target} {hosts:?}");
    }
    let without = Request::post("https://app.test/mcp").body(Body::empty()).expect("the request is valid");
    assert_eq!(router.oneshot(without).await.expect("it answers").status(), 401, "HTTP/2 has an authority alone");
}

#[tokio::test]
async fn cors_is_answered_and_a_handlers_own_does_not_count() {
    let router = router().layer(layer().with_cors(cors("https://client.test")).expect("they go together"));
    let client = from_script(&[("origin", "https://client.test")]);
    for (path, status) in [("/mcp", 401), ("/own", 200), ("/nowhere", 404)] {
        let response = ask(&router, "POST", path, &client).await;
        assert_eq!(response.status(), status);
        let headers = response.headers();
        assert_eq!(value(headers, "access-control-allow-origin").as_deref(), Some("https://client.test"), "{path}");
        let exposed = value(headers, "access-control-expose-headers");
        assert_eq!(exposed.as_deref(), Some("Mcp-Session-Id, WWW-Authenticate"), "{path}");
    }
    let own = ask(&router, "POST", "/own", &[]).await;
    assert_eq!(value(own.headers(), "access-control-allow-origin"), None);
    let mut asked = client.clone();
    asked.push(("access-control-request-method", "DELETE"));
    asked.push(("access-control-request-headers", "mcp-session-id"));
    let preflight = ask(&router, "OPTIONS", "/mcp", &asked).await;
    assert_eq!(preflight.status(), 204);
    assert_eq!(value(preflight.headers(), "access-control-allow-methods").as_deref(), Some("GET, POST, DELETE"));
    assert_eq!(
        value(preflight.headers(), "vary"),
        Some(format!("{VARY}, Access-Control-Request-Method, Access-Control-Request-Headers"))
    );
    let evil = from_script(&[("origin", "https://evil.test"), ("access-control-request-method", "POST")]);
    let denied = ask(&router, "OPTIONS", "/mcp", &evil).await;
    assert_eq!(
        (denied.status(), value(denied.headers(), "access-control-allow-origin")),
        (StatusCode::FORBIDDEN, None)
    );
}

#[tokio::test]
async fn cors_alone() {
    let router = router().layer(CorsLayer::new(cors("*")));
    let response = ask(&router, "POST", "/mcp", &from_script(&[("origin", "https://anybody.test")])).await;
    assert_eq!(response.status(), 401);
    assert_eq!(value(response.headers(), "access-control-allow-origin").as_deref(), Some("*"));
    let refused = layer().with_cors(cors("*")).expect_err("isolation turns them away").to_string();
    assert!(refused.starts_with(r#"cors.origins: "*""#), "{refused}");
}

#[tokio::test]
async fn beside_tower_https_layers() {
    let name = HeaderName::from_static("x-outer");
    let set = tower_http::set_header::SetResponseHeaderLayer::overriding(name, HeaderValue::from_static("1"));
    let router = router()
        .route("/panics", post(async || -> &'static str { panic!("on purpose") }))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(layer().with_cors(cors("https://client.test")).expect("they go together"))
        .layer(tower_http::trace::TraceLayer::new_for_http())
        .layer(set);
    let client = from_script(&[("origin", "https://client.test")]);
    for (path, headers, status) in [
        ("/mcp", client.clone(), 401),
        ("/panics", client, 500),
        ("/mcp", from_script(&[("origin", "https://evil.test")]), 403),
    ] {
        let response = ask(&router, "POST", path, &headers).await;
        assert_eq!(response.status(), status);
        assert_eq!(value(response.headers(), "x-outer").as_deref(), Some("1"), "{path}");
        assert_eq!(value(response.headers(), "access-control-allow-origin").is_some(), status != 403, "{path}");
    }
}

/// What was written through `tracing`, a JSON object a line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Of this thread, until the guard goes.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn events(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().expect("nobody panicked").clone()).expect("it is text");
        text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }
}

#[tokio::test]
async fn at_loopback_a_rebound_name_is_refused_though_no_host_is_listed() {
    let (log, _listening) = Log::listen();
    let unlisted = || IsolationLayer::new(Isolation::default());
    for (address, host, status) in [
        (IpAddr::from([127, 0, 0, 1]), "localhost:3000", 401),
        (IpAddr::from([127, 0, 0, 1]), "evil.test:3000", 403),
        (IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]), "[::1]:3000", 401),
        (IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]), "evil.test", 403),
        (IpAddr::from([10, 0, 0, 7]), "mcp.example.com", 401),
    ] {
        let router = router().layer(unlisted().listens_at(address));
        let response = ask(&router, "POST", "/mcp", &[("host", host), ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(response.status(), status, "{address} {host}");
    }
    assert!(log.events().iter().all(|event| event["fields"]["event.name"] == "cordon.refusal"), "nothing is warned of");

    let (log, _listening) = Log::listen();
    for layer in [unlisted(), unlisted().listens_at(IpAddr::from([0, 0, 0, 0]))] {
        let router = router().layer(layer);
        for _ in 0..2 {
            ask(&router, "POST", "/mcp", &[("host", "mcp.example.com")]).await;
        }
    }
    let events = log.events();
    let warned = |event: &Value| event["fields"]["message"].as_str().is_some_and(|it| it.contains("no allowed_hosts"));
    assert_eq!((events.len(), events.iter().filter(|event| warned(event)).count()), (2, 2), "{events:?}");
}

#[tokio::test]
async fn what_is_told_of_is_short() {
    let (log, _listening) = Log::listen();
    let router = router().layer(layer());
    let origin = format!("https://{}.test", "a".repeat(100_000));
    ask(&router, "POST", "/mcp", &from_script(&[("origin", &origin)])).await;
    let told = log.events()[0]["fields"]["http.request.header.origin"].as_str().map(str::to_owned);
    assert_eq!(told.map(|told| told.chars().count()), Some(1_001));
}

/// Around a router, and not within it, where axum has picked a route already and says which methods that has.
#[tokio::test]
async fn around_a_whole_router_no_route_shows() {
    use tower::Layer as _;
    let service = layer().layer(router());
    let mut heads = Vec::new();
    for (method, path) in [("POST", "/mcp"), ("GET", "/mcp"), ("GET", "/nowhere")] {
        let asked = request(method, path, &from_script(&[("origin", "https://evil.test")]));
        let response = service.clone().oneshot(asked).await.expect("it answers");
        heads.push((response.status(), response.headers().clone()));
    }
    assert_eq!(heads[0].0, 403);
    assert!(heads.iter().all(|head| *head == heads[0]), "{heads:?}");
}

#[tokio::test]
async fn queries_are_told_of_if_somebody_asks() {
    let (log, _listening) = Log::listen();
    let router = router().layer(layer().log_queries());
    ask(&router, "POST", "/mcp?a=1", &from_script(&[("origin", "https://evil.test")])).await;
    assert_eq!(log.events()[0]["fields"]["url.query"], "a=1");
}

#[tokio::test]
async fn refusals_are_told_of_and_a_storm_once_a_client() {
    let (log, _listening) = Log::listen();
    let find = |_: &HeaderMap, extensions: &axum::http::Extensions| -> Option<IpAddr> {
        extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
    };
    let router = router().layer(layer().with_client(find));
    for at in 0..24_u8 {
        let origin = ("origin", "https://evil.test");
        let mut request = request(
            "POST",
            "/mcp?token=secret",
            &from_script(&[origin, ("host", "app.test"), ("cookie", "id=1"), ("authorization", "Bearer x")]),
        );
        let address = SocketAddr::from(([10, 0, 0, at % 2], 1));
        request.extensions_mut().insert(ConnectInfo(address));
        assert_eq!(router.clone().oneshot(request).await.expect("it answers").status(), 403);
    }
    let events = log.events();
    let of = |name: &str| events.iter().filter(|event| event["fields"]["event.name"] == name).collect::<Vec<_>>();
    assert_eq!((of("cordon.refusal").len(), of("cordon.storm").len(), events.len()), (10, 2, 12));
    let first = &events[0];
    assert_eq!((&first["level"], &first["target"]), (&"WARN".into(), &"mcp_cordon".into()));
    assert_eq!(
        first["fields"],
        serde_json::json!({
            "message": "refused a request",
            "event.name": "cordon.refusal",
            "cordon.reason": "cross-site",
            "http.request.method": "POST",
            "http.response.status_code": 403,
            "url.path": "/mcp",
            "server.address": "app.test",
            "client.address": "10.0.0.0",
            "http.request.header.origin": "https://evil.test",
            "http.request.header.sec-fetch-site": "cross-site",
            "http.request.header.sec-fetch-mode": "cors",
            "http.request.header.sec-fetch-dest": "empty",
        })
    );
    assert_eq!(of("cordon.storm")[0]["fields"]["client.address"], "10.0.0.0");
    let written = format!("{events:?}");
    assert!(!written.contains("secret") && !written.contains("id=1") && !written.contains("Bearer"), "{written}");
}
