//! A server that is a command: messages are lines of its standard input and output.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio as Pipe};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Connection, MAX_BYTES};
use crate::failure::Failure;

/// A server may have to be downloaded first.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Stdio {
    name: String,
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Stdio {
    /// Starts a command, its words as a shell has them, without one.
    pub(super) fn start(command: &str) -> Result<Self, Failure> {
        let words = shlex::split(command).unwrap_or_default();
        let [program, args @ ..] = words.as_slice() else {
            return Err(Failure::input("--server", "names neither a URL nor a command, or leaves a quote open"));
        };
        let wrong = |why: &dyn std::fmt::Display| Failure::unreadable(command, format!("cannot be started: {why}"));
        let started =
            Command::new(program).args(args).stdin(Pipe::piped()).stdout(Pipe::piped()).stderr(Pipe::null()).spawn();
        let mut child = started.map_err(|error| wrong(&error))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(wrong(&"it has no standard input and output"));
        };
        let (send, lines) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output.take(MAX_BYTES));
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|read| read > 0) {
                if send.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Ok(Self { name: command.to_owned(), child, input, lines })
    }
}

impl Connection for Stdio {
    fn ask(&mut self, id: u64, message: &Value) -> Result<Value, Failure> {
        self.tell(message)?;
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                let method = message["method"].as_str().unwrap_or_default();
                return Err(Failure::unreadable(&self.name, format!("gave no answer to {method}")));
            };
            // Some servers write what is no message; a request of the server's has an id of its own.
            let Ok(answer) = serde_json::from_str::<Value>(&line) else { continue };
            if answer["id"].as_u64() == Some(id) && answer.get("method").is_none() {
                return Ok(answer);
            }
        }
    }

    fn tell(&mut self, message: &Value) -> Result<(), Failure> {
        match writeln!(self.input, "{message}").and_then(|()| self.input.flush()) {
            // It has ended: that it does not answer is said where an answer is waited for.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            said => said.map_err(|error| Failure::unreadable(&self.name, format!("cannot be asked: {error}"))),
        }
    }

    fn close(self: Box<Self>) {
        let Self { mut child, input, .. } = *self;
        // Without input a server ends by itself; one that does not is ended.
        drop(input);
        for _ in 0..20 {
            if matches!(child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::Stdio;

    /// What a server says that answers with the arguments that it was started with.
    fn started(command: &str) -> Option<String> {
        let server = Stdio::start(command).ok()?;
        server.lines.recv().ok()
    }

    #[test]
    fn quotes_hold_words_together() {
        for (command, expected) in [
            ("printf %s_ a b", "a_b_"),
            ("printf %s_ 'my server.js' \"a b\"c ''", "my server.js_a bc__"),
            ("printf %s_ a\\ b", "a b_"),
        ] {
            assert_eq!(started(command).as_deref(), Some(expected), "{command}");
        }
        for command in ["  ", "printf 'a", "printf a\\"] {
            assert!(Stdio::start(command).is_err(), "{command}");
        }
    }
}
