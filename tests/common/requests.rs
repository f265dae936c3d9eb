//! The measured rows of requests.

use mcp_cordon::fetch_metadata::{IsolationInput, RequestFacts};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) note: String,
    pub(crate) request: RequestFacts,
    pub(crate) options: IsolationInput,
    pub(crate) expected: Expected,
}

#[derive(Deserialize)]
pub(crate) struct Expected {
    pub(crate) decision: String,
    pub(crate) reason: String,
}

pub(crate) fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../data/fetch_metadata.json")).expect("the rows are JSON")
}
