//! `riskline pack from-diff`: a challenge drafted from a range of a team's own git history.

use super::super::super::{CommandError, Exit};
use super::super::draft::{Anchor, ChallengeDraft, FileDraft, FixDraft, GAP, SiteDraft};
use super::{Destination, Outcome, family, files_of, set_what_follows, words};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{FileRole, Language, Severity, SiteKind};
use crate::excerpt::{Cutter, Excerpt, Sources as _, Target, credentials};
use crate::git::{Change, GitError, Repository, Tree};
use clap::Args;
use similar::{DiffOp, TextDiff};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;

/// What `riskline pack from-diff` is given.
#[derive(Debug, Args)]
pub struct FromDiffArgs {
    /// What changed the code: `REV..REV`, `REV...REV` from where they parted, or one commit
    #[arg(value_name = "REV..REV")]
    range: String,
    /// Only what was changed in these files or folders
    #[arg(last = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The repository
    #[arg(long, value_name = "DIR", default_value = ".")]
    repo: PathBuf,
    /// The range mends a weakness: the code before it is the flawed suggestion, the code after it the reference fix
    #[arg(long)]
    fixes: bool,
    /// The pack that the challenge is added to; a folder that is not there becomes a new pack
    #[arg(short, long, value_name = "PACK")]
    output: Option<PathBuf>,
}

/// More changed files than this are no one challenge.
const MOST_FILES: usize = 5;
/// Commits whose messages are offered.
const MOST_MESSAGES: usize = 20;
/// Letters of the messages that are offered.
const MOST_MESSAGE: usize = 1_500;
/// Changed places that are offered beside the first.
const MOST_PLACES: usize = 4;
/// How often both sides are cut anew until they hold the same.
const ROUNDS: usize = 3;

/// Drafts a challenge from a range of commits.
///
/// # Errors
/// Where git does not give the range, or nothing can be drafted from it.
pub fn run(args: &FromDiffArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let refused = |error: GitError| {
        let hint = match &error {
            GitError::NotStarted(_) => {
                "Reading history takes git, which must be installed and in the search path."
            }
            _ => {
                "`--repo DIR` names the repository, and the range is such as `main..feature` or `HEAD~3..HEAD`."
            }
        };
        CommandError::new(error.to_string()).in_file(&args.repo).hint(hint)
    };
    let repository = Repository::open(&args.repo).map_err(refused)?;
    let (before, after) = ends(&repository, &args.range).map_err(refused)?;
    let changes = repository.changes(&before, &after, &args.paths).map_err(refused)?;
    let messages = repository.messages(&before, &after, MOST_MESSAGES).map_err(refused)?;
    let (old, new) = (repository.tree(&before).map_err(refused)?, repository.tree(&after).map_err(refused)?);
    let mut outcome = Outcome { drafted: Vec::new(), passed_over: Vec::new(), warnings: Vec::new() };
    let changed = changed_files(&changes, &old, &new, args.fixes, &mut outcome.passed_over);
    if changed.is_empty() || changed.len() > MOST_FILES {
        let mut report = Vec::new();
        outcome.print_passed_over(&mut report)?;
        let what = match changed.len() {
            0 => "the range changes no code that a challenge could be made of".to_owned(),
            n => format!("the range changes {n} files, and a challenge can show {MOST_FILES}"),
        };
        return Err(CommandError::new(what)
            .hint("Name what the challenge is to be about: `riskline pack from-diff RANGE -- PATH...`")
            .report(String::from_utf8_lossy(&report).into_owned()));
    }
    let (old_side, new_side) = cut_alike(&old, &new, &changed).map_err(|what| {
        CommandError::new(what).hint("Name the files with a change that can be shown: `-- PATH...`")
    })?;
    let name = args.repo.canonicalize().ok();
    let name =
        name.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let mut destination = Destination::new(args.output.as_deref(), &name.unwrap_or_default())?;
    let message = offered(&messages);
    let side = if args.fixes { &old_side } else { &new_side };
    let mut draft = start(&changed, name_of(side), &message, catalogue, &mut destination);
    let commits = format!("{}..{}", short(&before), short(&after));
    if args.fixes {
        draft.about = vec![format!(
            "Drafted from the fix {commits}: the code as it was, and the fix as the reference."
        )];
        set_fix(&mut draft, &old_side, &new_side, &changed)?;
    } else {
        draft.about = vec![
            format!("Drafted from the change {commits}."),
            "Whether it is weak is for you to say: where it is clean, remove the weakness and turn the fixes into mutants.".into(),
        ];
        set_suggestion(&mut draft, &old_side, &new_side, &changed)?;
    }
    outcome.warnings = set_what_follows(&mut draft, &side.left_out);
    if !credentials(&message).is_empty() {
        outcome.warnings.push(format!("{}: the prompt, which holds what the commits say", draft.id));
    }
    let files: Vec<&str> = changed.iter().map(|file| file.after.as_str()).collect();
    outcome.drafted.push(format!("{}: {}, {}", draft.id, files.join(", "), draft.family));
    destination.write(std::slice::from_ref(&draft))?;
    outcome.print(&destination, out)?;
    Ok(Exit::Done)
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// The commits at both ends of a range.
fn ends(repository: &Repository, range: &str) -> Result<(String, String), GitError> {
    let end = |name: &str| repository.commit(if name.is_empty() { "HEAD" } else { name });
    if let Some((before, after)) = range.split_once("...") {
        let (before, after) = (end(before)?, end(after)?);
        return Ok((repository.merge_base(&before, &after)?, after));
    }
    match range.split_once("..") {
        Some((before, after)) => Ok((end(before)?, end(after)?)),
        None => Ok((repository.commit(&format!("{range}^"))?, repository.commit(range)?)),
    }
}

/// A changed file with its text on both sides; one that is new has no text before.
struct Changed {
    before: String,
    after: String,
    old: String,
    new: String,
}

impl Changed {
    fn language(&self) -> Language {
        Language::from_path(&self.after)
    }

    /// The changed rows, from 0, of the old and of the new text.
    fn hunks(&self) -> Vec<(Range<usize>, Range<usize>)> {
        hunks(&self.old, &self.new)
    }
}

fn hunks(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let diff = TextDiff::from_lines(old, new);
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| (op.old_range(), op.new_range())).collect()
}

