use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::yield_now;
use tokio::time::sleep;
use tower::ServiceExt as _;

use super::*;

fn attacker(most: usize) -> Arc<Attacker> {
    Arc::new(Attacker::start(0, most).unwrap())
}

async fn ask(attacker: &Arc<Attacker>, method: &str, path: &str, body: &str) -> (StatusCode, String) {
    let router = api::router(Arc::clone(attacker));
    let request = Request::builder().method(method).uri(path).body(Body::from(body.to_owned())).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn log(attacker: &Arc<Attacker>, query: &str) -> Value {
    let (status, body) = ask(attacker, "GET", &format!("/attacker/log{query}"), "").await;
    assert_eq!(status, StatusCode::OK);
    serde_json::from_str::<Value>(&body).unwrap()["slots"].take()
}

async fn send(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn ids(slots: &[Arc<Slot>]) -> Vec<&str> {
    slots.iter().map(|slot| slot.id.as_str()).collect()
}

#[tokio::test]
async fn counts_each_slot_by_itself() {
    let attacker = attacker(8);
    let slots = attacker.open(3).unwrap();
    let [asked, connected, told] = [&slots[0], &slots[1], &slots[2]].map(|slot| slot.address);
    let post = "POST /beacon/collect?a=1 HTTP/1.1\r\nHost: x\r\nSec-Fetch-Dest: empty\r\nContent-Type: text/plain\r\n\
                Content-Length: 6\r\n\r\ns\u{e9}cre";
    assert!(send(asked, post).await.contains("Gotcha"));
    drop(TcpStream::connect(connected).await.unwrap());
    UdpSocket::bind("127.0.0.1:0").await.unwrap().send_to(b"hello", told).await.unwrap();
    while attacker.slots(None).len() < 3 {
        sleep(Duration::from_millis(10)).await;
    }

    let log = log(&attacker, "").await;
    for (id, connections, requests, datagrams) in [("s1", 1, 1, 0), ("s2", 1, 0, 0), ("s3", 0, 0, 1)] {
        let seen = &log[id];
        let counts = json!([seen["connections"], seen["requests"], seen["datagrams"]]);
        assert_eq!(counts, json!([connections, requests, datagrams]), "{id}: {seen}");
        assert_eq!(seen["recent"].as_array().unwrap().len(), requests, "{id}");
    }
    let hit = &log["s1"]["recent"][0];
    let expected = json!({
        "time": hit["time"], "method": "POST", "path": "/beacon/collect", "query": "a=1", "content_type": "text/plain",
        "body_bytes": 6, "body": "s\u{e9}cre",  "sec_purpose": null, "sec_fetch_dest": "empty", "sec_fetch_mode": null,
        "session": null,
    });
    assert_eq!(hit, &expected);
}

#[tokio::test]
async fn shows_the_beginning_of_a_body() {
    let attacker = attacker(1);
    let slot = attacker.open(1).unwrap().remove(0);
    for (length, shown) in [(0, None), (200, Some(200)), (5000, Some(200))] {
        slot.reset();
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n");
        send(slot.address, &format!("{head}{}", "a".repeat(length))).await;
        let log = log(&attacker, "?slots=s1").await;
        let hit = &log["s1"]["recent"][0];
        assert_eq!(hit["body_bytes"], length);
        assert_eq!(hit["body"].as_str().map(str::len), shown, "{length}");
    }
}

#[tokio::test]
async fn counts_a_request_that_breaks_off() {
    let attacker = attacker(1);
    let slot = attacker.open(1).unwrap().remove(0);
    let mut stream = TcpStream::connect(slot.address).await.unwrap();
    stream.write_all(b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc").await.unwrap();
    drop(stream);
    loop {
        let log = log(&attacker, "?slots=s1").await;
        if log["s1"]["requests"] == 1 {
            assert_eq!(log["s1"]["recent"][0]["body_bytes"], Value::Null);
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn closes_the_oldest_for_the_newest() {
    let attacker = attacker(3);
    let first = attacker.open(2).unwrap();
    attacker.open(2).unwrap();
    assert_eq!(ids(&attacker.slots(Some(&["mcp", "s1", "s2", "s3", "s4"]))), ["mcp", "s2", "s3", "s4"]);
    attacker.close(&["s3".to_owned(), "mcp".to_owned(), "s99".to_owned()]);
    assert_eq!(ids(&attacker.slots(Some(&["mcp", "s2", "s3", "s4"]))), ["mcp", "s2", "s4"]);
    // A task is dropped some time after its set.
    while TcpStream::connect(first[0].address).await.is_ok() {
        sleep(Duration::from_millis(10)).await;
    }
}

/// Without a memory, some of 600 ports out of a few thousand come back.
#[tokio::test]
async fn a_port_does_not_come_back_soon() {
    let attacker = attacker(1);
    let mut ports = HashSet::new();
    for _ in 0..600 {
        ports.insert(attacker.open(1).unwrap()[0].address.port());
        // The tasks of the slot that was closed for this one go.
        yield_now().await;
    }
    assert_eq!(ports.len(), 600);
}

#[tokio::test]
async fn answers_and_refuses() {
    let attacker = attacker(3);
    let rows = [
        ("POST", "/attacker/open", r#"{"slots": 3}"#, 200, r#"{"slots":[{"id":"s1","origin":"http://127.0.0.1:"#),
        ("POST", "/attacker/open", r#"{"slots": 0}"#, 400, "slots: 0: expected a number from 1 to 3"),
        ("POST", "/attacker/open", r#"{"slots": 4}"#, 400, "slots: 4: expected a number from 1 to 3"),
        ("POST", "/attacker/open", "two", 400, r#""two" is not like {"slots": 2}"#),
        ("GET", "/attacker/open", "", 405, ""),
        ("GET", "/attacker/log", "", 200, r#"{"slots":{}}"#),
        ("GET", "/attacker/log?slots=s99", "", 200, r#"{"slots":{}}"#),
        ("GET", "/attacker/log?slots=s1", "", 200, r#"{"slots":{"s1":{"origin":"http://127.0.0.1:"#),
        ("POST", "/attacker/close", r#"{"slots": ["s1"]}"#, 204, ""),
        ("POST", "/attacker/close", r#"{"slots": "s1"}"#, 400, "invalid type"),
        ("GET", "/attacker/log?slots=s1", "", 200, r#"{"slots":{}}"#),
        ("POST", "/attacker/reset", "", 204, ""),
    ];
    for (method, path, body, status, part) in rows {
        let (got, said) = ask(&attacker, method, path, body).await;
        assert_eq!(got, status, "{method} {path} {body}: {said}");
        assert!(said.contains(part), "{method} {path} {body}: {said}");
    }
}
