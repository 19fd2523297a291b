//! Finds a text that names given lines of a file, as anchors have to.

use std::ops::RangeInclusive;

/// A text that stands for lines of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The file's path in the challenge.
    pub file: String,
    /// The text that stands in it once, or once after `after`.
    pub at: String,
    /// A text that stands in it once, before `at`.
    pub after: Option<String>,
    /// The text up to which the lines go.
    pub through: Option<String>,
}

impl Anchor {
    /// An anchor for lines (counted from 1) of a file, without the blank lines around them. None where no text tells these
    /// lines from others, as where a file says the same thing over and over.
    pub fn of_lines(file: &str, code: &str, lines: RangeInclusive<usize>) -> Option<Self> {
        let text: Vec<&str> = code.lines().collect();
        let blank = |number: &usize| text.get(number - 1).is_none_or(|line| line.trim().is_empty());
        let first = lines.clone().find(|number| *number > 0 && !blank(number))?;
        let last = lines.rev().find(|number| *number > 0 && !blank(number))?;
        let line = |number: usize| text[number - 1].trim();
        let through = (last > first).then(|| line(last).to_owned());
        // One line, or as many more as it takes to make the text the only one of its kind.
        for end in first..=last {
            let at = text[first - 1..end].join("\n").trim().to_owned();
            let through = through.clone().filter(|_| end < last);
            let anchor =
                |after| Self { file: file.to_owned(), at: at.clone(), after, through: through.clone() };
            let earlier =
                (1..first).rev().map(line).filter(|line| !line.is_empty()).map(|l| Some(l.to_owned()));
            let mut anchors = std::iter::once(None).chain(earlier.filter(|_| end == last)).map(anchor);
            if let Some(found) = anchors.find(|anchor| anchor.lines(code) == Some((first, last))) {
                return Some(found);
            }
        }
        None
    }

    /// The lines, first and last, that the anchor stands for, by the rules of the loader.
    pub fn lines(&self, code: &str) -> Option<(usize, usize)> {
        let start = match &self.after {
            None => 0,
            Some(after) => only(code, after)? + after.len(),
        };
        let at =
            if self.after.is_some() { start + code[start..].find(&self.at)? } else { only(code, &self.at)? };
        let mut end = at + self.at.len();
        if let Some(through) = &self.through {
            end += code[end..].find(through.as_str())? + through.len();
        }
        let line =
            |offset: usize| code.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1;
        Some((line(at), line(end.checked_sub(1)?)))
    }
}

/// Where a text stands that stands there once.
fn only(code: &str, text: &str) -> Option<usize> {
    let mut places = code.match_indices(text).map(|(at, _)| at);
    let first = places.next().filter(|_| !text.is_empty())?;
    places.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "def a():\n    x = 1\n    return x\n\ndef b():\n    x = 1\n    return x\n";

    fn anchor(lines: RangeInclusive<usize>) -> Option<(String, Option<String>, Option<String>)> {
        Anchor::of_lines("a.py", CODE, lines).map(|a| (a.at, a.after, a.through))
    }

    #[test]
    fn lines_get_the_shortest_text_that_names_them() {
        let text = |s: &str| s.to_owned();
        assert_eq!(anchor(1..=1), Some((text("def a():"), None, None)));
        assert_eq!(anchor(1..=2), Some((text("def a():"), None, Some(text("x = 1")))));
        assert_eq!(anchor(6..=6), Some((text("x = 1"), Some(text("def b():")), None)));
        assert_eq!(anchor(4..=7), Some((text("def b():"), None, Some(text("return x")))));
        assert_eq!(anchor(3..=4), Some((text("return x"), Some(text("def a():")), None)));
        assert_eq!(anchor(4..=4), None);
        assert_eq!(anchor(90..=99), None);
    }

    #[test]
    fn letters_of_several_bytes_are_no_obstacle() {
        let code = "a = 'ö'\nb = 'ä'\nß\n";
        assert_eq!(Anchor::of_lines("a.py", code, 3..=3).map(|a| a.at), Some("ß".to_owned()));
        assert_eq!(Anchor::of_lines("a.py", code, 1..=3).and_then(|a| a.through), Some("ß".to_owned()));
    }

    #[test]
    fn what_no_text_can_name_has_no_anchor() {
        assert_eq!(Anchor::of_lines("a.txt", "x\nx\nx\n", 2..=2), None);
    }
}
