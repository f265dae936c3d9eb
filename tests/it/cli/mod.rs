//! The command line as a process: on files of `tests/data/cli`, and on a server of 127.0.0.1.

mod audit;
mod audit_server;
mod baseline;
mod completions;
mod docs;
mod explain;
mod fetch;
mod fix_cors;
mod policy;
mod sanitize;
mod scan;
mod server;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// What a run came to.
#[derive(Debug)]
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn cordon(args: &[&str]) -> Run {
    cordon_with(args, b"")
}

/// Runs the program in the folder of the fixtures, with this on standard input.
fn cordon_with(args: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cordon"));
    command.args(args).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cli"));
    for variable in ["COLUMNS", "NO_COLOR", "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // One that reads nothing has closed it.
    let _ = child.stdin.take().expect("standard input").write_all(stdin);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    Run { code: status.code().expect("an exit code"), stdout: text(stdout), stderr: text(stderr) }
}

impl Run {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// A run that ends with this code and says this, on standard error alone.
fn fails(args: &[&str], code: i32, says: &[&str]) {
    let run = cordon(args);
    assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{args:?}: {run:#?}");
    for text in says {
        assert!(run.stderr.contains(text), "{args:?}: no {text:?} in {run:#?}");
    }
}

/// A file of this text that no other test has.
fn temporary(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(format!("cli-{name}"));
    fs::write(&path, text).expect("the file can be written");
    path
}

/// A fixture.
fn fixture(name: &str) -> String {
    let path = format!("{}/tests/data/cli/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).expect("the fixture is there")
}
