use std::collections::HashSet;

use serde_json::json;

use super::*;

const ATTACKER: &str = "http://127.0.0.1:1";
const CLIENT: &str = "http://localhost:2";

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
        let (name, result) = (name(attack), attack["result"].to_string());
        let path = format!("{{attacker}}/{name}/");
        assert_eq!(
            result.matches("{attacker}/").count(),
            result.matches(&path).count(),
            "{file}: {name}: another path"
        );
        let asks = result.contains(&path) || result.contains("{self}/");
        assert!(asks || attack["deceives"].is_string(), "{file}: {name} asks for nothing and deceives nobody");
    }
}

#[test]
fn benign_results_know_no_attacker() {
    let written = written();
    let benign: Vec<_> = written.iter().filter(|(_, attack)| is_benign(attack)).collect();
    assert!(!benign.is_empty());
    for (file, attack) in benign {
        let result = attack["result"].to_string();
        assert!(!result.contains("{attacker}") && !result.contains("{self}"), "{file}: {}", name(attack));
    }
}

#[test]
fn scripts_leave_their_mark() {
    for (file, attack) in &written() {
        let (name, result) = (name(attack), attack["result"].to_string());
        let mark = format!("(window.__pwned ??= []).push('{name}')");
        assert_eq!(result.matches("__pwned").count(), result.matches(&mark).count(), "{file}: {name}: another mark");
        let runs = ["chromium", "firefox"].iter().any(|engine| attack["undefended"][engine] == "script");
        assert!(result.contains(&mark) || !(runs || result.contains("<script>")), "{file}: {name} leaves no mark");
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
