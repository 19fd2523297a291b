//! Searching, and every use of a name, across all files.

use crate::app::doc::Lines;
use crate::app::model::Shared;
use crate::app::play::Play;
use crate::app::text;
use std::ops::Range;

/// What was searched for, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The text or the name.
    pub what: String,
    /// Whether it is a name, so that parts of longer names do not count.
    pub name: bool,
    /// Every place, file by file.
    pub hits: Vec<Hit>,
    /// The one that was gone to last.
    pub at: usize,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the file.
    pub file: usize,
    /// Line, from 0.
    pub line: usize,
    /// Bytes of the line.
    pub range: Range<usize>,
}

impl Found {
    /// The places on one line.
    pub fn on_line(&self, file: usize, line: usize) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |h| h.file == file && h.line == line)
    }
}

/// Finds every use of the name under the cursor.
pub fn find_uses(play: &mut Play, shared: &mut Shared) {
    let (line, byte) = (play.cursor().line, play.cursor().byte);
    let here = play.doc().line(line);
    // On an indentation or a sign: the next name on the line.
    let name = text::name_at(here, byte).or_else(|| text::names(here).find(|r| r.start >= byte));
    let Some(name) = name.map(|r| here[r].to_owned()) else {
        return shared.say("There is no name under the cursor");
    };
    let hits = hits(play, |line| text::names(line).filter(|r| line[r.clone()] == name).collect());
    let file = play.file;
    let at = hits.iter().position(|h| h.file == file && h.line == line && byte <= h.range.end).unwrap_or(0);
    let found = Found { what: name, name: true, hits, at };
    tell(&found, shared);
    play.review.found = Some(found);
}

/// Finds a text in all files. Capitals count only if there are any in it.
pub fn find_text(play: &Play, what: &str) -> Option<Found> {
    if what.is_empty() {
        return None;
    }
    let exact = what.chars().any(char::is_uppercase);
    let hits = hits(play, |line| matches(line, what, exact));
    let (file, line, byte) = (play.file, play.cursor().line, play.cursor().byte);
    let at = hits.iter().position(|h| (h.file, h.line, h.range.end) > (file, line, byte)).unwrap_or(0);
    Some(Found { what: what.to_owned(), name: false, hits, at })
}

fn matches(line: &str, what: &str, exact: bool) -> Vec<Range<usize>> {
    if exact {
        return line.match_indices(what).map(|(i, m)| i..i + m.len()).collect();
    }
    // Lower case can change lengths; only starts on the line's own characters are tried.
    let lower: Vec<char> = what.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    let mut from = 0;
    for (start, _) in line.char_indices() {
        if start < from {
            continue;
        }
        let mut left = lower.as_slice();
        let mut end = start;
        for c in line[start..].chars() {
            let mut same = true;
            for l in c.to_lowercase() {
                match left.split_first() {
                    Some((first, rest)) if *first == l => left = rest,
                    _ => same = false,
                }
            }
            if !same {
                break;
            }
            end += c.len_utf8();
            if left.is_empty() {
                break;
            }
        }
        if left.is_empty() {
            found.push(start..end);
            from = end;
        }
    }
    found
}

fn hits(play: &Play, of_line: impl Fn(&str) -> Vec<Range<usize>>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (file, doc) in play.docs.iter().enumerate() {
        for line in 0..doc.count() {
            hits.extend(of_line(doc.line(line)).into_iter().map(|range| Hit { file, line, range }));
        }
    }
    hits
}

/// Goes to the next place, or the one before, in a circle through all files.
pub fn step(play: &mut Play, forward: bool, shared: &mut Shared) {
    let here = (play.file, play.cursor().line, play.cursor().byte);
    let Some(found) = &mut play.review.found else {
        return shared.say("Search first, or ask for the uses of a name");
    };
    if found.hits.is_empty() {
        return tell(found, shared);
    }
    let place = |h: &Hit| (h.file, h.line, h.range.start);
    found.at = if forward {
        found.hits.iter().position(|h| place(h) > here).unwrap_or(0)
    } else {
        found.hits.iter().rposition(|h| place(h) < here).unwrap_or(found.hits.len() - 1)
    };
    tell(found, shared);
    show(play, shared);
}

/// Puts the cursor on the place that is meant.
pub fn show(play: &mut Play, shared: &Shared) {
    let Some(hit) = play.review.found.as_ref().and_then(|f| f.hits.get(f.at)).cloned() else { return };
    play.file = hit.file;
    let height = shared.seen.height(crate::app::event::Pane::Code);
    let (doc, cursor) = play.doc_and_cursor();
    cursor.to(doc, hit.line, hit.range.start);
    cursor.centre(height);
}

/// Says how many there are and which one this is.
pub fn tell(found: &Found, shared: &mut Shared) {
    let files = {
        let mut files: Vec<usize> = found.hits.iter().map(|h| h.file).collect();
        files.dedup();
        files.len()
    };
    let (next, before) = (
        shared.keys.shown(crate::app::action::Action::NextMatch),
        shared.keys.shown(crate::app::action::Action::PreviousMatch),
    );
    let kind = if found.name { "use" } else { "match" };
    let what = text::visible(&found.what);
    shared.say(match found.hits.len() {
        0 => format!("`{what}` is nowhere in the files"),
        1 => format!("`{what}`: the only {kind}"),
        count => format!(
            "`{what}`: {kind} {} of {count} in {files} {}; {next} and {before} go on",
            found.at + 1,
            if files == 1 { "file" } else { "files" }
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_find_both_and_capitals_only_themselves() {
        assert_eq!(matches("Row row ROW", "row", false), [0..3, 4..7, 8..11]);
        assert_eq!(matches("Row row", "Row", true), [0..3]);
        assert_eq!(matches("STRASSE İx", "x", false), [10..11]);
        assert_eq!(matches("aaa", "aa", false), [0..2]);
        assert!(matches("", "a", false).is_empty());
    }
}
