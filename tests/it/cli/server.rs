//! A server on 127.0.0.1 that answers as it is told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Lives as long as the test program.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) origin: String,
    requests: Arc<Mutex<Vec<String>>>,
}

/// An answer: the status line's end, header lines, and a body.
pub(crate) type Answer = (&'static str, String, String);

impl Server {
    /// Answers each path with what stands beside it, and every other one with 404.
    pub(crate) fn start(paths: Vec<(&'static str, Answer)>) -> Self {
        Self::deciding(move |_, head| {
            let path = head.split(' ').nth(1).unwrap_or_default();
            let found = paths.iter().find(|(known, _)| *known == path).map(|(_, answer)| answer.clone());
            found.unwrap_or(("404 Not Found", String::new(), String::new()))
        })
    }

    /// Answers as is decided, by its own origin and a request's head.
    pub(crate) fn deciding(decide: impl Fn(&str, &str) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let origin = format!("http://{}", listener.local_addr().expect("it has an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, own) = (Arc::clone(&requests), origin.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let request = head(&stream);
                skip_body(&stream, &request);
                let decided = decide(&own, &request);
                seen.lock().expect("no test panicked in it").push(request);
                answer(stream, decided);
            }
        });
        Self { origin, requests }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no test panicked in it").clone()
    }
}

/// What TLS begins with.
const HANDSHAKE: u8 = 0x16;

/// A request up to its empty line; of another protocol's, a byte.
fn head(mut stream: &TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut one = [0];
    while !bytes.ends_with(b"\r\n\r\n")
        && !bytes.starts_with(&[HANDSHAKE])
        && stream.read(&mut one).is_ok_and(|read| read == 1)
    {
        bytes.push(one[0]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is left unread when a socket closes resets it, answer and all.
fn skip_body(stream: &TcpStream, head: &str) {
    let length = field(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = Vec::new();
    let _ = stream.take(length).read_to_end(&mut body);
}

/// A header of a request.
pub(crate) fn field<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
}

fn answer(mut stream: TcpStream, (status, headers, body): Answer) {
    let headers: String = headers.lines().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    // A reader that has had enough hangs up.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}
