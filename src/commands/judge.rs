//! `riskline judge`: holds code against the checks of a challenge and prints what they found.

use super::library::{Start, find};
use super::strangers::{Tell, announce};
use super::{CommandError, Exit, json};
use crate::content::Library;
use crate::content::chars::visible;
use crate::context::Context;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, CheckKind};
use crate::core::verdict::{CheckReport, Grading, NotJudged, Overall, RunOutcome, RunReport, Verdict};
use crate::judge::{Judge, Limits, RunControl, Which};
use anstyle::{AnsiColor, Style};
use clap::Args;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file of a patch larger than this is refused.
const MOST_BYTES: u64 = 4 << 20;

/// What `riskline judge` is told.
#[derive(Debug, Args)]
pub struct JudgeArgs {
    /// The challenge: `pack/challenge`, its name where only one pack has it, or the path of its file
    pub challenge: String,
    /// Put the text of PATH in place of the challenge's file NAME; can be given several times
    #[arg(long = "file", value_name = "NAME=PATH", value_parser = file_argument)]
    pub files: Vec<(String, PathBuf)>,
    /// Run the code as the assistant wrote it, which is what holds without --file
    #[arg(long, conflicts_with_all = ["files", "reference"])]
    pub original: bool,
    /// Run the challenge's reference fix
    #[arg(long, conflicts_with = "files")]
    pub reference: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// Takes `NAME=PATH` apart.
pub(super) fn file_argument(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.into())),
        _ => Err("write NAME=PATH: the challenge's file, and the file to run in its place".to_owned()),
    }
}

/// Runs the checks, prints every verdict and exchange.
///
/// # Errors
/// Where there is no such challenge or file, and where the output cannot be written.
pub fn run(
    context: &Context,
    (library, catalogue): (&mut Library, &Catalogue),
    args: &JudgeArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let key = match find(library, catalogue, &args.challenge)? {
        Start::Challenge(key) => key,
        Start::Pack(id) => {
            let challenges = library.pack(&id).map(|p| p.pack.challenges.as_slice()).unwrap_or_default();
            let names: Vec<String> = challenges.iter().map(|c| format!("{id}/{}", c.id)).collect();
            return Err(CommandError::new(format!("`{id}` is a pack, not a challenge"))
                .hint(format!("Its challenges: {}.", names.join(", "))));
        }
        Start::Home => return Err(CommandError::new("no challenge was named")),
    };
    let (pack, challenge) = library
        .challenge(&key)
        .ok_or_else(|| CommandError::new(format!("there is no challenge `{}`", visible(&args.challenge))))?;
    let files = files_to_run(challenge, args)?;
    announce(context, pack, Tell::Content, err)?;
    let judge = Judge::new(context.exe.clone(), Limits::default());
    let report = judge.run(challenge, &files, Which::All, &RunControl::new());
    if args.json {
        json::write(out, &report)?;
    } else {
        print(&report, out)?;
    }
    Ok(match report.overall() {
        Overall::Fixed => Exit::Done,
        Overall::Open | Overall::BreaksFeature => Exit::DoesNotHold,
        Overall::NotJudged => Exit::NotJudged,
    })
}

fn files_to_run(challenge: &Challenge, args: &JudgeArgs) -> Result<BTreeMap<String, String>, CommandError> {
    if args.reference {
        let reference = challenge.reference().ok_or_else(|| {
            CommandError::new(format!("`{}` has no reference fix", challenge.id))
                .hint("Clean challenges, and flaws that no patch mends, have none.")
        })?;
        return Ok(challenge.with_changes(&reference.code));
    }
    let mut changed = BTreeMap::new();
    for (name, path) in &args.files {
        if challenge.file(name).is_none() {
            let names: Vec<&str> = challenge.files.iter().map(|f| f.path.as_str()).collect();
            return Err(CommandError::new(format!("`{}` has no file `{}`", challenge.id, visible(name)))
                .hint(format!("Its files: {}.", names.join(", "))));
        }
        changed.insert(name.clone(), read(path)?);
    }
    Ok(challenge.with_changes(&changed))
}

