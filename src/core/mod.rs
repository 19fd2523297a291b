//! The rules of the game: what a challenge is, how an answer matches it, what it scores, what comes next.
//!
//! Nothing here knows a clock, a file or a terminal. Time, seeds and texts are handed in.

pub mod answer;
pub mod attempt;
pub mod cases;
pub mod catalogue;
pub mod challenge;
pub mod diff;
pub mod lines;
pub mod matching;
pub mod next;
pub mod score;
pub mod separation;
#[cfg(test)]
pub mod testing;
pub mod verdict;
