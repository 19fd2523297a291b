//! `riskline pack new`: a pack to start from, with a flawed challenge and its safe twin that hold already.

use super::super::{CommandError, Exit};
use super::folder::NewFolder;
use super::schema;
use super::toml_text::{Section, toml_list};
use crate::content::chars::visible;
use crate::content::keys::challenge::CHALLENGE_FILE;
use crate::content::keys::pack::PACK_FILE;
use crate::content::schema::schema as schema_of;
use crate::content::{catalogue, id_from, is_id, nearest};
use crate::core::challenge::Language;
use crate::judge::can_judge;
use clap::Args;
use include_dir::{Dir, include_dir};
use std::io::Write;
use std::path::{Path, PathBuf};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/templates");

/// The two challenges of each language, the flawed one first.
const CHALLENGES: &[(Language, [&str; 2])] = &[
    (Language::Python, ["address-change", "comment-removal"]),
    (Language::JavaScript, ["export-download", "help-pages"]),
    (Language::TypeScript, ["profile-update", "alert-settings"]),
    (Language::Go, ["invite-links", "export-links"]),
    (Language::Java, ["catalogue-upload", "picture-archive"]),
    (Language::Terraform, ["report-storage", "build-artifacts"]),
    (Language::Yaml, ["label-check", "release-notes"]),
    (Language::Dockerfile, ["web-image", "worker-image"]),
];

/// What `pack new` is asked for.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The pack's id, which is the name of its folder, too: letters a-z, digits and `-`
    #[arg(value_name = "NAME")]
    name: String,
    /// python, javascript, typescript, go, java, terraform, yaml or dockerfile
    #[arg(long, value_name = "LANGUAGE", default_value = "python")]
    language: String,
    /// Its name for people; otherwise made from its id
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The folder in which to make it; otherwise the current one
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl NewArgs {
    /// The folder that is made.
    pub fn path(&self) -> PathBuf {
        self.dir.as_deref().unwrap_or(Path::new("")).join(&self.name)
    }
}

/// Makes the folder, and says what to do next.
///
/// # Errors
/// Where the id or the language will not do, or the folder is there already or cannot be written.
pub fn run(args: &NewArgs, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let id = &args.name;
    if !is_id(id) {
        let hint = match id_from(id) {
            Some(better) => format!("Such as `riskline pack new {better}`."),
            None => "Such as `riskline pack new our-services`.".to_owned(),
        };
        let what =
            format!("`{}` is no id: a pack's has the letters a-z, digits and `-`, at most 64", visible(id));
        return Err(CommandError::new(what).hint(hint));
    }
    let (language, challenges) = template(&args.language)?;
    let title = args.title.clone().unwrap_or_else(|| titled(id));
    let path = args.path();
    let mut folder = NewFolder::create(&path)?;
    folder.write("pack.toml", &head(id, &title, &challenges))?;
    // Editors complete and explain without a network.
    folder.make_folder(schema::FOLDER)?;
    for kind in [&PACK_FILE, &CHALLENGE_FILE] {
        folder.write(
            &format!("{}/{}", schema::FOLDER, schema::file_name(kind)),
            &schema_of(kind, &catalogue()),
        )?;
    }
    for challenge in challenges {
        let name = format!("{challenge}.toml");
        let file = TEMPLATES.get_file(format!("{}/{name}", language.id()));
        let text = file
            .and_then(|file| file.contents_utf8())
            .expect("every language has its templates, a test proves it");
        folder.write(&name, &(schema::directive(&CHALLENGE_FILE) + text))?;
    }
    folder.keep();
    say_what_next(&path, language, challenges, out)?;
    Ok(Exit::Done)
}

