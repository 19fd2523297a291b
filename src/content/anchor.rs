//! Anchors: texts that name lines. Sites, hints and edits are tied to the code by them, never by line numbers.

use super::source::Problems;
use super::table::{Fields, Text, short};
use crate::core::challenge::CodeFile;
use crate::core::lines::LineRange;
use std::collections::BTreeSet;
use std::ops::Range;

/// The whole lines from an anchor's `at` to the end of its `through`, or of `at` itself.
pub(super) fn resolve(fields: &Fields, file: &CodeFile, problems: &mut Problems) -> Option<LineRange> {
    let at = fields.text("at", problems);
    let after = fields.text("after", problems);
    let through = fields.text("through", problems);
    let found = find(file, &at?, after.as_ref(), problems)?;
    let end = match through {
        None => found.end,
        Some(through) => {
            let text = needle(&through);
            match file.code[found.end..].find(text) {
                Some(place) if !text.is_empty() => found.end + place + text.len(),
                _ => {
                    not_found(
                        "through",
                        &through,
                        &file.path,
                        &file.code[found.end..],
                        "after `at`",
                        problems,
                    );
                    return None;
                }
            }
        }
    };
    Some(LineRange::new(line_of(&file.code, found.start), line_of(&file.code, end.max(1) - 1)))
}

/// Where in a file's text `at` stands: its only occurrence, or with `after` the first one behind that text's only occurrence.
pub(super) fn find(
    file: &CodeFile,
    at: &Text<'_>,
    after: Option<&Text<'_>>,
    problems: &mut Problems,
) -> Option<Range<usize>> {
    let code = &file.code;
    let start = match after {
        None => 0,
        Some(after) => only("after", after, needle(after), file, problems)?.end,
    };
    let text = needle(at);
    if after.is_none() {
        return only("at", at, text, file, problems);
    }
    let Some(place) = code[start..].find(text).filter(|_| !text.is_empty()) else {
        not_found("at", at, &file.path, &code[start..], "after `after`", problems);
        return None;
    };
    Some(start + place..start + place + text.len())
}

/// The only occurrence of a text in a file.
pub(super) fn only(
    key: &str,
    written: &Text<'_>,
    text: &str,
    file: &CodeFile,
    problems: &mut Problems,
) -> Option<Range<usize>> {
    let code = &file.code;
    let mut places = code.match_indices(text).map(|(i, _)| i);
    let Some(first) = places.next().filter(|_| !text.is_empty()) else {
        not_found(key, written, &file.path, code, "", problems);
        return None;
    };
    let others: Vec<String> = places.take(9).map(|i| line_of(code, i).to_string()).collect();
    if others.is_empty() {
        return Some(first..first + text.len());
    }
    problems.error(
        "anchor-ambiguous",
        written.span.clone(),
        format!(
            "`{key}` occurs more than once in {}: `{}` stands on lines {}, {}",
            file.path,
            short(text),
            line_of(code, first),
            others.join(", ")
        ),
        "write more of the line, or several lines, or add `after` with a text that stands before the right one",
    );
    None
}

/// An anchor's text without the line ends around it, so that it may be written in a block of its own.
fn needle<'t>(text: &Text<'t>) -> &'t str {
    text.value.trim_matches('\n')
}

fn not_found(key: &str, written: &Text<'_>, path: &str, code: &str, where_: &str, problems: &mut Problems) {
    let text = needle(written);
    let help = why_not_found(key, text, code, problems);
    let place = if where_.is_empty() { String::new() } else { format!(" {where_}") };
    problems.error(
        "anchor-not-found",
        written.span.clone(),
        format!("`{key}` does not occur in {path}{place}: `{}`", short(text)),
        help,
    );
}

/// What an author most likely meant by a text that the code does not have.
fn why_not_found(key: &str, text: &str, code: &str, problems: &mut Problems) -> String {
    if code.contains(text) {
        return format!(
            "it does but for the line ends around it: a `{key}` of several lines begins and ends with whole lines"
        );
    }
    let lines: BTreeSet<&str> = code.lines().map(str::trim).collect();
    let mut written = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(line) = written.find(|line| !lines.contains(line)) else {
        return "each of its lines does, but not as they are written here: order, indentation and blank lines count"
            .to_owned();
    };
    match problems.nearest_line(line, code.lines().map(str::trim)) {
        Some(near) if text.contains('\n') => {
            format!("`{}` is no line of it; the nearest is `{}`", short(line), short(near))
        }
        Some(near) => format!("the nearest line is `{}`", short(near)),
        None => format!("`{key}` must be copied from the code exactly, spaces and quotes too"),
    }
}

/// The line, from 1, of a byte of a text.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// The main anchor first, then the others by line; where they overlap they become one.
pub(super) fn merged(main: LineRange, others: Vec<LineRange>) -> Vec<LineRange> {
    let mut main = main;
    let mut rest = others;
    rest.sort_unstable();
    // Joining two may make a third overlap.
    loop {
        let before = rest.len();
        rest.retain(|r| {
            let joins = r.touches(main);
            if joins {
                main = LineRange::new(main.first().min(r.first()), main.last().max(r.last()));
            }
            !joins
        });
        if rest.len() == before {
            break;
        }
    }
    let mut out = vec![main];
    for r in rest {
        match out[1..].last_mut() {
            Some(last) if last.touches(r) => *last = LineRange::new(last.first(), last.last().max(r.last())),
            _ => out.push(r),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_anchors_become_one_and_the_main_one_stays_first() {
        let r = LineRange::new;
        assert_eq!(merged(r(10, 12), vec![r(3, 4), r(1, 1)]), [r(10, 12), r(1, 1), r(3, 4)]);
        assert_eq!(merged(r(10, 12), vec![r(12, 15), r(15, 18), r(4, 6), r(5, 8)]), [r(10, 18), r(4, 8)]);
    }
}
