//! `riskline pack schema`: the JSON Schemas by which an editor completes, explains and checks the files of a pack.

use super::super::grade::answer_keys::ANSWER_FILE;
use super::super::{CommandError, Exit};
use super::folder::replace;
use crate::config::CONFIG_FILE;
use crate::content::keys::challenge::CHALLENGE_FILE;
use crate::content::keys::pack::{BUNDLE_FILE, PACK_FILE};
use crate::content::keys::{FileKind, markdown};
use crate::content::{catalogue, schema::schema};
use clap::builder::PossibleValuesParser;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Every kind of file that people write.
pub const KINDS: &[&FileKind] = &[&PACK_FILE, &CHALLENGE_FILE, &BUNDLE_FILE, &ANSWER_FILE, &CONFIG_FILE];

/// The folder beside a pack's files in which their schemas lie. Its name is hidden, so no pack is looked for in it.
pub const FOLDER: &str = ".schema";

/// What to do about schemas.
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_name = "KIND", default_value = CHALLENGE_FILE.name, value_parser = PossibleValuesParser::new(KINDS.iter().map(|k| k.name)))]
    kind: String,
    /// Write the schemas of all kinds into a folder
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["kind", "keys"])]
    write: Option<PathBuf>,
    /// Print the keys of such a file as a table in Markdown instead
    #[arg(long)]
    keys: bool,
}

/// Prints a schema, or writes all of them.
///
/// # Errors
/// Where they cannot be written.
pub fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Exit, CommandError> {
    if let Some(folder) = &args.write {
        for path in write(KINDS, folder)? {
            writeln!(out, "{}", path.display())?;
        }
        return Ok(Exit::Done);
    }
    if let Some(kind) = KINDS.iter().find(|kind| kind.name == args.kind) {
        let text = if args.keys { markdown(&[kind]) } else { schema(kind, &catalogue()) };
        out.write_all(text.as_bytes())?;
    }
    Ok(Exit::Done)
}

/// Writes the schemas of some kinds of file into a folder, which is made where it is not there, and gives their paths.
///
/// # Errors
/// Where they cannot be written.
pub fn write(kinds: &[&FileKind], folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let fault = |e: std::io::Error, path: &Path| {
        CommandError::new(format!("it cannot be written: {e}")).in_file(path)
    };
    fs::create_dir_all(folder).map_err(|e| fault(e, folder))?;
    let catalogue = catalogue();
    let mut written = Vec::new();
    for kind in kinds {
        let path = folder.join(file_name(kind));
        replace(&path, &schema(kind, &catalogue)).map_err(|e| fault(e, &path))?;
        written.push(path);
    }
    Ok(written)
}

/// The name of a schema's file.
pub fn file_name(kind: &FileKind) -> String {
    format!("{}.schema.json", kind.name)
}

/// The first lines of a file in a pack, by which an editor finds its schema. Tombi wants an empty line after it.
pub fn directive(kind: &FileKind) -> String {
    format!("#:schema ./{FOLDER}/{}\n\n", file_name(kind))
}
