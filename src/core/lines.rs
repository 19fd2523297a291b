//! Line numbers and ranges of them. Lines count from 1; ranges include both ends.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A run of lines, 1-based, both ends included. `first <= last` always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LineRange {
    first: usize,
    last: usize,
}

impl LineRange {
    /// The range between two lines, whichever comes first. Line 0 is read as line 1.
    pub fn new(a: usize, b: usize) -> Self {
        let (a, b) = (a.max(1), b.max(1));
        Self { first: a.min(b), last: a.max(b) }
    }

    /// The range of a single line.
    pub fn line(line: usize) -> Self {
        Self::new(line, line)
    }

    /// The first line of the range, from 1.
    pub fn first(self) -> usize {
        self.first
    }

    /// The last line of the range, never below [`first`](Self::first).
    pub fn last(self) -> usize {
        self.last
    }

    /// How many lines the range holds; at least 1.
    pub fn count(self) -> usize {
        self.last - self.first + 1
    }

    /// Whether `line` lies in the range.
    pub fn contains(self, line: usize) -> bool {
        (self.first..=self.last).contains(&line)
    }

    /// Whether the two ranges share a line.
    pub fn touches(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Every line of the range in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        self.first..=self.last
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

/// A text that is not a line range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a line or a range of lines; write `12` or `12-16`, counting from 1")]
pub struct NotALineRange(pub String);

impl FromStr for LineRange {
    type Err = NotALineRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotALineRange(text.to_owned());
        let number = |s: &str| s.trim().parse::<usize>().ok().filter(|n| *n > 0).ok_or_else(wrong);
        match text.split_once('-') {
            None => Ok(Self::line(number(text)?)),
            Some((a, b)) => {
                let (a, b) = (number(a)?, number(b)?);
                if a <= b { Ok(Self::new(a, b)) } else { Err(wrong()) }
            }
        }
    }
}

impl TryFrom<String> for LineRange {
    type Error = NotALineRange;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LineRange> for String {
    fn from(range: LineRange) -> Self {
        range.to_string()
    }
}
