//! `riskline grade`: scores a whole answer by the same rules as the game.

mod answer_file;
pub(super) mod answer_keys;

pub use answer_file::{AnswerFile, read};

use super::strangers::{Tell, announce};
use super::{CommandError, Exit, json};
use crate::content::chars::visible;
use crate::content::{Found, Library, LoadedPack};
use crate::context::Context;
use crate::core::attempt::ChallengeKey;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Challenge;
use crate::core::matching::{
    FindingOutcome, Ignored, Matching, Naming, SiteOutcome, Tracing, match_findings,
};
use crate::core::score::{Score, score_matching};
use crate::core::verdict::{RunOutcome, RunReport, Verdict};
use crate::judge::{Judge, Limits, RunControl, Which};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::fs;
use std::io::{self, Read as _, Write};
use std::path::Path;

/// A larger file is no answer.
const MOST_BYTES: u64 = 4 << 20;

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Graded<'a> {
    challenge: String,
    /// Which edition of the challenge was graded.
    hash: &'a str,
    score: &'a Score,
    matching: &'a Matching,
    /// The run of the patch; `null` if none was given or none was asked for.
    patch: Option<&'a RunReport>,
}

/// Grades the answer in a file and prints the score with its grounds. What is wrong with the file goes to `err`.
///
/// # Errors
/// Where the challenge or the file is not there, or the output cannot be written.
pub fn run(
    context: &Context,
    (library, catalogue): (&Library, &Catalogue),
    (name, path): (&str, &Path),
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let (pack, key, challenge) = challenge_of(library, name)?;
    let bytes = read_bytes(path)
        .map_err(|error| CommandError::new(format!("the answer cannot be read: {error}")).in_file(path))?;
    let read = match read(&path.to_string_lossy(), bytes, (&key, challenge), catalogue) {
        Ok(read) => read,
        Err(problems) => {
            for problem in &problems {
                write!(err, "{}", problem.render(true))?;
            }
            return Ok(Exit::Refused);
        }
    };
    let family = catalogue.family(&challenge.family).ok_or_else(|| {
        CommandError::new(format!(
            "the family `{}` of this challenge is not known",
            visible(&challenge.family)
        ))
    })?;
    let matching = match_findings(challenge, family, &read.answer.findings);
    let wants_run = challenge.is_patchable() && !read.patch.is_empty();
    if wants_run {
        announce(context, pack, Tell::Content, err)?;
    }
    let report = wants_run.then(|| {
        let judge = Judge::new(context.exe.clone(), Limits::default());
        judge.run(challenge, &challenge.with_changes(&read.patch), Which::All, &RunControl::new())
    });
    let score = score_matching(challenge, &read.answer, report.as_ref(), &matching);
    if json {
        let graded = Graded {
            challenge: key.to_string(),
            hash: &challenge.hash,
            score: &score,
            matching: &matching,
            patch: report.as_ref(),
        };
        json::write(out, &graded)?;
    } else {
        print(&key, challenge, &read, &matching, &score, report.as_ref(), out)?;
    }
    Ok(match &report {
        Some(report) if !report.is_judged() => Exit::NotJudged,
        _ => Exit::Done,
    })
}

fn challenge_of<'l>(
    library: &'l Library,
    name: &str,
) -> Result<(&'l LoadedPack, ChallengeKey, &'l Challenge), CommandError> {
    match library.find(name) {
        Ok(Found::Challenge(pack, challenge)) => {
            Ok((pack, ChallengeKey::new(pack.pack.id.as_str(), challenge.id.as_str()), challenge))
        }
        Ok(Found::Pack(pack)) => {
            let names = pack.pack.challenges.iter().map(|c| format!("{}/{}", pack.pack.id, c.id));
            Err(CommandError::new(format!("`{}` is a whole pack; name one challenge", visible(name)))
                .hint(names.collect::<Vec<_>>().join(", ")))
        }
        Err(error) => Err(CommandError::new(error.to_string()).hint("`riskline list` shows every challenge")),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::other(format!("it is larger than {} MiB", MOST_BYTES >> 20)));
    }
    Ok(bytes)
}

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

