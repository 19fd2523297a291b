//! `riskline pack add`: one challenge more for a pack, with marks where its author has to write.

use super::super::judge::{file_argument, read};
use super::super::temporary::TemporaryFolder;
use super::super::{CommandError, Exit};
use super::ask::{Choice, Dialogue};
use super::draft::{ChallengeDraft, FileDraft, GAP};
use super::folder::{add_challenge, write_new};
use super::schema;
use crate::content::chars::visible;
use crate::content::keys::challenge::CHALLENGE_FILE;
use crate::content::{WeaknessSearch, catalogue, id_from, is_id, load_pack, nearest};
use crate::context::Context;
use crate::core::catalogue::{Catalogue, Family};
use crate::core::challenge::{Challenge, FileRole, Language};
use clap::Args;
use std::path::{Path, PathBuf};

/// What `pack add` is asked for.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The pack's folder
    #[arg(value_name = "PACK")]
    pack: PathBuf,
    /// The challenge's id: letters a-z, digits and `-`; its file is called so
    #[arg(long)]
    id: Option<String>,
    /// Its name for people; must not tell what is wrong
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The family of weakness that it trains, or everyday words for it
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Its language; otherwise that of its first file, or of the pack's last challenge
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// The code has a weakness
    #[arg(long)]
    flawed: bool,
    /// The code is right: a safe twin
    #[arg(long, conflicts_with = "flawed")]
    clean: bool,
    /// Minutes that an attempt takes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    minutes: Option<u32>,
    /// Take the text of PATH as the challenge's file NAME; can be given several times
    #[arg(long = "file", value_name = "NAME=PATH", value_parser = file_argument)]
    files: Vec<(String, PathBuf)>,
    /// Take the text of PATH as what the file NAME was before the suggestion
    #[arg(long, value_name = "NAME=PATH", value_parser = file_argument)]
    before: Vec<(String, PathBuf)>,
}

/// Asks for what the flags leave open, if there is somebody to ask, and writes the challenge.
///
/// # Errors
/// Where answers are missing or will not do, or files cannot be read or written; then nothing is changed.
pub fn run(
    args: &AddArgs,
    context: &Context,
    talk: &mut Dialogue,
    terminal: bool,
) -> Result<Exit, CommandError> {
    let folder = &args.pack;
    if !folder.join("pack.toml").is_file() {
        let hint = "Name a pack's folder; `riskline pack new NAME` makes one.";
        return Err(CommandError::new("there is no pack here: no `pack.toml`").in_file(folder).hint(hint));
    }
    let catalogue = catalogue();
    // A pack that is being mended can grow all the same; it only has nothing to say about what is usual in it.
    let pack = load_pack(folder, &catalogue).ok();
    let last = pack.as_ref().and_then(|pack| pack.pack.challenges.last());
    let files = files(args)?;
    let known = Known { args, catalogue: &catalogue, language: usual_language(&files, last) };
    let mut draft = if terminal { known.asked(talk, folder)? } else { known.told()? };
    draft.files = files;
    let text = schema_line(folder) + &draft.to_toml();
    prove_loads(&draft.id, &text, context, &catalogue)?;
    let path = add_challenge(folder, &draft.id, &text)?;
    let gaps = text.matches(GAP).count();
    let (shown, pack) = (path.display().to_string(), folder.display().to_string());
    let (shown, pack) = (visible(&shown), visible(&pack));
    writeln!(talk.out, "{shown} is written, and `order` names it.")?;
    writeln!(talk.out, "{gaps} places in it are marked `{GAP}`. This lists them:\n")?;
    writeln!(talk.out, "  riskline pack check {pack}")?;
    Ok(Exit::Done)
}

