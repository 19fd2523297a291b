//! What each subcommand does.
//!
//! A command takes the [`Context`](crate::context::Context), its arguments and the stream to write to, and gives an
//! [`Exit`] or a [`CommandError`]. It writes styles freely: the stream drops them where they are not wanted.

pub mod bench;
pub mod config;
pub mod doctor;
pub mod explain;
pub mod grade;
mod json;
pub mod judge;
pub mod library;
pub mod licenses;
pub mod list;
pub mod pack;
pub mod play;
pub mod strangers;
mod temporary;

use crate::content::chars::visible;
use crate::store::StoreError;
use crate::term::TermError;
use std::fmt;
use std::io;
use std::path::Path;

/// How a command ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, and everything holds.
    Done,
    /// 1: done, and something is unsound or does not hold.
    DoesNotHold,
    /// 2: not done: the command line, a file or the terminal is not as it must be.
    Refused,
    /// 3: the code was not judged.
    NotJudged,
}

impl Exit {
    /// The number for the shell.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::DoesNotHold => 1,
            Self::Refused => 2,
            Self::NotJudged => 3,
        }
    }
}

/// Why a command could not be done: what, where, and what to do next. Printed once, at the top.
#[derive(Debug)]
pub struct CommandError {
    what: String,
    place: Option<String>,
    hint: Option<String>,
    report: Option<String>,
    closed: bool,
}

impl CommandError {
    /// An error in one sentence, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: None, hint: None, report: None, closed: false }
    }

    /// The same with the place where it is: a file, or `file:line:column`.
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// The same with the file where it is.
    pub fn in_file(self, path: &Path) -> Self {
        self.at(path.display())
    }

    /// The same with what to do next, in a sentence.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a report of several lines that is printed before it, styles and all.
    pub fn report(mut self, report: impl Into<String>) -> Self {
        self.report = Some(report.into());
        self
    }

    /// What is to be printed before the error itself; empty, or whole lines.
    pub fn report_text(&self) -> &str {
        self.report.as_deref().unwrap_or_default()
    }

    /// Whether the reader of the output went away, as `head` does: no error for anybody.
    pub fn is_closed_output(&self) -> bool {
        self.closed
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Paths and names may come from anybody.
        write!(f, "{}", visible(&self.what))?;
        if let Some(place) = &self.place {
            write!(f, "\n  in {}", visible(place))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  {}", visible(hint))?;
        }
        Ok(())
    }
}

impl std::error::Error for CommandError {}

/// For what is written to the output; errors of reading a file deserve a text of their own.
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed, ..Self::new(format!("the output could not be written: {error}")) }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let told = Self::new(error.to_string()).hint(error.advice());
        match error.path() {
            Some(path) => told.in_file(path),
            None => told,
        }
    }
}

impl From<TermError> for CommandError {
    fn from(error: TermError) -> Self {
        match error {
            TermError::NoTerminal => Self::new(error.to_string()).hint(
                "Start it in a terminal window. For scripts there are other commands: `riskline --help` lists them.",
            ),
            TermError::Terminal(ref source) => Self::new(format!("{error}: {source}")).hint("Try another terminal window."),
        }
    }
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::new(format!("the output could not be written as JSON: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_what_to_do() {
        let error = CommandError::new("no challenge `a/b`").at("list").hint("Did you mean `a/c`?");
        assert_eq!(error.to_string(), "no challenge `a/b`\n  in list\n  Did you mean `a/c`?");
        let steering = CommandError::new("x\u{1b}[2J").in_file(Path::new("a\u{202e}b")).hint("\u{9b}K");
        assert_eq!(steering.to_string(), "x<U+001B>[2J\n  in a<U+202E>b\n  <U+009B>K");
    }

    #[test]
    fn a_reader_that_went_away_is_known_also_through_json() {
        let error: CommandError = io::Error::from(io::ErrorKind::BrokenPipe).into();
        assert!(error.is_closed_output());
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = serde_json::to_writer(Closed, "text").unwrap_err();
        assert!(CommandError::from(error).is_closed_output());
    }
}
