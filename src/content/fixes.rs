//! Reads the known patches, whole files or single edits of the original.

use super::anchor;
use super::challenge::{file_of, whole_lines};
use super::checks::Scope;
use super::keys::Use;
use super::source::Problems;
use super::table::{Fields, as_text, short};
use crate::core::challenge::{CodeFile, FileRole, Fix, FixKind, SiteKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads every known patch of a challenge and holds them against each other.
pub(super) fn read(scope: &Scope, files_sound: bool, problems: &mut Problems) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    for section in scope.fields.tables("fix", problems) {
        let span = section.span.clone();
        let fields = section.fields(problems);
        let before = problems.error_count();
        let kind = fields.choice("kind", problems);
        let note = fields.text("note", problems);
        if let Some(kind) = kind {
            check_kind(kind, &fields, scope, problems);
        }
        let sites = read_sites(&fields, kind, scope, problems);
        if !files_sound {
            continue;
        }
        let code = read_code(&fields, scope.files, problems);
        let (Some(kind), Some(note)) = (kind, note) else { continue };
        let fix = Fix { kind, note: note.value.to_owned(), sites, code };
        if problems.error_count() == before {
            report_repeats(&fix, &fixes, span, problems);
        }
        fixes.push(fix);
    }
    fixes
}

fn check_kind(kind: FixKind, fields: &Fields, scope: &Scope, problems: &mut Problems) {
    if !scope.sites.sound || scope.flawed != (kind == FixKind::Mutant) {
        return;
    }
    let (message, help) = if scope.flawed {
        ("a flawed challenge has no mutants", "possible are: reference, right, wrong, partial")
    } else {
        (
            "without a weakness there is nothing to fix",
            "if the code is clean, its patches are of kind `mutant`; if not, its `[[site]]` of kind `weakness` is missing",
        )
    };
    problems.error("wrong-kind-of-fix", fields.span_of("kind"), message, help);
}

fn read_sites(fields: &Fields, kind: Option<FixKind>, scope: &Scope, problems: &mut Problems) -> Vec<String> {
    let sites = fields.texts("sites", problems);
    for site in &sites {
        scope.sites.check_reference(site, Some(SiteKind::Weakness), problems);
    }
    match kind {
        Some(FixKind::Partial) if sites.is_empty() => {
            let message = "a partial fix needs `sites`, the weaknesses that it closes";
            problems.error("missing-key", fields.span_of("sites"), message, "");
        }
        Some(kind) if kind != FixKind::Partial && fields.has("sites") => {
            problems.error(
                "only-for-partial",
                fields.key_span("sites"),
                "only a partial fix has `sites`",
                "remove it",
            );
        }
        _ => {}
    }
    let mut ids: Vec<String> = sites.into_iter().map(|s| s.value.to_owned()).collect();
    ids.dedup();
    ids
}

/// The new text of every file that the patch changes.
fn read_code(fields: &Fields, files: &[CodeFile], problems: &mut Problems) -> BTreeMap<String, String> {
    let before = problems.error_count();
    let mut code: BTreeMap<String, String> = BTreeMap::new();
    if let Some(table) = fields.by_name("code", problems) {
        for (path, value) in table {
            let text = as_text("code", value, Use::Code, problems);
            let Some(file) = files.iter().find(|f| f.path == path.get_ref().as_ref()) else {
                let help = match problems.nearest(path.get_ref(), files.iter().map(|f| f.path.as_str())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        "a patch changes files of the challenge; write a path with a dot in quotes".to_owned()
                    }
                };
                let message = format!("`{}` is no file of this challenge", short(path.get_ref()));
                problems.error("unknown-file", path.span(), message, help);
                continue;
            };
            refuse_context(file, path.span(), problems);
            code.extend(text.map(|t| (file.path.clone(), whole_lines(t.value))));
        }
    }
    for section in fields.tables("edit", problems) {
        let edit = section.fields(problems);
        apply(&edit, files, &mut code, problems);
    }
    let changes = |(path, text): (&String, &String)| files.iter().any(|f| f.path == *path && f.code != *text);
    if problems.error_count() == before && !code.iter().any(changes) {
        problems.error(
            "no-change",
            fields.span(),
            "the patch changes nothing",
            "give it `code` or `[[fix.edit]]`",
        );
    }
    code
}

fn refuse_context(file: &CodeFile, span: Range<usize>, problems: &mut Problems) {
    if file.role == FileRole::Context {
        let message = format!("`{}` has the role `context` and cannot be patched", file.path);
        problems.error(
            "context-patched",
            span,
            message,
            "give the file the role `suggested`, or patch another",
        );
    }
}

/// Replaces the only occurrence of `find`, or the first after `after`, in what the file holds after the edits so far.
fn apply(edit: &Fields, files: &[CodeFile], code: &mut BTreeMap<String, String>, problems: &mut Problems) {
    let file = file_of(edit, files, true, only_suggested(files), problems);
    let find = edit.text("find", problems);
    let after = edit.text("after", problems);
    if !edit.has("with") {
        problems.error(
            "missing-key",
            edit.span(),
            "`with` is missing in [[fix.edit]]",
            "it may be empty, to delete",
        );
    }
    let with = edit.text("with", problems);
    let (Some(file), Some(find), Some(with)) = (file, find, with) else { return };
    let file = &files[file];
    refuse_context(file, edit.span_of("file"), problems);
    let text = code.get(&file.path).unwrap_or(&file.code).clone();
    if text.len() + with.value.len() > Use::Code.most() * 2 {
        problems.error("too-long", edit.span(), "the patched file grows too long", "");
        return;
    }
    let current = CodeFile { code: text, ..file.clone() };
    // `find` counts as it is written, line ends too: it is replaced as a whole.
    let place = match &after {
        None => anchor::only("find", &find, find.value, &current, problems),
        Some(after) => anchor::find(&current, &find, Some(after), problems).map(|found| {
            let trimmed = find.value.len() - find.value.trim_start_matches('\n').len();
            let start = found.start.saturating_sub(trimmed);
            // The trimmed line ends are taken along where they are there.
            if current.code[start..].starts_with(find.value) {
                start..start + find.value.len()
            } else {
                found
            }
        }),
    };
    let Some(place) = place else { return };
    let mut text = current.code;
    text.replace_range(place, with.value);
    code.insert(file.path.clone(), whole_lines(&text));
}

/// The file that an edit without `file` means: the only one that may be patched.
fn only_suggested(files: &[CodeFile]) -> Option<usize> {
    let mut suggested =
        files.iter().enumerate().filter(|(_, f)| f.role == FileRole::Suggested).map(|(i, _)| i);
    let first = suggested.next()?;
    suggested.next().is_none().then_some(first)
}

fn report_repeats(fix: &Fix, before: &[Fix], span: Range<usize>, problems: &mut Problems) {
    if fix.kind == FixKind::Reference && before.iter().any(|f| f.kind == FixKind::Reference) {
        problems.error(
            "two-references",
            span.clone(),
            "there are two reference fixes",
            "a challenge has one",
        );
    }
    if before.iter().any(|f| f.code == fix.code) {
        problems.error("same-fix", span, "another fix has the same code", "");
    }
}