pub(super) fn read(path: &Path) -> Result<String, CommandError> {
    let wrong = |what: String| CommandError::new(what).in_file(path);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|e| wrong(format!("the file cannot be read: {e}")))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(wrong(format!("the file is larger than {} MiB", MOST_BYTES >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| wrong("the file is not UTF-8 text".to_owned()))
}

fn print(report: &RunReport, out: &mut dyn Write) -> std::io::Result<()> {
    for kind in [CheckKind::Function, CheckKind::Exploit] {
        let checks: Vec<&CheckReport> = report.checks.iter().filter(|c| c.kind == kind).collect();
        if checks.is_empty() {
            continue;
        }
        let bold = Style::new().bold();
        let title = match kind {
            CheckKind::Function => "What must work",
            CheckKind::Exploit => report.grading.attacks_title(),
        };
        writeln!(out, "{bold}{title}{bold:#}")?;
        for check in checks {
            print_check(check, out)?;
        }
        writeln!(out)?;
    }
    if !report.console.is_empty() {
        writeln!(out, "What the code printed")?;
        for line in report.console.lines() {
            writeln!(out, "    {line}")?;
        }
        writeln!(out)?;
    }
    match &report.outcome {
        RunOutcome::NotJudged { reason, message, .. } => {
            let yellow = AnsiColor::Yellow.on_default().bold();
            writeln!(out, "{yellow}Not judged ({}).{yellow:#} {message}", reason_word(*reason))
        }
        RunOutcome::Judged => {
            let by_structure = report.grading == Grading::Structure;
            let (style, text) = match report.overall() {
                Overall::Fixed if by_structure => {
                    (AnsiColor::Green, "Holds, by structure: the feature is there and no weakness is.")
                }
                Overall::Open if by_structure => {
                    (AnsiColor::Red, "Open, by structure: the feature is there, and so is a weakness.")
                }
                Overall::Fixed => (AnsiColor::Green, "Holds: the feature works and no attack does."),
                Overall::Open => (AnsiColor::Red, "Open: the feature works, and so does an attack."),
                Overall::BreaksFeature => {
                    (AnsiColor::Red, "Breaks the feature: something that must work does not.")
                }
                Overall::NotJudged => (AnsiColor::Yellow, "Not judged."),
            };
            let style = style.on_default().bold();
            writeln!(out, "{style}{text}{style:#} {} ms", report.millis)
        }
    }
}

fn print_check(check: &CheckReport, out: &mut dyn Write) -> std::io::Result<()> {
    let (colour, sign, word) = match check.verdict {
        Verdict::Holds => (AnsiColor::Green, '✓', "holds"),
        Verdict::Open => (AnsiColor::Red, '✗', "open"),
        Verdict::Fails => (AnsiColor::Red, '✗', "fails"),
        Verdict::NotJudged => (AnsiColor::Yellow, '?', "not judged"),
    };
    let style = colour.on_default();
    let hidden = if check.hidden { " (hidden)" } else { "" };
    writeln!(out, "  {style}{sign} {word:<10}{style:#} {}{hidden}", visible(&check.name))?;
    let faint = Style::new().dimmed();
    for exchange in &check.exchange {
        let who = if exchange.who.is_empty() { String::new() } else { format!("{}: ", exchange.who) };
        writeln!(out, "      {who}{} {faint}→{faint:#} {}", exchange.did, exchange.got)?;
    }
    if !check.evidence.is_empty() {
        writeln!(out, "      {style}{}{style:#}", check.evidence)?;
    }
    Ok(())
}

/// The reason in a word or two.
fn reason_word(reason: NotJudged) -> &'static str {
    match reason {
        NotJudged::Syntax => "syntax error",
        NotJudged::Import => "does not import",
        NotJudged::LabLacks => "not in the lab",
        NotJudged::Timeout => "time limit",
        NotJudged::Memory => "memory limit",
        NotJudged::Output => "output limit",
        NotJudged::Crash => "crash",
        NotJudged::Tampering => "tampering",
        NotJudged::BrokenCheck => "faulty check",
        NotJudged::Cancelled => "cancelled",
        NotJudged::NoEngine => "no engine",
        NotJudged::Protocol => "judge failed",
    }
}