/// The changed files that a challenge can be made of; of several languages those of the one with most changed lines.
fn changed_files(
    changes: &[Change],
    old: &Tree<'_>,
    new: &Tree<'_>,
    fixes: bool,
    passed_over: &mut Vec<String>,
) -> Vec<Changed> {
    let mut found: Vec<Changed> = Vec::new();
    for change in changes {
        let read = |tree: &Tree<'_>, path: &str| tree.read(path).map_err(|why| why.to_string());
        let is_new = change.before.is_empty();
        let before = if is_new { Ok(String::new()) } else { read(old, &change.before) };
        let usable = match (before, read(new, &change.after)) {
            _ if Cutter::is_passed_over(&change.after).is_some() => {
                Err(Cutter::is_passed_over(&change.after).unwrap_or_default().to_owned())
            }
            (Err(why), _) | (_, Err(why)) => Err(why),
            _ if is_new && fixes => {
                Err("the fix adds it, and a patch changes files that are there".to_owned())
            }
            (Ok(old), Ok(new)) if old == new => Err("only its name has changed".to_owned()),
            (Ok(old), Ok(new)) => {
                let before = if is_new { change.after.clone() } else { change.before.clone() };
                Ok(Changed { before, after: change.after.clone(), old, new })
            }
        };
        match usable {
            Ok(file) => found.push(file),
            Err(why) => passed_over.push(format!("{}: {why}", change.after)),
        }
    }
    let mut weight: BTreeMap<Language, usize> = BTreeMap::new();
    for file in &found {
        let lines: usize = file.hunks().iter().map(|(old, new)| old.len() + new.len()).sum();
        *weight.entry(file.language()).or_default() += lines;
    }
    let main = weight.into_iter().max_by_key(|(_, lines)| *lines).map(|(language, _)| language);
    found.retain(|file| {
        let fits = Some(file.language()) == main;
        if !fits {
            passed_over.push(format!("{}: most of the change is in another language", file.after));
        }
        fits
    });
    found
}

