//! `riskline explain`: what a lint means, why it matters, and what right and wrong look like.

use super::{CommandError, Exit, json};
use crate::content::{Level, catalogue, nearest};
use crate::core::catalogue::{Catalogue, Family};
use crate::lint::{Lint, lint, lints, nearest_lint};
use anstyle::{AnsiColor, Style};
use clap::Args;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// The columns of a plain terminal, less one for the cursor.
const WIDTH: usize = 79;

/// What `riskline explain` is told.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A lint's name, as it stands in brackets behind a finding, or a family's; without one all lints are listed
    #[arg(value_name = "LINT|FAMILY")]
    pub name: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Explains one lint, or lists them all.
///
/// # Errors
/// Where there is no such lint, and where the output cannot be written.
pub fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit, CommandError> {
    match &args.name {
        Some(name) => {
            let name = name.trim_matches(['[', ']', ' ']);
            let catalogue = catalogue();
            match (lint(name), catalogue.family(name)) {
                (Some(found), _) if args.json => json::write(out, found)?,
                (Some(found), _) => explain(found, out)?,
                (None, Some(family)) => explain_family(family, &catalogue, args.json, out)?,
                (None, None) => return Err(unknown(name, &catalogue)),
            }
        }
        None if args.json => json::write(out, &lints())?,
        None => list(out)?,
    }
    Ok(Exit::Done)
}

fn unknown(name: &str, catalogue: &Catalogue) -> CommandError {
    let families = || catalogue.families().iter().map(|family| family.id.as_str());
    let hint = match nearest_lint(name).or_else(|| nearest(name, families())) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!(
            "`riskline explain` lists the lints. The families are: {}.",
            families().collect::<Vec<_>>().join(", ")
        ),
    };
    let name = crate::content::chars::visible(name);
    CommandError::new(format!("there is no lint and no family `{name}`")).hint(hint)
}

/// What a family of weakness is: its numbers in the Common Weakness Enumeration, and the words that find it.
fn explain_family(
    family: &Family,
    catalogue: &Catalogue,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let cwes: Vec<(u32, &str)> =
        family.cwes.iter().map(|id| (*id, catalogue.cwe(*id).map_or("", |cwe| cwe.name.as_str()))).collect();
    if as_json {
        let cwes: Vec<_> =
            cwes.iter().map(|(id, name)| serde_json::json!({ "id": id, "name": name })).collect();
        let family = serde_json::json!({
            "family": family.id, "title": family.title, "cwes": cwes, "words": family.words,
        });
        return json::write(out, &family);
    }
    let (bold, faint) = (Style::new().bold(), Style::new().dimmed());
    writeln!(out, "{bold}{}{bold:#}  {}{faint}, a family of weakness{faint:#}\n", family.id, family.title)?;
    for (id, name) in cwes {
        writeln!(out, "  CWE-{id:<5} {name}")?;
    }
    writeln!(out)?;
    paragraph(&format!("In other words: {}.", family.words.join(", ")), out)
}

fn explain(lint: &Lint, out: &mut dyn Write) -> Result<(), CommandError> {
    let bold = Style::new().bold();
    let faint = Style::new().dimmed();
    let level = level(lint.level);
    writeln!(
        out,
        "{bold}{}{bold:#}  {level}{}{level:#}{faint}, about {}{faint:#}\n",
        lint.name,
        lint.level.label(),
        lint.group
    )?;
    paragraph(&lint.says, out)?;
    writeln!(out)?;
    paragraph(&lint.why, out)?;
    for (title, colour, text) in [("Bad", AnsiColor::Red, &lint.bad), ("Good", AnsiColor::Green, &lint.good)]
    {
        let style = colour.on_default().bold();
        writeln!(out, "\n{style}{title}{style:#}\n")?;
        for line in text.trim_matches('\n').lines() {
            writeln!(out, "    {line}")?;
        }
    }
    writeln!(out)?;
    if let Some(fix) = &lint.fix {
        paragraph(&format!("`riskline pack check --fix` {fix}."), out)?;
    }
    if lint.level == Level::Warning && lint.name != "needless-allow" {
        let text = format!(
            "Where it is right as it is, the challenge or its pack can say so: `[[allow]]` with `lint = \"{}\"` and a `why`.",
            lint.name
        );
        paragraph(&text, out)?;
    }
    Ok(())
}

/// Every lint, group by group in the order of the table.
fn list(out: &mut dyn Write) -> Result<(), CommandError> {
    let bold = Style::new().bold();
    let mut groups: Vec<&str> = Vec::new();
    for lint in lints() {
        if !groups.contains(&lint.group.as_str()) {
            groups.push(&lint.group);
        }
    }
    let name_width = lints().iter().map(|lint| lint.name.width()).max().unwrap_or(0);
    for group in groups {
        writeln!(out, "{bold}{group}{bold:#}")?;
        for lint in lints().iter().filter(|lint| lint.group == group) {
            let level = level(lint.level);
            let indent = name_width + 5;
            let mut lines = wrapped(&lint.says, WIDTH - indent).into_iter();
            let first = lines.next().unwrap_or_default();
            let letter = if lint.level == Level::Error { "E" } else { "w" };
            writeln!(out, "  {level}{letter}{level:#} {:name_width$} {first}", lint.name)?;
            for line in lines {
                writeln!(out, "{:indent$}{line}", "")?;
            }
        }
        writeln!(out)?;
    }
    paragraph(
        "E: an error, a pack with one is not sound. w: a warning. `riskline explain NAME` says more.",
        out,
    )
}

fn level(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default(),
        Level::Warning => AnsiColor::Yellow.on_default(),
    }
}

fn paragraph(text: &str, out: &mut dyn Write) -> Result<(), CommandError> {
    for line in wrapped(text, WIDTH) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A text in lines of at most `width` columns, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
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