/// The texts of the files that were named.
fn files(args: &AddArgs) -> Result<Vec<FileDraft>, CommandError> {
    let text = |path: &Path| Ok::<_, CommandError>(read(path)?.replace("\r\n", "\n"));
    let mut files = Vec::new();
    for (name, path) in &args.files {
        let before = args.before.iter().find(|(other, _)| other == name);
        let before = before.map(|(_, path)| text(path)).transpose()?;
        let code = text(path)?;
        if code.trim().is_empty() {
            return Err(CommandError::new("the file is empty").in_file(path));
        }
        files.push(FileDraft { path: name.clone(), role: FileRole::Suggested, language: None, before, code });
    }
    match args.before.iter().find(|(name, _)| args.files.iter().all(|(other, _)| other != name)) {
        Some((name, _)) => {
            let hint = format!("Add `--file {name}=PATH` with the text after it.");
            Err(CommandError::new(format!("`--before` names `{}`, and `--file` does not", visible(name)))
                .hint(hint))
        }
        None => Ok(files),
    }
}

fn usual_language(files: &[FileDraft], last: Option<&Challenge>) -> Option<Language> {
    let of_file = files.first().map(|file| Language::from_path(&file.path)).filter(|l| *l != Language::Text);
    of_file.or_else(|| last.map(|challenge| challenge.language))
}

/// What is known before anybody is asked.
struct Known<'k> {
    args: &'k AddArgs,
    catalogue: &'k Catalogue,
    language: Option<Language>,
}

