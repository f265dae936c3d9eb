use std::collections::HashSet;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;

use super::*;

const ATTACKER: &str = "http://127.0.0.1:1";
const CLIENT: &str = "http://localhost:2/own/mcp";

/// Every attack as it is written: its file's name and the attack.
fn written() -> Vec<(&'static str, Value)> {
    let files = FILES.iter().map(|(file, json)| (*file, serde_json::from_str::<Value>(json).unwrap()));
    files
        .flat_map(|(file, category)| {
            category["attacks"].as_array().unwrap().clone().into_iter().map(move |attack| (file, attack))
        })
        .collect()
}

fn name(attack: &Value) -> &str {
    attack["name"].as_str().unwrap()
}

/// A result as text, and the data in it.
fn text(attack: &Value) -> String {
    let blocks = attack["result"]["content"].as_array().into_iter().flatten();
    let data = blocks.filter_map(|block| block["data"].as_str()).map(|data| BASE64_STANDARD.decode(data).unwrap());
    let data: String = data.map(|data| String::from_utf8_lossy(&data).into_owned()).collect();
    format!("{} {data}", attack["result"])
}

fn runs(attack: &Value) -> bool {
    ["chromium", "firefox"].iter().any(|engine| attack["undefended"][engine] == "script")
}

fn is_benign(attack: &Value) -> bool {
    attack["benign"] == true
}

#[test]
fn every_file_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../attacks");
    let stems = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let stems: HashSet<String> = stems.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(stems, FILES.iter().map(|(file, _)| (*file).to_owned()).collect());
    for (file, json) in FILES {
        let category: Category = serde_json::from_str(json).unwrap();
        assert_eq!(category.category, *file);
        assert!(!category.attacks.is_empty(), "{file}");
    }
}

#[test]
fn names_are_unique_and_fit_for_an_address() {
    let written = written();
    let names: HashSet<_> = written.iter().map(|(_, attack)| name(attack)).collect();
    assert_eq!(names.len(), written.len());
    for name in names {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(!name.is_empty() && name.chars().all(fits), "{name:?}");
    }
}

#[test]
fn hostile_results_name_their_attack_to_the_attacker() {
    for (file, attack) in written().iter().filter(|(_, attack)| !is_benign(attack)) {
        let (name, text) = (name(attack), text(attack));
        let path = format!("{{attacker}}/{name}/");
        assert_eq!(text.matches("{attacker}").count(), text.matches(&path).count(), "{file}: {name}: another path");
        let own = text.matches("{self}/api/").count();
        assert_eq!(own, text.matches(&format!("{{self}}/api/{name}/")).count(), "{file}: {name}: another path");
        let does = text.contains(&path) || own > 0 || runs(attack) || attack["deceives"].is_string();
        assert!(does, "{file}: {name} asks for nothing, runs nothing and deceives nobody");
    }
}

#[test]
fn benign_results_know_no_attacker() {
    let written = written();
    let benign: Vec<_> = written.iter().filter(|(_, attack)| is_benign(attack)).collect();
    assert!(!benign.is_empty());
    for (file, attack) in benign {
        let text = text(attack);
        assert!(!text.contains("{attacker}") && !text.contains("{self}"), "{file}: {}", name(attack));
    }
}

#[test]
fn scripts_leave_their_mark() {
    for (file, attack) in &written() {
        let (name, text) = (name(attack), text(attack));
        let marks = ['\'', '`'].map(|quote| format!("(window.__pwned ??= []).push({quote}{name}{quote})"));
        let left: usize = marks.iter().map(|mark| text.matches(mark).count()).sum();
        assert_eq!(text.matches("__pwned").count(), left, "{file}: {name}: another mark");
        let is_script = attack["text"] == "html" && text.contains("<script>");
        assert!(left > 0 || !(runs(attack) || is_script), "{file}: {name} leaves no mark");
    }
}

#[test]
fn results_reach_a_client_as_they_are_written() {
    for (file, attack) in &written() {
        let result: CallToolResult = serde_json::from_value(attack["result"].clone()).unwrap();
        assert_eq!(json!(result), attack["result"], "{file}: {}", name(attack));
    }
}

#[test]
fn origins_stand_where_the_placeholders_were() {
    let tools = load(ATTACKER, CLIENT).unwrap();
    assert_eq!(tools.len(), written().len());
    let results: String = tools.iter().map(|tool| json!(tool.result).to_string()).collect();
    assert!(results.contains(ATTACKER) && !results.contains("{attacker}") && !results.contains("{self}"));
}
