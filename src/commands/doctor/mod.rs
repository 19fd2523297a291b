//! `riskline doctor`: what holds on this machine, found out by trying it, and what to do about what does not.

mod look;

use super::temporary::TemporaryFolder;
use super::{CommandError, Exit, json};
use crate::config::LoadedConfig;
use crate::context::Context;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the printed text.
const WIDTH: usize = 80;
/// Columns of what was looked at.
const WHAT: usize = 20;
/// Columns before what was found.
const INDENT: usize = 9 + WHAT + 2;

/// What was found out about one thing.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// What it belongs to; findings of one area stand together.
    pub area: Area,
    pub state: State,
    /// What was looked at.
    pub what: String,
    /// What was found.
    pub found: String,
    /// What to do about it; only where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
}

/// What a finding belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    Judge,
    Engines,
    Terminal,
    Kept,
    Packs,
    Clock,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be.
    Ok,
    /// Worth knowing; nothing needs to be done.
    Note,
    /// Something is to be done.
    Fault,
}

/// Everything that was found out.
#[derive(Debug, Serialize)]
struct Report {
    program: &'static str,
    version: &'static str,
    system: String,
    sound: bool,
    findings: Vec<Finding>,
}

impl Area {
    fn title(self) -> &'static str {
        match self {
            Self::Judge => "Judge: what stands between this machine and code that is run, tried one by one",
            Self::Engines => "Engines: what runs or reads the code",
            Self::Terminal => "Terminal",
            Self::Kept => "What is kept",
            Self::Packs => "Packs",
            Self::Clock => "Clock",
        }
    }
}

impl Finding {
    fn new(area: Area, state: State, what: impl Into<String>, found: impl Into<String>) -> Self {
        Self { area, state, what: what.into(), found: found.into(), todo: None }
    }

    fn todo(self, todo: impl Into<String>) -> Self {
        Self { todo: Some(todo.into()), ..self }
    }
}

/// Looks at everything and prints it. Nothing of the player's is changed.
///
/// # Errors
/// Where no folder for temporary files can be made, or the output cannot be written.
pub fn run(
    context: &Context,
    settings: &LoadedConfig,
    terminal: bool,
    json: bool,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let folder = TemporaryFolder::new(context, "doctor").map_err(|e| {
        CommandError::new(format!("no folder for temporary files can be made: {e}"))
            .in_file(&std::env::temp_dir())
            .hint("Set TMPDIR to a folder that you may write in.")
    })?;
    let findings = look::at_everything(context, settings, terminal, &folder.path);
    let report = Report {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        system: look::system(),
        sound: findings.iter().all(|finding| finding.state != State::Fault),
        findings,
    };
    if json {
        json::write(out, &report)?;
    } else {
        print(&report, out)?;
    }
    Ok(if report.sound { Exit::Done } else { Exit::DoesNotHold })
}

fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{} {} on {}", report.program, report.version, report.system)?;
    let mut area = None;
    for finding in &report.findings {
        if area != Some(finding.area) {
            writeln!(out, "\n{bold}{}{bold:#}", finding.area.title())?;
            area = Some(finding.area);
        }
        let (mark, colour) = match finding.state {
            State::Ok => ("ok", AnsiColor::Green.on_default()),
            State::Note => ("note", AnsiColor::Yellow.on_default()),
            State::Fault => ("FAULT", AnsiColor::Red.on_default().bold()),
        };
        let todo = finding.todo.iter().flat_map(|todo| wrapped(&format!("-> {todo}"), WIDTH - INDENT));
        for (at, line) in wrapped(&finding.found, WIDTH - INDENT).into_iter().chain(todo).enumerate() {
            match at {
                0 => writeln!(out, "  {colour}{mark:5}{colour:#}  {:WHAT$}  {line}", finding.what)?,
                _ => writeln!(out, "{:INDENT$}{line}", "")?,
            }
        }
    }
    let faults = report.findings.iter().filter(|finding| finding.state == State::Fault).count();
    match faults {
        0 => writeln!(out, "\nEverything is as it should be."),
        1 => writeln!(out, "\n1 fault; what to do stands behind the arrow."),
        n => writeln!(out, "\n{n} faults; what to do stands behind the arrows."),
    }
}

/// Breaks a text into lines of so many columns, between words. A word that is wider stays whole: it is a path.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn texts_are_wrapped_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a /very/long/path b", 6), ["a", "/very/long/path", "b"]);
    }
}
