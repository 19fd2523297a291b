//! The model of the game, its actions and keys: `update(model, event) -> effects`.
//!
//! One file a screen: its state, what its actions do, what the mouse does on it. What all screens share is in
//! [`model`], what the stages of one attempt share in [`play`].

pub mod action;
pub mod before;
pub mod brief;
pub mod browse;
pub mod coach;
pub mod debrief;
pub mod decide;
pub mod diff;
pub mod doc;
pub mod editor;
pub mod event;
pub mod home;
pub mod input;
pub mod keymap;
pub mod model;
pub mod overlay;
pub mod patch;
pub mod play;
pub mod preview;
mod proposal;
pub mod reveal;
pub mod review;
pub mod secrets;
#[cfg(test)]
pub mod testing;
pub mod text;
pub mod traces;
pub mod trust;
pub mod update;
