//! Why there is no answer, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

/// The message names the input.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is not what it should be. clap's own code for wrong usage is the same.
    Input(String),
    /// The input could not be fetched or read.
    Unreadable(String),
}

impl Failure {
    /// An input that is not what it should be.
    pub(crate) fn input(name: &str, why: impl fmt::Display) -> Self {
        Self::Input(format!("{name}: {why}"))
    }

    /// An input that is not there to be judged.
    pub(crate) fn unreadable(name: &str, why: impl fmt::Display) -> Self {
        Self::Unreadable(format!("{name}: {why}"))
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(2),
            Self::Unreadable(_) => ExitCode::from(3),
        }
    }
}

/// What was found speaks against the subject.
pub(crate) fn objection() -> ExitCode {
    ExitCode::from(1)
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Input(message) | Self::Unreadable(message)) = self;
        f.write_str(message)
    }
}