impl Known<'_> {
    /// The draft where nobody can be asked: everything that is missing is told at once.
    fn told(&self) -> Result<ChallengeDraft, CommandError> {
        let args = self.args;
        let language = match &args.language {
            Some(name) => Some(language(name).map_err(CommandError::new)?),
            None => self.language,
        };
        let missing: Vec<&str> = [
            (args.id.is_none(), "--id"),
            (args.family.is_none(), "--family"),
            (language.is_none(), "--language"),
            (!args.flawed && !args.clean, "--flawed or --clean"),
        ]
        .into_iter()
        .filter_map(|(missing, flag)| missing.then_some(flag))
        .collect();
        let (Some(id), Some(family), Some(language), []) = (&args.id, &args.family, language, &missing[..])
        else {
            let hint = "On a terminal it asks for what is missing.";
            return Err(CommandError::new(format!("missing: {}", missing.join(", "))).hint(hint));
        };
        let family = self.family(family).map_err(CommandError::new)?;
        Ok(self.draft(good_id(id).map_err(CommandError::new)?, language, family, args.flawed))
    }

    /// The draft after everything that no flag says was asked for.
    fn asked(&self, talk: &mut Dialogue, folder: &Path) -> Result<ChallengeDraft, CommandError> {
        let args = self.args;
        writeln!(
            talk.out,
            "A new challenge for {}. Enter takes what stands in brackets.\n",
            folder.display()
        )?;
        let title = match &args.title {
            Some(title) => title.clone(),
            None => {
                talk.ask("Title, without a hint at what is wrong:", Some(""), |typed| Ok(typed.to_owned()))?
            }
        };
        let fresh = |id: &str| {
            let id = good_id(id)?;
            let taken = folder.join(format!("{id}.toml")).exists();
            if taken { Err(format!("There is a file {id}.toml already.")) } else { Ok(id) }
        };
        let id = match &args.id {
            Some(id) => good_id(id).map_err(CommandError::new)?,
            None => talk.ask("Id, which is the name of its file:", id_from(&title).as_deref(), fresh)?,
        };
        let language = match &args.language {
            Some(name) => language(name).map_err(CommandError::new)?,
            None => {
                let usual = self.language.unwrap_or(Language::Python).id();
                let names: Vec<&str> = Language::ALL.iter().map(|row| row.1).collect();
                writeln!(talk.out, "One of {}", names[..8].join(", "))?;
                talk.ask("Language:", Some(usual), language)?
            }
        };
        let flawed = match (args.flawed, args.clean) {
            (false, false) => {
                talk.ask("Is the code flawed or clean?", Some("flawed"), |typed| match typed {
                    "flawed" | "f" => Ok(true),
                    "clean" | "c" => Ok(false),
                    _ => Err("Type `flawed` or `clean`.".to_owned()),
                })?
            }
            (flawed, _) => flawed,
        };
        let family = match &args.family {
            Some(words) => self.family(words).map_err(CommandError::new)?.to_owned(),
            None => {
                writeln!(
                    talk.out,
                    "\nWhat does it train? A family's id, or words such as `idor` or `any url`."
                )?;
                let find = |typed: &str| self.families(typed).into_iter().map(choice).collect();
                talk.choose("Family:", Vec::new(), None, find)?
            }
        };
        let mut draft = self.draft(id, language, &family, flawed);
        draft.title = title;
        if args.minutes.is_none() {
            let minutes = |typed: &str| match typed.parse() {
                Ok(minutes @ 1..=60) => Ok(minutes),
                _ => Err("A number from 1 to 60.".to_owned()),
            };
            draft.minutes = talk.ask("Minutes:", Some(&draft.minutes.to_string()), minutes)?;
        }
        writeln!(talk.out)?;
        Ok(draft)
    }

    fn draft(&self, id: String, language: Language, family: &str, flawed: bool) -> ChallengeDraft {
        let mut draft = ChallengeDraft::new(id, language, flawed);
        draft.family = family.to_owned();
        draft.title = self.args.title.clone().unwrap_or_default();
        draft.minutes = self.args.minutes.unwrap_or(draft.minutes);
        draft
    }

    /// The family that a flag means.
    fn family(&self, words: &str) -> Result<&str, String> {
        let found = self.families(words);
        match &found[..] {
            [only] if only.id == words => Ok(&only.id),
            [] => Err(format!("`{}` is no family, and no words for one", visible(words))),
            near => {
                let near: Vec<&str> = near.iter().map(|family| family.id.as_str()).collect();
                Err(format!("`{}` is no family; did you mean one of {}?", visible(words), near.join(", ")))
            }
        }
    }

    /// The families that an id or words may mean, best first: the one of that id, or a few.
    fn families(&self, words: &str) -> Vec<&Family> {
        if let Some(family) = self.catalogue.family(words) {
            return vec![family];
        }
        let near = nearest(words, self.catalogue.families().iter().map(|family| family.id.as_str()));
        let found = WeaknessSearch::new(self.catalogue).search(words, 6);
        let meant = found.iter().flat_map(|hit| {
            // Families whose own words were typed come before those that merely have the weakness.
            let mut families: Vec<&Family> = self.catalogue.families_of(hit.cwe).collect();
            let says = |f: &&Family| f.title == hit.matched || f.words.contains(&hit.matched);
            families.sort_by_key(|family| (!says(family), family.cwes.iter().position(|id| *id == hit.cwe)));
            families.truncate(2);
            families
        });
        let mut all: Vec<&Family> = Vec::new();
        for family in near.and_then(|id| self.catalogue.family(id)).into_iter().chain(meant) {
            if all.len() < 6 && all.iter().all(|other| other.id != family.id) {
                all.push(family);
            }
        }
        all
    }
}

fn choice(family: &Family) -> Choice {
    Choice::new(&family.id, &family.title)
}

fn good_id(id: &str) -> Result<String, String> {
    if is_id(id) && id != "pack" {
        return Ok(id.to_owned());
    }
    let better = id_from(id).filter(|better| better != "pack").unwrap_or_else(|| "order-lookup".to_owned());
    Err(format!("An id has the letters a-z, digits and `-`, such as `{better}`"))
}

fn language(name: &str) -> Result<Language, String> {
    Language::from_id(name).ok_or_else(|| {
        let near = nearest(name, Language::ALL.iter().map(|row| row.1));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("`{}` is no language of challenges{near}", visible(name))
    })
}

/// What tells editors the schema, where the pack has one.
fn schema_line(folder: &Path) -> String {
    let there = folder.join(schema::FOLDER).join(schema::file_name(&CHALLENGE_FILE)).is_file();
    if there { schema::directive(&CHALLENGE_FILE) } else { String::new() }
}

