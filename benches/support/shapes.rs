//! Rows of shapes.json made into inputs, as benches/browser/shapes.js does it.

use serde::Deserialize;

/// A text and how often it is written; `{n}` in it counts up.
type Part = (String, usize);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) name: String,
    #[serde(default)]
    first: Vec<Part>,
    unit: Vec<Part>,
    #[serde(default)]
    last: Vec<Part>,
}

/// # Errors
/// What is wrong with shapes.json.
pub(crate) fn shapes() -> Result<Vec<Shape>, String> {
    serde_json::from_str(include_str!("../shapes.json")).map_err(|error| format!("benches/shapes.json: {error}"))
}

impl Shape {
    /// The first part once, the unit until there are `bytes` of it all, the last part once.
    pub(crate) fn expand(&self, bytes: usize) -> String {
        let mut counter = 0;
        let mut text = String::with_capacity(bytes + bytes / 8);
        write(&self.first, &mut counter, &mut text);
        let mut last = String::new();
        write(&self.last, &mut counter, &mut last);
        while text.len() + last.len() < bytes {
            write(&self.unit, &mut counter, &mut text);
        }
        text + &last
    }
}

fn write(parts: &[Part], counter: &mut usize, text: &mut String) {
    for (part, count) in parts {
        for _ in 0..*count {
            let mut pieces = part.split("{n}");
            text.push_str(pieces.next().unwrap_or_default());
            for piece in pieces {
                text.push_str(&counter.to_string());
                text.push_str(piece);
                *counter += 1;
            }
        }
    }
}
