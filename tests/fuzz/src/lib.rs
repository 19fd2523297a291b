//! What each fuzz target does with its input, and what must hold whatever the input is.
//!
//! The targets in `fuzz_targets/` call these functions, and so does `tests/fuzz_regressions.rs` with every input that once
//! found something. README.md beside this says how they are run.

pub mod anchors;
pub mod answer;
pub mod draft;
pub mod editor;
pub mod highlight;
pub mod input;
pub mod judge;
pub mod loader;
pub mod reading;
pub mod rules;
pub mod seeds;
pub mod settings;
pub mod shown;

/// What a target does with an input.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("anchors", anchors::run),
    ("answer", answer::run),
    ("draft", draft::run),
    ("editor", editor::run),
    ("highlight", highlight::run),
    ("judge", judge::run),
    ("loader", loader::run),
    ("reading", reading::run),
    ("rules", rules::run),
    ("settings", settings::run),
];
