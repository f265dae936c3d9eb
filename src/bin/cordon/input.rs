//! Files, and what is piped in.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use mcp_cordon::policy::{Policy, PolicyInput};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::failure::Failure;

/// More than any HAR that a browser saves.
const MOST_BYTES: u64 = 512 << 20;

/// An input, whole.
#[derive(Debug)]
pub(crate) struct Input {
    /// As messages name it.
    pub(crate) name: String,
    /// Its path, unless it was piped in.
    pub(crate) path: Option<PathBuf>,
    pub(crate) bytes: Vec<u8>,
}

impl Input {
    /// Reads a file; `-` is what is piped in.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Self::standard();
        }
        let name = path.display().to_string();
        let unreadable = |error: io::Error| Failure::unreadable(&name, format!("cannot be read: {error}"));
        let bytes = whole(File::open(path).map_err(unreadable)?, &name)?;
        Ok(Self { name, path: Some(path.to_owned()), bytes })
    }

    /// Reads what is piped in.
    pub(crate) fn standard() -> Result<Self, Failure> {
        let name = "standard input".to_owned();
        let bytes = whole(io::stdin().lock(), &name)?;
        Ok(Self { name, path: None, bytes })
    }

    /// As text, which has to be UTF-8.
    pub(crate) fn into_text(self) -> Result<String, Failure> {
        let Self { name, bytes, .. } = self;
        String::from_utf8(bytes).map_err(|error| {
            Failure::input(
                &name,
                format!("is not UTF-8: byte {} begins no character", error.utf8_error().valid_up_to()),
            )
        })
    }

    /// As JSON; `what` says what it should hold.
    pub(crate) fn json<T: DeserializeOwned>(&self, what: &str) -> Result<T, Failure> {
        serde_json::from_slice(&self.bytes)
            .map_err(|error| Failure::input(&self.name, format!("is not {what}: {error}")))
    }

    /// As a policy.
    pub(crate) fn policy(&self) -> Result<Policy, Failure> {
        // serde reads an array as the fields in order.
        if !self.json::<Value>("a policy")?.is_object() {
            return Err(Failure::input(&self.name, "is not a policy: expected a JSON object"));
        }
        let input: PolicyInput = self.json("a policy")?;
        Policy::parse(input).map_err(|error| Failure::input(&self.name, error))
    }
}

fn whole(reader: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    reader
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::unreadable(name, format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::unreadable(name, format!("has more than {MOST_BYTES} bytes")));
    }
    Ok(bytes)
}
