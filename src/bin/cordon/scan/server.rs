//! `--server`: the tools that a live server lists, and what their texts hide.

mod http;
mod stdio;

use cordon_scan::rules::rule;
use cordon_scan::{Finding, Place, Scan, Step};
use mcp_cordon::sanitizer::{InvisibleText, clean_text};
use mcp_cordon::source::Url;
use serde_json::{Value, json};

use super::Credential;
use crate::failure::Failure;

/// What is offered; a server answers with a revision that it speaks.
const REVISION: &str = "2025-11-25";
/// Pages of a list that are asked for.
const MAX_PAGES: usize = 100;
/// Bytes of an answer.
const MAX_BYTES: u64 = 16 << 20;
/// Objects in objects that are looked into.
const MAX_DEPTH: usize = 64;
const RULE: &str = "scan-tool-description-hidden-text";

/// A connection to a server.
trait Connection {
    /// Asks, and waits for the answer with this id.
    fn ask(&mut self, id: u64, message: &Value) -> Result<Value, Failure>;
    /// Tells, without an answer.
    fn tell(&mut self, message: &Value) -> Result<(), Failure>;
    /// A revision was agreed on.
    fn agreed(&mut self, _revision: &str) {}
    /// Ends it.
    fn close(self: Box<Self>);
}

/// Asks a server for its tools, and adds what their texts hide.
pub(super) fn scan(server: &str, headers: &[String], into: &mut Scan) -> Result<(), Failure> {
    let is_url = server.starts_with("http://") || server.starts_with("https://");
    let mut connection: Box<dyn Connection> = if is_url {
        Url::parse(server, None).ok_or_else(|| Failure::input(server, "is no URL"))?;
        let credentials = headers.iter().map(|header| Credential::parse(header)).collect::<Result<_, _>>()?;
        Box::new(http::Http::new(server, credentials))
    } else if headers.is_empty() {
        Box::new(stdio::Stdio::start(server)?)
    } else {
        return Err(Failure::input("--header", "is of no use for a server that is a command"));
    };
    let listed = list(connection.as_mut(), server);
    connection.close();
    add(server, &listed?, into);
    Ok(())
}

/// What the server tells a model: its instructions and its tools.
fn list(connection: &mut dyn Connection, name: &str) -> Result<Value, Failure> {
    let client = json!({ "name": "cordon", "version": env!("CARGO_PKG_VERSION") });
    let params = json!({ "protocolVersion": REVISION, "capabilities": {}, "clientInfo": client });
    let initialize = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
    let started = result(connection.ask(0, &initialize)?, name, "initialize")?;
    connection.agreed(started["protocolVersion"].as_str().unwrap_or(REVISION));
    connection.tell(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
    let mut tools = Vec::new();
    let mut params = json!({});
    for id in 1..=MAX_PAGES as u64 {
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/list", "params": params });
        let mut page = result(connection.ask(id, &message)?, name, "tools/list")?;
        match page["tools"].take() {
            Value::Array(more) => tools.extend(more),
            _ => return Err(Failure::input(name, "answered tools/list without a list of tools")),
        }
        match page["nextCursor"].take() {
            Value::String(cursor) if !cursor.is_empty() => params = json!({ "cursor": cursor }),
            _ => break,
        }
    }
    Ok(json!({ "instructions": started["instructions"], "tools": tools }))
}

fn result(mut answer: Value, name: &str, method: &str) -> Result<Value, Failure> {
    match answer["result"].take() {
        Value::Null => {
            let why = answer["error"]["message"].as_str().unwrap_or("no result");
            let why = clean_text(why, InvisibleText::Reveal).text;
            Err(Failure::unreadable(name, format!("answered {method} with an error: {why}")))
        }
        result => Ok(result),
    }
}

/// A finding for each text that hides something; its line is that of the list, printed with an indent of two.
fn add(name: &str, listed: &Value, into: &mut Scan) {
    let printed = serde_json::to_string_pretty(listed).unwrap_or_default();
    let lines: Vec<&str> = printed.lines().collect();
    into.files += 1;
    into.lines += lines.len();
    let Some(rule) = rule(RULE) else { return };
    let mut texts = Vec::new();
    gather(listed, String::new(), 0, &mut texts);
    let mut from = 0;
    for (pointer, text) in texts {
        if !super::hides_text(text) {
            continue;
        }
        let written = serde_json::to_string(text).unwrap_or_default();
        let holds = |line: &str| line.contains(written.as_str());
        // Texts come in the order of their lines.
        let at = lines.iter().skip(from).position(|line| holds(line)).map_or(from, |at| from + at);
        from = at;
        let shown = clean_text(lines.get(at).copied().unwrap_or_default(), InvisibleText::Reveal).text;
        let column = shown.chars().take_while(|c| *c == ' ').count() + 1;
        let end_column = shown.chars().count() + 1;
        let place = Place { file: name.to_owned(), line: at + 1, column, end_column, text: shown, bytes: (0, 0) };
        let path = vec![Step { place: place.clone(), what: pointer }];
        into.findings.push(Finding { rule: rule.into(), place, path });
    }
    into.findings.sort_by(|a, b| (a.rule.severity, &a.place).cmp(&(b.rule.severity, &b.place)));
}

/// Every text, with where it stands: a JSON pointer. A model reads names and values of schemas too.
fn gather<'a>(value: &'a Value, pointer: String, depth: usize, texts: &mut Vec<(String, &'a str)>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::String(text) => texts.push((pointer, text)),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                gather(item, format!("{pointer}/{at}"), depth + 1, texts);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let shown = clean_text(name, InvisibleText::Reveal).text;
                let pointer = format!("{pointer}/{}", shown.replace('~', "~0").replace('/', "~1"));
                if shown != *name {
                    texts.push((pointer.clone(), name));
                }
                gather(field, pointer, depth + 1, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