fn print(
    key: &ChallengeKey,
    challenge: &Challenge,
    read: &AnswerFile,
    matching: &Matching,
    score: &Score,
    report: Option<&RunReport>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{STRONG}{key}: {} of 100 points{STRONG:#}\n", score.points)?;
    for part in &score.parts {
        let label = part.kind.label();
        writeln!(out, "  {label:<10} {:>5.1} of {:<3} {}", part.earned, part.available, part.explain())?;
    }
    for dropped in &score.dropped {
        writeln!(
            out,
            "  {FAINT}{:<10} not counted: {}{FAINT:#}",
            dropped.kind.label(),
            dropped.because.explain()
        )?;
    }
    if !read.answer.findings.is_empty() {
        writeln!(out, "\n{STRONG}What was marked{STRONG:#}")?;
    }
    for (finding, outcome) in read.answer.findings.iter().zip(&matching.findings) {
        let (style, words) = outcome_words(*outcome);
        writeln!(out, "  {}:{}  {style}{words}{style:#}", visible(&finding.file), finding.lines)?;
    }
    if !challenge.sites.is_empty() {
        writeln!(out, "\n{STRONG}What is so{STRONG:#}")?;
    }
    for (site, outcome) in challenge.sites.iter().zip(&matching.sites) {
        let (style, words) = match outcome {
            SiteOutcome::Found { .. } => (GOOD, format!("{} weakness, found", site.severity.label())),
            SiteOutcome::Missed => (BAD, format!("{} weakness, missed", site.severity.label())),
            SiteOutcome::FalseAlarm { .. } => (BAD, "safe, and marked".to_owned()),
            SiteOutcome::LeftAlone => (GOOD, "safe, left alone".to_owned()),
            SiteOutcome::NotScored => (FAINT, "a matter of taste, not scored".to_owned()),
        };
        let path = challenge.files.get(site.file).map_or("", |f| f.path.as_str());
        let lines: Vec<_> = site.core.iter().map(ToString::to_string).collect();
        writeln!(out, "  {}:{}  {style}{words}{style:#}", visible(path), lines.join(","))?;
        for line in visible(&site.why).lines() {
            writeln!(out, "      {}", line.trim())?;
        }
    }
    report.map_or(Ok(()), |report| print_run(report, out))
}

fn outcome_words(outcome: FindingOutcome) -> (Style, &'static str) {
    match outcome {
        FindingOutcome::Hit { naming, tracing, .. } => (
            GOOD,
            match (naming, tracing) {
                (Naming::Exact, Tracing::Right) => "hit, named exactly, data traced",
                (Naming::Exact, _) => "hit, named exactly",
                (Naming::Family, Tracing::Right) => "hit, named by its family, data traced",
                (Naming::Family, _) => "hit, named by its family",
                (Naming::None, Tracing::Right) => "hit, not named rightly, data traced",
                (Naming::None, _) => "hit, not named rightly",
            },
        ),
        FindingOutcome::FalseAlarm { .. } => (BAD, "false alarm: this is safe"),
        FindingOutcome::Stray => (BAD, "on nothing in particular"),
        FindingOutcome::Ignored { because: Ignored::Second, .. } => (FAINT, "not counted: found already"),
        FindingOutcome::Ignored { because: Ignored::Neutral, .. } => {
            (FAINT, "not counted: a matter of taste")
        }
    }
}

fn print_run(report: &RunReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{STRONG}The patch{STRONG:#}")?;
    if let RunOutcome::NotJudged { message, at, .. } = &report.outcome {
        let at = at.as_ref().map_or(String::new(), |at| format!("{}:{}: ", at.file, at.line));
        writeln!(out, "  {BAD}not judged{BAD:#}  {}{}", visible(&at), visible(message))?;
    }
    for check in &report.checks {
        let (style, words) = match check.verdict {
            Verdict::Holds => (GOOD, "holds"),
            Verdict::Open => (BAD, "open"),
            Verdict::Fails => (BAD, "fails"),
            Verdict::NotJudged => (FAINT, "not judged"),
        };
        writeln!(out, "  {style}{words:<10}{style:#}  {}", visible(&check.name))?;
        for step in &check.exchange {
            let who = if step.who.is_empty() { String::new() } else { format!("{}: ", step.who) };
            let line = format!("{who}{} -> {}", step.did, step.got).replace('\n', " ");
            writeln!(out, "      {FAINT}{}{FAINT:#}", visible(&line))?;
        }
        if !check.evidence.is_empty() {
            writeln!(out, "      {}", visible(&check.evidence.replace('\n', " ")))?;
        }
    }
    Ok(())
}
