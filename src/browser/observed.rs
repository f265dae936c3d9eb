//! What `observePage` gathered. Its lists are flat ones of strings: readers of structures would be a tenth of the audit.

use serde::Deserialize;

use crate::audit::{Fetched, Frame, Page, Worker};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Observed {
    base: String,
    /// The URL; then names and values in turn. Empty: no answer.
    response: Vec<String>,
    meta: Vec<String>,
    #[serde(rename = "metaReportOnly")]
    meta_report_only: Vec<String>,
    enforced: Vec<String>,
    reported: Vec<String>,
    missing: Vec<String>,
    /// The scope, empty for a worker without one; then as for an answer.
    workers: Vec<Vec<String>>,
    /// The URL, `srcdoc` or nothing, and the sandbox if there is one.
    frames: Vec<Vec<String>>,
    embedder: String,
    rules: Vec<String>,
    /// Whether a guard is installed that refuses, rather than reports: the page's entry asks it.
    guarded: bool,
}

impl From<Observed> for Page {
    fn from(observed: Observed) -> Self {
        let Observed {
            base,
            response,
            meta,
            meta_report_only,
            enforced,
            reported,
            missing,
            workers,
            frames,
            embedder,
            rules,
            guarded,
        } = observed;
        let worker = |told: &Vec<String>| {
            let (scope, answer) = told.split_first()?;
            let response = fetched(answer)?;
            Some(Worker {
                url: response.url.clone(),
                scope: Some(scope.clone()).filter(|scope| !scope.is_empty()),
                response,
            })
        };
        let frame = |told: &Vec<String>| Frame {
            url: told.first().cloned().unwrap_or_default(),
            srcdoc: told.get(1).is_some_and(|word| !word.is_empty()),
            sandbox: told.get(2).cloned(),
        };
        Self {
            base,
            response: fetched(&response),
            meta,
            meta_report_only,
            enforced,
            reported,
            missing: fetched(&missing),
            workers: workers.iter().filter_map(worker).collect(),
            frames: frames.iter().map(frame).collect(),
            embedder,
            rules,
            guarded,
        }
    }
}

fn fetched(told: &[String]) -> Option<Fetched> {
    let (url, headers) = told.split_first()?;
    let pair = |pair: &[String]| Some((pair.first()?.clone(), pair.get(1)?.clone()));
    Some(Fetched { url: url.clone(), headers: headers.chunks(2).filter_map(pair).collect() })
}