/// Both sides cut so that each holds what the other holds, as far as it has it.
fn cut_alike(old: &Tree<'_>, new: &Tree<'_>, changed: &[Changed]) -> Result<(Excerpt, Excerpt), String> {
    let (old_cutter, new_cutter) = (Cutter::new(old), Cutter::new(new));
    let mut old_targets = BTreeSet::new();
    let mut new_targets = BTreeSet::new();
    for file in changed {
        for (old_rows, new_rows) in file.hunks() {
            let target = |path: &str, rows: Range<usize>, text: &str| {
                // Where a side has nothing, the line before it stands for the place.
                let count = text.lines().count();
                let first = if rows.is_empty() { rows.start } else { rows.start + 1 };
                let last = rows.end.max(first).min(count);
                Target { path: path.to_owned(), first: first.clamp(1, count.max(1)), last: last.max(1) }
            };
            if !file.old.is_empty() {
                old_targets.extend(old_cutter.units(&target(&file.before, old_rows, &file.old)));
            }
            new_targets.extend(new_cutter.units(&target(&file.after, new_rows, &file.new)));
        }
    }
    let mut round = 0;
    loop {
        let cut = |cutter: &Cutter<'_>, targets: &BTreeSet<Target>| {
            let targets: Vec<Target> = targets.iter().cloned().collect();
            cutter.cut(&targets, &[]).map_err(|refusal| refusal.to_string())
        };
        let (old_side, new_side) = (cut(&old_cutter, &old_targets)?, cut(&new_cutter, &new_targets)?);
        let path = |path: &str, forth: bool| {
            let file = changed.iter().find(|file| path == if forth { &file.before } else { &file.after });
            file.map_or(path.to_owned(), |file| if forth { file.after.clone() } else { file.before.clone() })
        };
        let missing_in_new: Vec<Target> = old_cutter
            .kept_names(&old_side)
            .into_iter()
            .filter_map(|(file, name)| new_cutter.named(&path(&file, true), &name))
            .filter(|target| !new_side.has(target))
            .collect();
        let missing_in_old: Vec<Target> = new_cutter
            .kept_names(&new_side)
            .into_iter()
            .filter_map(|(file, name)| old_cutter.named(&path(&file, false), &name))
            .filter(|target| !old_side.has(target))
            .collect();
        round += 1;
        if round >= ROUNDS || missing_in_new.is_empty() && missing_in_old.is_empty() {
            return Ok((old_side, new_side));
        }
        new_targets.extend(missing_in_new);
        old_targets.extend(missing_in_old);
    }
}

/// What the commits say, without the lines about who wrote and who read them.
fn offered(messages: &[String]) -> String {
    let trailer = |line: &str| {
        let name = line.split(':').next().unwrap_or_default().to_lowercase();
        line.contains(':') && (name.ends_with("-by") || matches!(name.as_str(), "change-id" | "co-authored"))
    };
    let texts = messages.iter().map(|message| {
        let lines: Vec<&str> = message.lines().filter(|line| !trailer(line)).collect();
        lines.join("\n").trim().to_owned()
    });
    let all = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    all.chars().take(MOST_MESSAGE).collect()
}

