//! Findings: made, changed, deleted, and every such change taken back.

use crate::app::doc::Lines;
use crate::app::model::Shared;
use crate::app::play::Play;
use crate::core::answer::{Boundary, Finding};
use crate::core::lines::LineRange;
use crate::core::matching::{check_boundary, check_finding};

/// How many changes can be taken back.
const KEPT: usize = 200;

/// The lines that are being selected: the range, or the cursor's line.
pub fn selected_range(play: &Play) -> LineRange {
    let line = play.cursor().line + 1;
    match play.review.anchor {
        Some(anchor) => LineRange::new(anchor + 1, line),
        None => LineRange::line(line),
    }
}

/// The shortest finding under the cursor; of equals the one made last.
pub fn finding_at(play: &Play) -> Option<usize> {
    let line = play.cursor().line + 1;
    let path = &play.doc().path;
    let here =
        play.draft.findings.iter().enumerate().filter(|(_, f)| f.file == *path && f.lines.contains(line));
    here.min_by_key(|(i, f)| (f.lines.count(), std::cmp::Reverse(*i))).map(|(i, _)| i)
}

/// The finding that an action means: the one in the list, or the one under the cursor.
pub fn meant(play: &Play) -> Option<usize> {
    if play.review.in_findings {
        Some(play.review.selected).filter(|i| *i < play.draft.findings.len())
    } else {
        finding_at(play)
    }
}

/// Marks the selected lines; a line that is a finding by itself loses its mark.
pub fn mark(play: &mut Play, shared: &mut Shared) {
    let lines = selected_range(play);
    let path = play.doc().path.clone();
    let same = play.draft.findings.iter().position(|f| f.file == path && f.lines == lines);
    if let Some(index) = same {
        play.review.anchor = None;
        return remove(play, index, shared);
    }
    if play.review.anchor.is_none()
        && let Some(index) = finding_at(play)
    {
        let lines = play.draft.findings[index].lines;
        let key = shared.keys.shown(crate::app::action::Action::DeleteFinding);
        play.review.selected = index;
        return shared.say(format!("Finding {} marks lines {lines} already; {key} deletes it", index + 1));
    }
    add(play, lines, shared);
}

/// Makes a finding of some lines. Says whether it was made.
pub fn add(play: &mut Play, lines: LineRange, shared: &mut Shared) -> bool {
    let finding =
        Finding { file: play.doc().path.clone(), lines, cwe: None, reason: String::new(), boundary: None };
    if let Err(error) = check_finding(play.challenge(), &finding) {
        shared.warn(sentence(&error.to_string()));
        return false;
    }
    remember(play);
    play.review.anchor = None;
    play.draft.findings.push(finding);
    play.review.selected = play.draft.findings.len() - 1;
    play.save(shared);
    true
}

/// Changes a finding by `change`, in a way that can be taken back.
pub fn change(play: &mut Play, index: usize, shared: &mut Shared, change: impl FnOnce(&mut Finding)) {
    let Some(finding) = play.draft.findings.get(index) else { return };
    let mut changed = finding.clone();
    change(&mut changed);
    if changed != *finding {
        remember(play);
        play.draft.findings[index] = changed;
        play.review.selected = index;
        play.save(shared);
    }
}

/// Deletes the finding that is meant.
pub fn delete(play: &mut Play, shared: &mut Shared) {
    match meant(play) {
        Some(index) => remove(play, index, shared),
        None => shared.say("There is no finding on this line"),
    }
}

fn remove(play: &mut Play, index: usize, shared: &mut Shared) {
    remember(play);
    let gone = play.draft.findings.remove(index);
    clamp(play);
    play.save(shared);
    let key = shared.keys.shown(crate::app::action::Action::Undo);
    shared.say(format!(
        "The mark on {} {} is gone; {key} brings it back",
        lines_word(gone.lines),
        gone.lines
    ));
}

/// "line" or "lines".
pub fn lines_word(lines: LineRange) -> &'static str {
    if lines.count() == 1 { "line" } else { "lines" }
}

/// Marks where the untrusted data enters, for the finding touched last; the same lines again take the mark away.
pub fn mark_boundary(play: &mut Play, shared: &mut Shared) {
    if play.draft.findings.is_empty() {
        return shared.say("Mark a finding first; then show where its data enters");
    }
    let index = play.review.selected.min(play.draft.findings.len() - 1);
    let boundary = Boundary { file: play.doc().path.clone(), lines: selected_range(play) };
    if let Err(error) = check_boundary(play.challenge(), &boundary) {
        return shared.warn(sentence(&error.to_string()));
    }
    play.review.anchor = None;
    let lines = boundary.lines;
    let (file, taken) =
        (boundary.file.clone(), play.draft.findings[index].boundary.as_ref() == Some(&boundary));
    change(play, index, shared, |f| f.boundary = (!taken).then_some(boundary));
    let number = index + 1;
    shared.say(if taken {
        format!("Finding {number} has no boundary mark any more")
    } else {
        format!("Finding {number}: its data enters at {file}, {} {lines}", lines_word(lines))
    });
}

/// Takes the last change back.
pub fn undo(play: &mut Play, shared: &mut Shared) {
    if play.review.anchor.take().is_some() {
        return;
    }
    match play.review.undo.pop() {
        Some(before) => {
            let now = std::mem::replace(&mut play.draft.findings, before);
            play.review.redo.push(now);
            clamp(play);
            play.save(shared);
        }
        None => shared.say("Nothing to undo"),
    }
}

/// Does again what was taken back.
pub fn redo(play: &mut Play, shared: &mut Shared) {
    match play.review.redo.pop() {
        Some(after) => {
            let now = std::mem::replace(&mut play.draft.findings, after);
            play.review.undo.push(now);
            clamp(play);
            play.save(shared);
        }
        None => shared.say("Nothing to do again"),
    }
}

/// Puts the cursor on a finding.
pub fn show_finding(play: &mut Play, index: usize) {
    let Some(finding) = play.draft.findings.get(index) else { return };
    let line = finding.lines.first() - 1;
    let file = play.docs.iter().position(|d| d.path == finding.file);
    play.review.selected = index;
    if let Some(file) = file {
        play.file = file;
        let (doc, cursor) = play.doc_and_cursor();
        let start = doc.line(line).len() - doc.line(line).trim_start().len();
        cursor.to(doc, line, start);
    }
}

fn remember(play: &mut Play) {
    play.review.redo.clear();
    play.review.undo.push(play.draft.findings.clone());
    if play.review.undo.len() > KEPT {
        play.review.undo.remove(0);
    }
}

fn clamp(play: &mut Play) {
    play.review.selected = play.review.selected.min(play.draft.findings.len().saturating_sub(1));
    play.review.in_findings &= !play.draft.findings.is_empty();
}

/// With a capital at its start and a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
