//! `riskline pack bundle` and `unbundle`: a pack as one file that can be mailed, and back.

use super::super::temporary::TemporaryFolder;
use super::super::{CommandError, Exit};
use super::folder::{NewFolder, head, write_new};
use crate::content::chars::visible;
use crate::content::{LoadedPack, Origin, catalogue, load_pack};
use crate::context::Context;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

/// What `pack bundle` is asked for.
#[derive(Debug, Args)]
pub struct BundleArgs {
    /// The pack's folder
    #[arg(value_name = "PACK")]
    pack: PathBuf,
    /// Where to write it; otherwise the pack's id with `.toml` in the current folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What `pack unbundle` is asked for.
#[derive(Debug, Args)]
pub struct UnbundleArgs {
    /// The bundled pack
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder to make; otherwise one of the pack's id in the current folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Writes a pack's folder into one file.
///
/// # Errors
/// Where the pack does not load, or the file is there already or cannot be written.
pub fn bundle(args: &BundleArgs, context: &Context, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let path = &args.pack;
    if path.is_file() {
        let hint = "A bundle is made of a folder with a `pack.toml` and one TOML file a challenge.";
        return Err(CommandError::new("this is a file, not a pack's folder").in_file(path).hint(hint));
    }
    let pack = sound(path)?;
    let text = bundled(&pack)?;
    prove_same(&pack, &text, context)?;
    let file = args.output.clone().unwrap_or_else(|| format!("{}.toml", pack.pack.id).into());
    write_new(&file, &text)?;
    let count = match pack.pack.challenges.len() {
        1 => "1 challenge".to_owned(),
        n => format!("{n} challenges"),
    };
    let shown = file.display().to_string();
    let shown = visible(&shown);
    writeln!(
        out,
        "{shown}: {count}, {} KiB, the same edition as {}",
        text.len().div_ceil(1024),
        visible(&path.to_string_lossy())
    )?;
    writeln!(out, "It is played as it is: `riskline play ./{shown}`")?;
    Ok(Exit::Done)
}

/// Writes a bundled pack into a folder.
///
/// # Errors
/// Where the file is no bundle that loads, or the folder is there already or cannot be written.
pub fn unbundle(args: &UnbundleArgs, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let path = &args.file;
    if path.is_dir() {
        return Err(CommandError::new("this is a folder, not a bundled pack").in_file(path));
    }
    let pack = sound(path)?;
    let files = unbundled(&pack)?;
    let target = args.output.clone().unwrap_or_else(|| pack.pack.id.clone().into());
    let mut folder = NewFolder::create(&target)?;
    for (name, text) in &files {
        folder.write(name, text)?;
    }
    folder.keep();
    writeln!(out, "{}: {} files", visible(&target.to_string_lossy()), files.len())?;
    Ok(Exit::Done)
}

fn sound(path: &Path) -> Result<LoadedPack, CommandError> {
    load_pack(path, &catalogue()).map_err(|report| {
        CommandError::new("the pack does not load, so nothing was written")
            .in_file(path)
            .report(report.render(true))
            .hint("Mend what is reported above first.")
    })
}

/// The text of a folder's pack as one file. The same folder gives the same text everywhere.
fn bundled(pack: &LoadedPack) -> Result<String, CommandError> {
    let mut list = ArrayOfTables::new();
    let mut next = 0;
    for challenge in &pack.pack.challenges {
        let mut table = parsed(pack, &challenge.id)?.as_table().clone();
        drop_schema_line(&mut table);
        next = placed_from(&mut table, next);
        list.push(table);
    }
    let mut document = DocumentMut::new();
    document.insert("challenge", Item::ArrayOfTables(list));
    Ok(format!("{}\n{document}", head(&pack.pack, "[pack]").render()))
}

/// The files of the folder that a bundle stands for.
fn unbundled(pack: &LoadedPack) -> Result<Vec<(String, String)>, CommandError> {
    let no_bundle = || {
        let path = match &pack.origin {
            Origin::File(path) | Origin::Folder(path) => path.clone(),
            Origin::BuiltIn => PathBuf::new(),
        };
        let hint = "A bundle has `[pack]` and `[[challenge]]`; a challenge's own file goes into a pack's folder as it is.";
        CommandError::new("this is no bundled pack").in_file(&path).hint(hint)
    };
    let first = pack.pack.challenges.first().ok_or_else(no_bundle)?;
    let mut document = parsed(pack, &first.id)?;
    let list = document
        .remove("challenge")
        .and_then(|item| item.into_array_of_tables().ok())
        .ok_or_else(no_bundle)?;
    let mut files = vec![("pack.toml".to_owned(), head(&pack.pack, "").render())];
    for (challenge, mut table) in pack.pack.challenges.iter().zip(list) {
        if challenge.id == "pack" {
            let what = "a challenge has the id `pack`, whose file would be the head of the pack";
            return Err(CommandError::new(what).hint("Change its `id` in the bundle."));
        }
        table.decor_mut().clear();
        let text = DocumentMut::from(table).to_string();
        files.push((format!("{}.toml", challenge.id), text.trim_start_matches('\n').to_owned()));
    }
    Ok(files)
}

/// The document that holds a challenge.
fn parsed(pack: &LoadedPack, challenge: &str) -> Result<DocumentMut, CommandError> {
    let source = pack.source(challenge).map_err(|fault| CommandError::new(fault.render(false)))?;
    source.text().parse().map_err(|error: toml_edit::TomlError| {
        CommandError::new(format!("the file could not be taken apart: {}", error.message())).at(challenge)
    })
}

/// Editors look for their schema beside a challenge's own file, which a bundle is not.
fn drop_schema_line(table: &mut Table) {
    let Some((mut key, _)) = table.iter_mut().next() else { return };
    let decor = key.leaf_decor_mut();
    let Some(before) = decor.prefix().and_then(|prefix| prefix.as_str()).map(str::to_owned) else { return };
    let kept: String = before.split_inclusive('\n').filter(|line| !line.starts_with("#:schema")).collect();
    // The empty line after it goes along.
    decor.set_prefix(kept.trim_start_matches('\n'));
}

/// Gives a challenge's tables their places behind those of the challenge before it; tables are written by place.
fn placed_from(table: &mut Table, first: isize) -> isize {
    table.set_position(Some(first));
    let mut last = first;
    shift(table, first + 1, &mut last);
    last + 1
}

fn shift(table: &mut Table, by: isize, last: &mut isize) {
    let mut place = |table: &mut Table| {
        if let Some(position) = table.position() {
            table.set_position(Some(position + by));
            *last = (*last).max(position + by);
        }
        shift(table, by, last);
    };
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => place(table),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(&mut place),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// Reads what is about to be written, and holds it against the folder.
fn prove_same(pack: &LoadedPack, text: &str, context: &Context) -> Result<(), CommandError> {
    let unwritable = |error| CommandError::new(format!("no folder for a trial could be made: {error}"));
    let folder = TemporaryFolder::new(context, "bundle").map_err(unwritable)?;
    let file = folder.path.join("bundle.toml");
    write_new(&file, text)?;
    let again = sound(&file)?;
    if again.hash != pack.hash {
        let what = "the bundle would not be the same pack, so nothing was written";
        return Err(CommandError::new(what).hint("Was a file changed just now? Try again."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(path: &Path) -> LoadedPack {
        load_pack(path, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)))
    }

    /// The same pack in every text, not only in what its hash covers.
    fn same(a: &LoadedPack, b: &LoadedPack) {
        assert_eq!(a.hash, b.hash);
        let text = |loaded: &LoadedPack| {
            let mut pack = loaded.pack.clone();
            // Where a lint is allowed moves with the file.
            let of_challenges = pack.challenges.iter_mut().flat_map(|challenge| &mut challenge.allows);
            pack.allows.iter_mut().chain(of_challenges).for_each(|allow| allow.at = 0..0);
            format!("{pack:?}")
        };
        assert_eq!(text(a), text(b));
    }

    /// Folder, bundle, folder, bundle.
    fn round_trip(folder: &Path) {
        let home = tempfile::tempdir().expect("a folder");
        let original = load(folder);
        let text = bundled(&original).expect("bundled");
        let file = home.path().join("bundle.toml");
        std::fs::write(&file, &text).expect("written");
        let bundle = load(&file);
        same(&original, &bundle);
        let again = home.path().join("again");
        std::fs::create_dir(&again).expect("a folder");
        for (name, text) in unbundled(&bundle).expect("files") {
            std::fs::write(again.join(name), text).expect("written");
        }
        let again = load(&again);
        same(&original, &again);
        assert_eq!(bundled(&again).expect("bundled"), text);
    }

    #[test]
    fn every_shipped_pack_goes_there_and_back() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packs = std::fs::read_dir(root.join("challenges")).expect("a folder");
        let packs: Vec<_> = packs.map(|p| p.expect("an entry").path()).filter(|p| p.is_dir()).collect();
        assert!(packs.len() >= 4);
        packs.iter().for_each(|pack| round_trip(pack));
        round_trip(&root.join("tests/fixtures/packs/good/tiny"));
    }

    #[test]
    fn odd_spellings_survive() {
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
        let home = tempfile::tempdir().expect("a folder");
        for name in ["pack.toml", "note-read.toml", "note-count.toml"] {
            let text = std::fs::read_to_string(tiny.join(name)).expect("a fixture");
            let text =
                format!("#:schema ./schema.json\n# About it\n{text}\n# At the end\n").replace('\n', "\r\n");
            std::fs::write(home.path().join(name), text).expect("written");
        }
        round_trip(home.path());
        let text = bundled(&load(home.path())).expect("bundled");
        assert!(text.contains("# About it") && !text.contains("#:schema") && !text.contains('\r'), "{text}");
    }

    #[test]
    fn a_bundle_of_inline_tables_is_unbundled_too() {
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
        let home = tempfile::tempdir().expect("a folder");
        let text = bundled(&load(&tiny)).expect("bundled");
        let value: toml::Table = text.parse().expect("TOML");
        let inline = |key: &str| format!("{key} = {}\n", toml::Value::to_string(&value[key]));
        let file = home.path().join("inline.toml");
        std::fs::write(&file, inline("pack") + &inline("challenge")).expect("written");
        let bundle = load(&file);
        let files = unbundled(&bundle).expect("files");
        assert_eq!(files.len(), 3);
        for (name, text) in files {
            std::fs::write(home.path().join(name), text).expect("written");
        }
        std::fs::remove_file(&file).expect("removed");
        same(&load(&tiny), &load(home.path()));
    }

    #[test]
    fn a_challenge_cannot_take_the_place_of_the_head() {
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
        let home = tempfile::tempdir().expect("a folder");
        let text = bundled(&load(&tiny)).expect("bundled").replacen("\"note-read\"", "\"pack\"", 1);
        let file = home.path().join("bundle.toml");
        std::fs::write(&file, text).expect("written");
        assert!(unbundled(&load(&file)).is_err_and(|error| error.to_string().contains("id `pack`")));
    }
}