fn template(language: &str) -> Result<(Language, [&'static str; 2]), CommandError> {
    let names = || CHALLENGES.iter().map(|(language, _)| language.id());
    let all = names().collect::<Vec<_>>().join(", ");
    let Some((language, challenges)) = CHALLENGES.iter().find(|(known, _)| known.id() == language) else {
        let near = nearest(language, names()).map(|near| format!("Did you mean `{near}`? "));
        let hint = format!("{}There are: {all}.", near.unwrap_or_default());
        return Err(CommandError::new(format!("there is no template for `{}`", visible(language))).hint(hint));
    };
    if !can_judge(*language) {
        let built: Vec<_> = CHALLENGES.iter().filter(|(l, _)| can_judge(*l)).map(|(l, _)| l.id()).collect();
        let hint = if built.is_empty() {
            String::new()
        } else {
            format!("This build judges: {}.", built.join(", "))
        };
        return Err(CommandError::new(format!("this build cannot judge {language}")).hint(hint));
    }
    Ok((*language, *challenges))
}

/// `our-services` as people write it.
fn titled(id: &str) -> String {
    let text = id.replace('-', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn head(id: &str, title: &str, challenges: &[&str]) -> String {
    let mut head = Section::new("");
    head.raw("format", 1)
        .text("id", id)
        .text("title", title)
        .text("promise", "Judge changes to our own services as they are asked for every week.")
        .note("what a player can do after it")
        .text("version", "0.1")
        .raw("authors", toml_list(&["Our team".to_owned()]))
        .text("licence", "CC-BY-4.0")
        .note("an SPDX expression; LicenseRef-Internal where it stays in the house")
        .raw("order", toml_list(&challenges.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()))
        .note("the order of play; each is a file of that name");
    schema::directive(&PACK_FILE) + &head.render()
}

fn say_what_next(
    path: &Path,
    language: Language,
    challenges: [&str; 2],
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let shown = path.display().to_string();
    let shown = visible(&shown);
    let target =
        if path.is_absolute() || shown.contains('/') { shown.to_string() } else { format!("./{shown}") };
    let [flawed, clean] = challenges;
    let width = flawed.len().max(clean.len());
    writeln!(out, "{shown} is a pack with two challenges in {language}:\n")?;
    writeln!(out, "  {flawed:width$}  flawed")?;
    writeln!(out, "  {clean:width$}  its safe twin, clean\n")?;
    writeln!(out, "Both hold. Change them into your own; their comments say what matters where.\n")?;
    for (command, what) in [
        (format!("riskline pack check {target} --watch"), "proves them again whenever you save"),
        (format!("riskline play {target}"), "plays them as others will"),
        (format!("riskline pack preview {target}"), "shows them with the truth beside the code"),
    ] {
        writeln!(out, "  {command}\n      {what}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::load_pack;

    #[test]
    fn every_template_loads_without_a_word() {
        for (language, challenges) in CHALLENGES {
            let home = tempfile::tempdir().expect("a folder");
            let args = NewArgs {
                name: "our-services".into(),
                language: language.id().into(),
                title: None,
                dir: Some(home.path().to_owned()),
            };
            if !can_judge(*language) {
                assert!(run(&args, &mut Vec::new()).is_err());
                continue;
            }
            run(&args, &mut Vec::new()).expect("made");
            let pack = load_pack(&home.path().join("our-services"), &catalogue())
                .unwrap_or_else(|report| panic!("{language}: {}", report.render(false)));
            assert_eq!(pack.warnings, [], "{language}");
            assert_eq!((pack.pack.id.as_str(), pack.pack.title.as_str()), ("our-services", "Our services"));
            let [flawed, clean] = &pack.pack.challenges[..] else { panic!("two challenges in {language}") };
            assert_eq!([flawed.id.as_str(), clean.id.as_str()], *challenges);
            assert!(!flawed.is_clean() && clean.is_clean(), "{language}: the flawed one comes first");
            assert_eq!(flawed.family, clean.family, "{language}: a safe twin is of the same family");
        }
    }

    #[test]
    fn every_template_is_used() {
        let used: usize = CHALLENGES.iter().map(|(_, challenges)| challenges.len()).sum();
        let there: usize = TEMPLATES.dirs().map(|dir| dir.files().count()).sum();
        assert_eq!(used, there);
    }

    #[test]
    fn the_reference_has_every_section_that_a_template_points_to() {
        let reference = include_str!("../../../challenges/REFERENCE.md");
        let mut named = 0;
        for file in TEMPLATES.dirs().flat_map(Dir::files) {
            let text = file.contents_utf8().expect("text");
            for section in text.split("Reference, \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                named += 1;
                let found = reference
                    .lines()
                    .any(|l| l.starts_with('#') && l.trim_start_matches(['#', ' ']) == section);
                assert!(found, "{}: there is no section {section:?}", file.path().display());
            }
        }
        assert!(named >= CHALLENGES.len());
    }
}