/// Reads the challenge as it would be written, so that none is added that does not load.
fn prove_loads(id: &str, text: &str, context: &Context, catalogue: &Catalogue) -> Result<(), CommandError> {
    let unwritable = |error| CommandError::new(format!("no folder for a trial could be made: {error}"));
    let folder = TemporaryFolder::new(context, "add").map_err(unwritable)?;
    let path = folder.path.join(format!("{id}.toml"));
    write_new(&path, text)?;
    load_pack(&path, catalogue).map(|_| ()).map_err(|report| {
        CommandError::new("the challenge would not load, so nothing was written")
            .report(report.render(true))
            .hint("Mend the file that was given with --file, or the answer that is named above.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn pack() -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/good/tiny");
        for name in ["pack.toml", "note-read.toml", "note-count.toml"] {
            fs::copy(tiny.join(name), home.path().join(name)).expect("copied");
        }
        home
    }

    fn talk(home: &Path, typed: &str) -> (Result<Exit, CommandError>, String) {
        let args = AddArgs {
            pack: home.to_owned(),
            id: None,
            title: None,
            family: None,
            language: None,
            flawed: false,
            clean: false,
            minutes: None,
            files: Vec::new(),
            before: Vec::new(),
        };
        let (mut input, mut out) = (typed.as_bytes(), Vec::new());
        let mut dialogue = Dialogue { input: &mut input, out: &mut out };
        let context = Context::for_test(home, 1);
        let result = run(&args, &context, &mut dialogue, true);
        let shown = anstream::adapter::strip_str(&String::from_utf8(out).expect("text")).to_string();
        (result, shown.replace(&*home.to_string_lossy(), "PACK"))
    }

    #[test]
    fn what_is_missing_is_asked_and_words_find_a_family() {
        let home = pack();
        let typed = "Shared note\n\n\nmaybe\nclean\nidor\n1\n99\n\n";
        let (result, shown) = talk(home.path(), typed);
        assert_eq!(result.expect("added"), Exit::Done);
        insta::assert_snapshot!(shown);
        let loaded = load_pack(home.path(), &catalogue()).unwrap_or_else(|r| panic!("{}", r.render(false)));
        let added = loaded.pack.challenges.last().expect("a challenge");
        assert_eq!((added.id.as_str(), added.family.as_str()), ("shared-note", "object-ownership"));
        assert!(added.is_clean() && added.language == Language::Python && added.minutes == 5);
    }

    #[test]
    fn going_away_leaves_nothing_behind() {
        let home = pack();
        let before = fs::read_to_string(home.path().join("pack.toml")).expect("a head");
        let (result, _) = talk(home.path(), "Shared note\n\n\n");
        assert!(result.is_err());
        assert_eq!(fs::read_to_string(home.path().join("pack.toml")).expect("a head"), before);
        assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 3);
    }

    #[test]
    fn everyday_words_find_their_family() {
        let home = pack();
        let catalogue = catalogue();
        let args = AddArgs {
            pack: home.path().to_owned(),
            id: None,
            title: None,
            family: None,
            language: None,
            flawed: false,
            clean: false,
            minutes: None,
            files: Vec::new(),
            before: Vec::new(),
        };
        let known = Known { args: &args, catalogue: &catalogue, language: None };
        for (words, family) in [
            ("idor", "object-ownership"),
            ("ssrf", "ssrf"),
            ("path traversal", "path-containment"),
            ("pickle", "unsafe-deserialization"),
            ("cors", "cors-and-origin"),
            ("mass asignment", "mass-assignment"),
            ("jwt", "jwt-verification"),
            ("918", "ssrf"),
        ] {
            let found: Vec<&str> = known.families(words).iter().map(|f| f.id.as_str()).collect();
            assert!(found.iter().take(2).any(|id| *id == family), "{words}: {found:?}");
        }
        assert!(known.families("qqqqxz").is_empty());
    }
}
