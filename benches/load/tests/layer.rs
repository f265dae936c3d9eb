//! What the layer adds to a request on loopback: under 5 µs at the median, in front of an axum handler; on a machine so busy
//! that everything is slow, under a fifteenth of what a request takes without it.
//!
//! Run by `cargo test --package cordon-load --profile load`; without that profile there is nothing to time, and no test.
//! Two routes of one server are asked in turn over one connection, so that whatever else the machine does happens to both.

#![allow(clippy::expect_used, clippy::panic)]
#![cfg(not(debug_assertions))]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use mcp_cordon::cors::{CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
use mcp_cordon::tower::IsolationLayer;

const REQUESTS: usize = 6_000;
const WARM_UP: usize = 1_000;
const MOST: Duration = Duration::from_micros(5);
/// Or this part of what a request takes without the layer, where that is more: a fifteenth.
const SHARE: u32 = 15;
/// A busy machine can only add: one run under the bound is enough.
const RUNS: usize = 10;

fn layer() -> IsolationLayer {
    let options = IsolationInput { allowed_hosts: Some(vec!["127.0.0.1".into()]), ..IsolationInput::default() };
    let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, ["https://client.test"]).expect("the policy is valid");
    let layer = IsolationLayer::new(Isolation::parse(options).expect("the options are valid"));
    layer.with_cors(cors).expect("they go together")
}

/// Starts a server, on a thread of its own.
fn serve() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    listener.set_nonblocking(true).expect("it can be asked");
    let held = Router::new().route("/held", post(async || "called")).layer(layer());
    let router = Router::new().route("/bare", post(async || "called")).merge(held);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("it starts");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it is a listener");
            axum::serve(listener, router).await.expect("it serves");
        });
    });
    address
}

struct Client {
    stream: TcpStream,
    buffer: [u8; 4096],
}

impl Client {
    /// Asks once; how long it took, and the answer.
    fn ask(&mut self, request: &str) -> (Duration, &str) {
        let start = Instant::now();
        self.stream.write_all(request.as_bytes()).expect("it is sent");
        let length = self.stream.read(&mut self.buffer).expect("it answers");
        let elapsed = start.elapsed();
        (elapsed, std::str::from_utf8(&self.buffer[..length]).expect("it is text"))
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[derive(Debug)]
struct Run {
    bare: Duration,
    added: Duration,
}

impl Run {
    fn is_little(&self) -> bool {
        self.added < MOST.max(self.bare / SHARE)
    }
}

fn run(client: &mut Client, [bare, held]: &[String; 2]) -> Run {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for at in 0..REQUESTS {
        let (time, answer) = client.ask(bare);
        assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("access-control"), "{answer}");
        let (other, answer) = client.ask(held);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("access-control-allow-origin"), "{answer}");
        if at >= WARM_UP {
            without.push(time);
            with.push(other);
        }
    }
    let bare = median(without);
    Run { bare, added: median(with).saturating_sub(bare) }
}

#[test]
fn the_layer_adds_little() {
    let address = serve();
    let stream = TcpStream::connect(address).expect("it listens");
    stream.set_nodelay(true).expect("it is a socket");
    let mut client = Client { stream, buffer: [0; 4096] };
    let requests = ["/bare", "/held"].map(|path| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: https://client.test\r\nSec-Fetch-Site: cross-site\r\n\
             Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nContent-Length: 0\r\n\r\n"
        )
    });
    let mut runs: Vec<Run> = Vec::new();
    while runs.len() < RUNS && !runs.last().is_some_and(Run::is_little) {
        runs.push(run(&mut client, &requests));
    }
    println!("{runs:?}");
    assert!(runs.last().is_some_and(Run::is_little), "{runs:?}");
}
