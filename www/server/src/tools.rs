//! The tools that the lab's MCP server offers: the attacks of `www/attacks`, which the page shows as well.
//!
//! `{attacker}` stands for the attacker's origin and `{self}` for what the client has beside its page. Every URL for the
//! attacker names the attack in its path, so a request names the tool that caused it, and every script leaves that name in
//! `window.__pwned`, so a test sees that it ran.

use rmcp::model::{CallToolResult, ResultType};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The categories, in the order in which the page has them.
const FILES: &[(&str, &str)] = &[
    ("exfiltration", include_str!("../../attacks/exfiltration.json")),
    ("markdown", include_str!("../../attacks/markdown.json")),
    ("deception", include_str!("../../attacks/deception.json")),
    ("svg-and-css", include_str!("../../attacks/svg-and-css.json")),
    ("navigation", include_str!("../../attacks/navigation.json")),
    ("own-api", include_str!("../../attacks/own-api.json")),
    ("blocks", include_str!("../../attacks/blocks.json")),
    ("script", include_str!("../../attacks/script.json")),
    ("after-close", include_str!("../../attacks/after-close.json")),
    ("speculation", include_str!("../../attacks/speculation.json")),
    ("benign", include_str!("../../attacks/benign.json")),
];

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) about: String,
    pub(crate) facts: Facts,
    pub(crate) result: CallToolResult,
}

/// What a client of the lab's needs to know of a tool; a real server would hardly tell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Facts {
    hostile: bool,
    /// What a client is told to take text for.
    text: String,
    /// Which of today's clients falls.
    client: String,
    category: String,
}

#[derive(Debug, Deserialize)]
struct Category {
    category: String,
    attacks: Vec<Attack>,
}

#[derive(Debug, Deserialize)]
struct Attack {
    name: String,
    title: String,
    about: String,
    text: String,
    client: String,
    #[serde(default)]
    benign: bool,
    result: Value,
}

/// All of them, with the origins put in.
pub(crate) fn load(attacker: &str, client: &str) -> Result<Vec<Tool>, String> {
    let mut tools = Vec::new();
    for (file, json) in FILES {
        let category = serde_json::from_str::<Category>(json).map_err(|error| format!("{file}.json: {error}"))?;
        for attack in category.attacks {
            let result = attack.result.to_string().replace("{attacker}", attacker).replace("{self}", client);
            let mut result: CallToolResult =
                serde_json::from_str(&result).map_err(|error| format!("{file}.json: {}: {error}", attack.name))?;
            result.result_type.get_or_insert(ResultType::COMPLETE);
            let Attack { name, title, about, text, client, benign, .. } = attack;
            let facts = Facts { hostile: !benign, text, client, category: category.category.clone() };
            tools.push(Tool { name, title, about, facts, result });
        }
    }
    Ok(tools)
}

#[cfg(test)]
mod tests;
