//! `riskline list`: every challenge there is.

use super::{CommandError, Exit, json};
use crate::content::{Library, LoadedPack};
use crate::core::attempt::ChallengeKey;
use crate::core::challenge::Challenge;
use anstyle::Style;
use serde::Serialize;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// One challenge as a script sees it.
#[derive(Debug, Serialize)]
struct Row<'l> {
    /// `pack/challenge`.
    id: String,
    pack: &'l str,
    title: &'l str,
    language: &'static str,
    minutes: u32,
    files: Vec<&'l str>,
    /// How far the player has come, in a word.
    state: String,
    /// Only with the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'l str>,
    /// Only with the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    clean: Option<bool>,
}

/// How the list is to be printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// One JSON array instead of a table.
    pub json: bool,
    /// With the family of each challenge and whether it is clean: it spoils the game.
    pub truth: bool,
}

/// Prints every challenge of the library; `state` says how far the player has come with one.
///
/// # Errors
/// Where the output cannot be written.
pub fn list(
    library: &Library,
    options: Options,
    state: impl Fn(&ChallengeKey) -> String,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let rows: Vec<Row> = library.challenges().map(|(p, c)| row(p, c, options.truth, &state)).collect();
    if options.json {
        json::write(out, &rows)?;
    } else {
        print_table(&rows, options.truth, out)?;
    }
    Ok(Exit::Done)
}

fn row<'l>(
    pack: &'l LoadedPack,
    challenge: &'l Challenge,
    truth: bool,
    state: &impl Fn(&ChallengeKey) -> String,
) -> Row<'l> {
    let key = ChallengeKey::new(&pack.pack.id, &challenge.id);
    Row {
        id: key.to_string(),
        pack: &pack.pack.id,
        title: &challenge.title,
        language: challenge.language.id(),
        minutes: challenge.minutes,
        files: challenge.files.iter().map(|f| f.path.as_str()).collect(),
        state: state(&key),
        family: truth.then_some(challenge.family.as_str()),
        clean: truth.then(|| challenge.is_clean()),
    }
}

fn print_table(rows: &[Row], truth: bool, out: &mut dyn Write) -> Result<(), CommandError> {
    if rows.is_empty() {
        writeln!(out, "There are no challenges.")?;
        return Ok(());
    }
    let mut head = vec!["CHALLENGE", "TITLE", "LANGUAGE", "FILES", "STATE"];
    if truth {
        head.extend(["FAMILY", "CODE"]);
    }
    let cells = |row: &Row| {
        let files = match row.files[..] {
            [one] => one.to_owned(),
            _ => {
                format!("{} and {} more", row.files.first().unwrap_or(&""), row.files.len().saturating_sub(1))
            }
        };
        let mut cells =
            vec![row.id.clone(), row.title.to_owned(), row.language.to_owned(), files, row.state.clone()];
        cells.extend(row.family.map(str::to_owned));
        cells.extend(row.clean.map(|clean| if clean { "clean" } else { "flawed" }.to_owned()));
        cells
    };
    let table: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|n| table.iter().map(|row| row[n].width()).chain([head[n].width()]).max().unwrap_or(0))
        .collect();
    let mut line = |cells: &[&str], style: Style| -> Result<(), CommandError> {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        writeln!(out, "{style}{}{style:#}", text.trim_end())?;
        Ok(())
    };
    line(&head, Style::new().dimmed())?;
    for row in &table {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>(), Style::new())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::catalogue;
    use std::path::Path;

    fn printed(options: Options) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good");
        let library = Library::load(false, &[folder], &catalogue());
        let state = |key: &ChallengeKey| if key.challenge == "note-read" { "done" } else { "new" }.to_owned();
        let mut out = Vec::new();
        assert_eq!(list(&library, options, state, &mut out).expect("printed"), Exit::Done);
        anstream::adapter::strip_str(&String::from_utf8(out).expect("text")).to_string()
    }

    #[test]
    fn the_table_keeps_the_truth_to_itself_unless_asked() {
        assert_eq!(
            printed(Options::default()),
            "CHALLENGE        TITLE            LANGUAGE  FILES                STATE\n\
             tiny/note-read   Read a note      python    notes.py             done\n\
             tiny/note-count  Count the notes  python    notes.py and 1 more  new\n"
        );
        let truth = printed(Options { truth: true, ..Options::default() });
        assert!(truth.contains("object-ownership  flawed") && truth.contains("object-ownership  clean"));
    }

    #[test]
    fn json_is_for_scripts_and_keeps_the_truth_too() {
        let rows: serde_json::Value =
            serde_json::from_str(&printed(Options { json: true, truth: false })).expect("JSON");
        assert_eq!(rows[0]["id"], "tiny/note-read");
        assert_eq!(rows[1]["files"][1], "web/app.py");
        assert!(rows[0].get("family").is_none() && rows[0].get("clean").is_none());
        let rows: serde_json::Value =
            serde_json::from_str(&printed(Options { json: true, truth: true })).expect("JSON");
        assert_eq!((rows[0]["clean"].as_bool(), rows[1]["clean"].as_bool()), (Some(false), Some(true)));
    }
}
