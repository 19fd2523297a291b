//! Drafts of challenges from a team's own code: what is the same wherever the code comes from.

mod diff;
mod family;
mod sarif;

pub use diff::FromDiffArgs;
pub use sarif::FromSarifArgs;

pub(super) use diff::run as from_diff;
pub(super) use sarif::run as from_sarif;

use super::super::CommandError;
use super::draft::{Anchor, ChallengeDraft, FileDraft, GAP, SiteDraft};
use super::folder::{NewFolder, add_challenge, head};
use crate::content::chars::visible;
use crate::content::id_from;
use crate::core::challenge::{Difficulty, FileRole, Pack, Severity, SiteKind};
use crate::excerpt::{Excerpt, credentials};
use anstyle::Style;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where drafts go: a pack that is there, or a new one.
struct Destination {
    folder: PathBuf,
    is_new: bool,
    /// The ids that are taken.
    taken: BTreeSet<String>,
}

impl Destination {
    /// The pack in `output`; without one a folder called after what the code is from, in the current one.
    fn new(output: Option<&Path>, source: &str) -> Result<Self, CommandError> {
        let usual = || PathBuf::from(format!("{}-pack", id_from(source).unwrap_or_else(|| "drafts".into())));
        let folder = output.map_or_else(usual, Path::to_owned);
        let is_new = !folder.join("pack.toml").is_file();
        let there = !is_new || folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if is_new && there {
            let what = "the folder is not empty and holds no pack";
            return Err(CommandError::new(what)
                .in_file(&folder)
                .hint("Name a pack, or a new folder, with --output."));
        }
        let mut taken: BTreeSet<String> = BTreeSet::from(["pack".to_owned()]);
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            taken.extend(entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
        Ok(Self { folder, is_new, taken })
    }

    /// An id that no challenge of the pack has, made of a name.
    fn id(&mut self, name: &str) -> String {
        let id = id_from(name).unwrap_or_else(|| "challenge".into());
        let ids = (2..).map(|n| format!("{}-{n}", id.chars().take(58).collect::<String>()));
        let free = std::iter::once(id.clone()).chain(ids).find(|id| !self.taken.contains(id)).unwrap_or(id);
        self.taken.insert(free.clone());
        free
    }

    /// Writes the drafts; those that cannot be written are not written in part.
    fn write(&self, drafts: &[ChallengeDraft]) -> Result<(), CommandError> {
        if !self.is_new {
            for draft in drafts {
                add_challenge(&self.folder, &draft.id, &draft.to_toml())?;
            }
            return Ok(());
        }
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        let id = id_from(name.strip_suffix("-pack").unwrap_or(&name)).unwrap_or_else(|| "drafts".into());
        let pack = Pack {
            title: words(&id),
            id,
            promise: format!("{GAP} what a player can do after the pack, in one sentence"),
            version: "0.1".into(),
            authors: vec![format!("{GAP} who wrote it")],
            licence: format!(
                "{GAP} its terms as SPDX has them; LicenseRef-Internal where it stays in the team"
            ),
            challenges: Vec::new(),
            allows: Vec::new(),
        };
        let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
        let mut section = head(&pack, "[pack]");
        let order = section.raw("order", super::toml_text::toml_list(&ids)).render();
        let order = order.strip_prefix("[pack]\n").unwrap_or(&order).to_owned();
        let mut folder = NewFolder::create(&self.folder)?;
        folder.write("pack.toml", &order)?;
        for draft in drafts {
            folder.write(&format!("{}.toml", draft.id), &draft.to_toml())?;
        }
        folder.keep();
        Ok(())
    }
}

/// `get_order`, `getOrder` or `get-order` as "Get order".
fn words(name: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            text.push(' ');
        }
        before = c;
        text.extend(if c.is_alphanumeric() { c.to_lowercase().next() } else { Some(' ') });
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = text.chars().take(80);
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The files of an excerpt as those of a draft.
fn files_of(excerpt: &Excerpt) -> Vec<FileDraft> {
    let file = |file: &crate::excerpt::ExcerptFile| FileDraft {
        path: file.name.clone(),
        role: if file.is_target { FileRole::Suggested } else { FileRole::Context },
        language: None,
        before: None,
        code: file.code.clone(),
    };
    excerpt.files.iter().map(file).collect()
}

/// Sets what follows from the code: how long it takes, how far apart things lie, and what its author has to look after.
fn set_what_follows(draft: &mut ChallengeDraft, left_out: &[String]) -> Vec<String> {
    offer_decoys(draft);
    let lines: usize = draft.files.iter().map(|file| file.code.lines().count()).sum();
    draft.minutes = u32::try_from((lines / 15).clamp(3, 10)).unwrap_or(3);
    let distance = if draft.files.len() > 1 { 2 } else { 1 };
    draft.difficulty = Difficulty { cues: 1, plausibility: 1, distance };
    let mut context = vec![format!("{GAP} who may call this, and which input comes from outside")];
    for what in left_out {
        context.push(format!("{GAP} {what} was left out: say what it does, or add it"));
    }
    let mut warnings = Vec::new();
    for file in &draft.files {
        let texts = [Some(&file.code), file.before.as_ref()];
        let mut found: Vec<_> = texts.into_iter().flatten().flat_map(|text| credentials(text)).collect();
        found.dedup();
        for credential in found {
            let place = format!("{} line {} looks like {}", file.path, credential.line, credential.what);
            context.push(format!("{GAP} {place}: put a made-up one in its place, here and in the fixes"));
            warnings.push(format!("{}: {place}", draft.id));
        }
    }
    draft.brief.context = context;
    warnings
}

/// Adds places that may be decoys, where there are none: lines that do something, and are not the weak ones.
fn offer_decoys(draft: &mut ChallengeDraft) {
    /// Two to four are usual.
    const MOST: usize = 2;
    if draft.sites.iter().any(|site| site.kind == SiteKind::Decoy) {
        return;
    }
    let mut found = Vec::new();
    let mut others = Vec::new();
    for file in draft.files.iter().filter(|file| file.role == FileRole::Suggested) {
        let of_sites = draft.sites.iter().filter(|site| site.anchor.file == file.path);
        let weak: Vec<(usize, usize)> = of_sites
            .flat_map(|site| site.also.iter().chain([&site.anchor]))
            .filter_map(|anchor| anchor.lines(&file.code))
            .collect();
        for (index, line) in file.code.lines().enumerate() {
            let number = index + 1;
            let is_weak = weak.iter().any(|(first, last)| (first..=last).contains(&&number));
            let list = if does_something(line) { &mut found } else { &mut others };
            if !is_weak && is_code(line) && list.len() < MOST {
                list.extend(Anchor::of_lines(&file.path, &file.code, number..=number));
            }
        }
    }
    let found = if found.is_empty() { others } else { found };
    for anchor in found {
        draft.sites.push(SiteDraft {
            about: vec!["Only a proposal: move it to a place that looks risky and is safe.".into()],
            id: String::new(),
            kind: SiteKind::Decoy,
            anchor,
            also: Vec::new(),
            entries: Vec::new(),
            cwes: Vec::new(),
            cwe_note: String::new(),
            severity: Severity::Low,
            why: String::new(),
        });
    }
}

/// Whether a line calls something.
fn does_something(line: &str) -> bool {
    line.trim().find('(').is_some_and(|at| at > 2)
}

/// Whether a line is more than a comment, an import, the head of a definition or a bracket.
fn is_code(line: &str) -> bool {
    const HEADS: &[&str] = &[
        "import ",
        "from ",
        "def ",
        "async def ",
        "class ",
        "function ",
        "export ",
        "func ",
        "@",
        "#",
        "//",
        "/*",
        "*",
        "\"",
        "'",
        "`",
    ];
    let line = line.trim();
    line.chars().filter(|c| c.is_alphanumeric()).count() > 7
        && !HEADS.iter().any(|head| line.starts_with(head))
}

/// What came of it, for people.
struct Outcome {
    /// One line a draft.
    drafted: Vec<String>,
    /// What was not drafted, and why.
    passed_over: Vec<String>,
    /// What looks like a credential.
    warnings: Vec<String>,
}

impl Outcome {
    fn print(&self, destination: &Destination, out: &mut dyn Write) -> Result<(), CommandError> {
        let bold = Style::new().bold();
        let folder = destination.folder.to_string_lossy();
        let folder = visible(&folder);
        let challenges = if self.drafted.len() == 1 { "challenge" } else { "challenges" };
        writeln!(out, "{bold}Drafted {} {challenges} in {folder}{bold:#}", self.drafted.len())?;
        print_list(&self.drafted, out)?;
        if !self.warnings.is_empty() {
            writeln!(
                out,
                "{bold}These look like credentials: take them out before you give the pack away{bold:#}"
            )?;
            print_list(&self.warnings, out)?;
        }
        self.print_passed_over(out)?;
        writeln!(out, "Next: `riskline pack check {folder}` lists what is left to fill in.")?;
        Ok(())
    }

    fn print_passed_over(&self, out: &mut dyn Write) -> std::io::Result<()> {
        /// More of them tell nobody anything.
        const MOST: usize = 20;
        let bold = Style::new().bold();
        if self.passed_over.is_empty() {
            return Ok(());
        }
        writeln!(out, "{bold}Not drafted{bold:#}")?;
        print_list(&self.passed_over[..self.passed_over.len().min(MOST)], out)?;
        match self.passed_over.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => writeln!(out, "  and {more} more"),
        }
    }
}

fn print_list(lines: &[String], out: &mut dyn Write) -> std::io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "  {}", visible(&line.replace(['\n', '\t'], " "))))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_of_functions_become_titles() {
        let cases = [
            ("get_order", "Get order"),
            ("getOrder", "Get order"),
            ("OrderRepo.findAll", "Order repo find all"),
            ("main", "Main"),
            ("", ""),
        ];
        for (name, title) in cases {
            assert_eq!(words(name), title);
        }
    }
}
