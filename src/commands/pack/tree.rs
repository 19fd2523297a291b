//! `riskline pack tree`: a file as rules see it, for whoever writes rules.

use super::super::judge::read;
use super::super::{CommandError, Exit};
use crate::content::chars::visible;
use crate::core::challenge::Language;
use crate::judge::file_as_rules_see_it;
use anstyle::Style;
use std::io::Write;
use std::path::Path;

/// Prints the reading of a file and its syntax tree.
///
/// # Errors
/// Where the file cannot be read or does not parse.
pub fn run(path: &Path, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let text = read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let language = Language::from_path(&name);
    let (reading, tree) =
        file_as_rules_see_it(language, &name, &text).map_err(|what| CommandError::new(what).in_file(path))?;
    let bold = Style::new().bold();
    writeln!(out, "{bold}As rules see it{bold:#}")?;
    print(&reading, out)?;
    writeln!(out, "\n{bold}Its tree{bold:#}")?;
    print(&tree, out)?;
    Ok(Exit::Done)
}

fn print(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    text.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
}
