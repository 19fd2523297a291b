//! Cuts a function out of a team's own code: with what it needs, and with who calls it, small enough to be reviewed.
//!
//! Whole units are kept or left out, never parts of them, so an excerpt parses as its file did. What is left out is said.

mod credentials;
mod cut;
mod modules;
mod names;
mod outline;
mod render;
mod search;
mod tree;

pub use credentials::{Credential, credentials};
pub use cut::{Cutter, Excerpt, ExcerptFile, Part, Refusal, Target};
pub use tree::{MOST_FILE, Sources, Unreadable, WorkTree};
pub(crate) use tree::{is_skipped, text_of};