/// The name of the one changed piece of code, where it is one.
fn name_of(side: &Excerpt) -> Option<&str> {
    match side.target_names.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// A draft with all that the commits tell.
fn start(
    changed: &[Changed],
    name: Option<&str>,
    message: &str,
    catalogue: &Catalogue,
    destination: &mut Destination,
) -> ChallengeDraft {
    let main = changed.first();
    let path = main.map_or("change", |file| file.after.as_str());
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.split('.').find(|part| !part.is_empty()).unwrap_or("change");
    let name = name.unwrap_or(stem);
    let language = main.map_or(Language::Text, Changed::language);
    let choice = family::choose(catalogue, &[], message, language);
    let mut draft = ChallengeDraft::new(destination.id(&words(name)), language, true);
    draft.title = words(name);
    draft.family = choice.family;
    draft.family_note = choice.family_note;
    draft.brief.prompt = match message {
        "" => format!("{GAP} what the assistant was asked for"),
        message => {
            format!(
                "{GAP} what the assistant was asked for, without telling what is wrong; the commits say:\n{message}"
            )
        }
    };
    draft
}

/// The new side is the suggestion, shown as a change of the old one.
fn set_suggestion(
    draft: &mut ChallengeDraft,
    old: &Excerpt,
    new: &Excerpt,
    changed: &[Changed],
) -> Result<(), CommandError> {
    draft.files = files_of(new);
    let mut sites = Vec::new();
    for (file, drafted) in new.files.iter().zip(&mut draft.files) {
        let Some(change) = changed.iter().find(|change| change.after == file.path) else { continue };
        let before = old.files.iter().find(|old| old.path == change.before).map(|old| old.code.clone());
        drafted.before = before.filter(|before| *before != file.code);
        let before = drafted.before.as_deref().unwrap_or_default();
        let rows = hunks(before, &file.code).into_iter().map(|(_, new)| new).filter(|rows| !rows.is_empty());
        sites.extend(rows.filter_map(|rows| place(drafted, rows)));
    }
    set_sites(
        draft,
        sites,
        "A changed place: say here what is weak about it, move the anchor, or make it a decoy.",
    )
}

/// The old side is the suggestion, and the new one the reference.
fn set_fix(
    draft: &mut ChallengeDraft,
    old: &Excerpt,
    new: &Excerpt,
    changed: &[Changed],
) -> Result<(), CommandError> {
    draft.files = files_of(old);
    let mut code = BTreeMap::new();
    let mut sites = Vec::new();
    for (file, drafted) in old.files.iter().zip(&draft.files) {
        let Some(change) = changed.iter().find(|change| change.before == file.path) else { continue };
        let Some(fixed) = new.files.iter().find(|new| new.path == change.after) else { continue };
        for (rows, _) in hunks(&file.code, &fixed.code) {
            // What the fix adds, it adds to the line before.
            let rows = if rows.is_empty() { rows.start.saturating_sub(1)..rows.start.max(1) } else { rows };
            sites.extend(place(drafted, rows));
        }
        if drafted.role == FileRole::Suggested && file.code != fixed.code {
            code.insert(drafted.path.clone(), fixed.code.clone());
        }
    }
    let note = format!("{GAP} why this is right, and no more than the weakness needs");
    draft.reference = Some(FixDraft { note, code });
    set_sites(draft, sites, "A place that the fix changes.")
}

/// The anchor of changed rows; of many rows, the first.
fn place(file: &FileDraft, rows: Range<usize>) -> Option<Anchor> {
    const WIDEST: usize = 6;
    let last = if rows.len() > WIDEST { rows.start + 1 } else { rows.end };
    let lines: Vec<&str> = file.code.lines().collect();
    // Imports and blank lines change with a fix, and are not the weakness.
    let is_code = |row: &usize| {
        let line = lines.get(*row).map_or("", |line| line.trim());
        let imports = ["import ", "from ", "const {", "}", "using ", "//", "#"];
        !line.is_empty() && !imports.iter().any(|start| line.starts_with(start))
    };
    let first = (rows.start..last).find(is_code)?;
    let last = (rows.start..last).rev().find(is_code)?;
    Anchor::of_lines(&file.path, &file.code, first + 1..=last + 1)
}

/// The first place is the weakness until its author says otherwise; the others stand beside it, or are decoys.
fn set_sites(draft: &mut ChallengeDraft, places: Vec<Anchor>, about: &str) -> Result<(), CommandError> {
    let catalogue = crate::content::catalogue();
    let cwes: Vec<u32> =
        catalogue.family(&draft.family).map(|f| f.cwes.iter().copied().take(1).collect()).unwrap_or_default();
    let mut places = places.into_iter();
    let first = places.next().ok_or_else(|| {
        CommandError::new("no changed line could be named in what is left of the files")
            .hint("Name the files with a change that can be shown: `-- PATH...`")
    })?;
    let (mut also, mut others) = (Vec::new(), Vec::new());
    for anchor in places.take(MOST_PLACES) {
        if draft.reference.is_some() && anchor.file == first.file {
            also.push(anchor);
        } else if draft.reference.is_none() {
            others.push(anchor);
        }
    }
    let site = |kind, id: &str, anchor, also, about: Vec<String>| SiteDraft {
        about,
        id: id.to_owned(),
        kind,
        anchor,
        also,
        entries: Vec::new(),
        cwes: cwes.clone(),
        cwe_note: "a guess from what the commits say".into(),
        severity: Severity::High,
        why: String::new(),
    };
    draft.sites.push(site(SiteKind::Weakness, "the-change", first, also, vec![about.to_owned()]));
    for anchor in others {
        draft.sites.push(site(SiteKind::Decoy, "", anchor, Vec::new(), vec![about.to_owned()]));
    }
    Ok(())
}
