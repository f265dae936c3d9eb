//! The answers that a HAR file holds: <http://www.softwareishard.com/blog/har-12-spec/>.

use data_url::forgiving_base64;
use mcp_cordon::audit::format::Subject;
use mcp_cordon::audit::{MetaPolicies, Response, document_policies};
use mcp_cordon::source::Url;
use serde::Deserialize;

use super::Answer;
use crate::failure::Failure;
use crate::input::Input;

// What is not read may be anything: browsers add to the format.
#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Answered,
    /// Chromium's own.
    #[serde(rename = "_resourceType")]
    resource_type: Option<String>,
}

#[derive(Deserialize)]
struct Request {
    url: String,
}

#[derive(Deserialize)]
struct Answered {
    status: i64,
    headers: Vec<Header>,
    #[serde(default)]
    content: Content,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Content {
    mime_type: Option<String>,
    text: Option<String>,
    encoding: Option<String>,
}

/// Every document, or with `all` every answer.
pub(super) fn read(input: &Input, all: bool) -> Result<Vec<Answer>, Failure> {
    let Har { log } = input.json("a HAR file")?;
    let entries: Vec<Entry> = log.entries.into_iter().filter(|entry| entry.is_answer(all)).collect();
    if entries.is_empty() {
        let hint = if all { "" } else { " that is a document; --all takes every answer" };
        return Err(Failure::input(&input.name, format!("holds no answer{hint}")));
    }
    entries.into_iter().map(|entry| entry.audited(&input.name)).collect()
}

impl Entry {
    /// An error page is a document too; a redirect is none, and a request that failed has the status 0.
    fn is_answer(&self, all: bool) -> bool {
        let status = self.response.status;
        status > 0 && (all || (!(300..400).contains(&status) && self.is_document()))
    }

    fn is_document(&self) -> bool {
        self.resource_type.as_deref().map_or_else(|| self.response.content.is_html(), |kind| kind == "document")
    }

    fn audited(self, file: &str) -> Result<Answer, Failure> {
        let Self { request: Request { url }, response, .. } = self;
        let MetaPolicies { enforced: meta, report_only: meta_report_only } =
            response.content.meta().map_err(|why| Failure::input(file, format!("{url}: {why}")))?;
        let headers = response.headers.into_iter().flat_map(|Header { name, value }| {
            // Some browsers put the values of a header that came twice on lines of one.
            value.lines().map(|line| (name.clone(), line.trim().to_owned())).collect::<Vec<_>>()
        });
        let headers = headers.collect();
        let response = Response { headers, meta, meta_report_only, url: Url::parse(&url, None), ..Response::default() };
        Ok(Answer { subject: Subject::Url(url), response, ..Answer::default() })
    }
}

impl Content {
    fn is_html(&self) -> bool {
        let given = self.mime_type.as_deref().unwrap_or_default();
        given.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/html"))
    }

    fn meta(&self) -> Result<MetaPolicies, String> {
        let Some(text) = self.text.as_ref().filter(|_| self.is_html()) else { return Ok(MetaPolicies::default()) };
        let policies = match self.encoding.as_deref() {
            None | Some("") => document_policies(text),
            Some("base64") => {
                let bytes = forgiving_base64::decode_to_vec(text.as_bytes());
                let bytes = bytes.map_err(|error| format!("the content is not base64: {error}"))?;
                document_policies(&String::from_utf8_lossy(&bytes))
            }
            Some(other) => return Err(format!("the content's encoding is {other:?}: expected \"base64\" or none")),
        };
        policies.map_err(|error| error.to_string())
    }
}
