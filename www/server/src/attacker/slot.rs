//! One origin of the attacker's: answers everything and writes it down.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::Serialize;
use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::recent::{Recent, now_ms};

const BODY_LIMIT: usize = 1 << 20;
const BODY_SHOWN: usize = 200;
/// A connection that a browser opened ahead of need would serve its next preconnect too, which then went uncounted.
const IDLE: Duration = Duration::from_millis(200);
/// After an error of the listener's, such as too many open files.
const PAUSE: Duration = Duration::from_millis(50);
/// A page of his that calls other servers.
const PROBE: &str = include_str!("probe.html");
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;";

/// A listener and a socket for datagrams on the same port.
#[derive(Debug)]
pub(super) struct Sockets {
    tcp: TcpListener,
    udp: UdpSocket,
    address: SocketAddr,
}

impl Sockets {
    /// 0 picks a port.
    pub(super) fn bind(port: u16) -> io::Result<Self> {
        let tcp = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = tcp.local_addr()?;
        let udp = std::net::UdpSocket::bind(address)?;
        tcp.set_nonblocking(true)?;
        udp.set_nonblocking(true)?;
        Ok(Self { tcp: TcpListener::from_std(tcp)?, udp: UdpSocket::from_std(udp)?, address })
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }
}

#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) id: String,
    pub(crate) address: SocketAddr,
    /// A preconnect or a blocked frame contacts the attacker without a request.
    connections: AtomicU64,
    datagrams: AtomicU64,
    requests: Recent<Hit>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Hit {
    time: u64,
    method: String,
    path: String,
    query: Option<String>,
    content_type: Option<String>,
    /// `null` where the body went past the limit or broke off.
    body_bytes: Option<usize>,
    /// Its beginning, where it is text.
    body: Option<String>,
    sec_purpose: Option<String>,
    sec_fetch_dest: Option<String>,
    sec_fetch_mode: Option<String>,
    /// Of a call of the client's own API: whether the reader's session came along.
    session: Option<bool>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    origin: String,
    connections: u64,
    requests: u64,
    datagrams: u64,
    recent: Vec<Hit>,
}

impl Slot {
    /// Serves until the set is dropped.
    pub(super) fn start(id: String, sockets: Sockets) -> (Arc<Self>, JoinSet<()>) {
        let slot = Arc::new(Self {
            id,
            address: sockets.address,
            connections: AtomicU64::default(),
            datagrams: AtomicU64::default(),
            requests: Recent::default(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(sockets.tcp, Arc::clone(&slot)));
        tasks.spawn(receive(sockets.udp, Arc::clone(&slot)));
        (slot, tasks)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn saw_nothing(&self) -> bool {
        let counts = [&self.connections, &self.datagrams].map(|count| count.load(Ordering::Relaxed));
        counts == [0, 0] && self.requests.snapshot().total == 0
    }

    /// Writes a request down, in a task of its own: it counts where the browser hangs up before its body is here. `session`
    /// is for a call of the client's own API, which the attacker had the browser make.
    pub(crate) async fn record(self: Arc<Self>, request: Request, path: String, session: Option<bool>) {
        tokio::spawn(async move { self.requests.push(read(request, path, session).await) }).await.ok();
    }

    pub(crate) fn report(&self) -> Report {
        let requests = self.requests.snapshot();
        Report {
            origin: self.origin(),
            connections: self.connections.load(Ordering::Relaxed),
            requests: requests.total,
            datagrams: self.datagrams.load(Ordering::Relaxed),
            recent: requests.recent,
        }
    }

    pub(super) fn reset(&self) {
        self.connections.store(0, Ordering::Relaxed);
        self.datagrams.store(0, Ordering::Relaxed);
        self.requests.clear();
    }
}

async fn accept(listener: TcpListener, slot: Arc<Slot>) {
    let service = TowerToHyperService::new(Router::new().fallback(answer).with_state(Arc::clone(&slot)));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        slot.connections.fetch_add(1, Ordering::Relaxed);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE)
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), service.clone());
        // A connection that breaks off was counted all the same.
        tokio::spawn(async { connection.await.ok() });
    }
}

/// QUIC, STUN: whatever it is, it came.
async fn receive(socket: UdpSocket, slot: Arc<Slot>) {
    let mut datagram = [0; 2048];
    loop {
        match socket.recv(&mut datagram).await {
            Ok(_) => _ = slot.datagrams.fetch_add(1, Ordering::Relaxed),
            Err(_) => sleep(PAUSE).await,
        }
    }
}

async fn answer(State(slot): State<Arc<Slot>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        content_for(&path, request.headers())
    };
    welcome_everyone(request.headers(), response.headers_mut());
    slot.record(request, path, None).await;
    response
}

async fn read(request: Request, path: String, session: Option<bool>) -> Hit {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.ok();
    let text = |name: &str| text(&parts.headers, name);
    Hit {
        time: now_ms(),
        method: parts.method.to_string(),
        path,
        query: parts.uri.query().map(String::from),
        content_type: text("content-type"),
        body_bytes: body.as_ref().map(|bytes| bytes.len()),
        body: body.as_deref().and_then(beginning),
        sec_purpose: text("sec-purpose").or_else(|| text("x-moz")),
        sec_fetch_dest: text("sec-fetch-dest"),
        sec_fetch_mode: text("sec-fetch-mode"),
        session,
    }
}

pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn beginning(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok().filter(|text| !text.is_empty())?;
    Some(text.chars().take(BODY_SHOWN).collect())
}

fn content_for(path: &str, headers: &HeaderMap) -> Response {
    if path == "/probe.html" {
        return Html(PROBE).into_response();
    }
    let says = |name: &str, value: &str| text(headers, name).is_some_and(|text| text.starts_with(value));
    let (kind, body) = if path.ends_with(".gif") || says("sec-fetch-dest", "image") {
        ("image/gif", Body::from(GIF))
    } else if path.ends_with(".css") || says("sec-fetch-dest", "style") {
        ("text/css", Body::empty())
    } else if says("accept", "image/") {
        ("image/gif", Body::from(GIF))
    } else {
        ("text/html", Body::from("<!doctype html><title>attacker</title><p>Gotcha."))
    };
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

pub(crate) fn welcome_everyone(request: &HeaderMap, response: &mut HeaderMap) {
    let any = HeaderValue::from_static("*");
    let echo = |name: HeaderName| request.get(name).cloned().unwrap_or_else(|| any.clone());
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, echo(header::ORIGIN));
    response.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, echo(header::ACCESS_CONTROL_REQUEST_METHOD));
    response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, echo(header::ACCESS_CONTROL_REQUEST_HEADERS));
    response.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}
