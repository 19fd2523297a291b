//! Riskline: a terminal game that trains developers to judge code written by AI assistants.
//!
//! The layers, each of which knows only those below it:
//!
//! | layer | modules | what it does |
//! |---|---|---|
//! | top | [`cli`], [`commands`] | reads the command line, wires the rest together |
//! | F4 | [`term`] | raw mode, panic and signal guard, event source; runs effects |
//! | F3 | [`ui`] | draws the model; changes nothing |
//! | F2 | [`app`] | the model, its actions and keys, `update(model, action) -> effects` |
//! | F1 | [`content`], [`lint`], [`store`], [`judge`], [`highlight`], [`context`], [`config`] | packs and settings in, what is wrong with them, scores kept, code run, colours |
//! | F1 | [`excerpt`], [`sarif`], [`git`] | a team's own code in: cut to size, what scanners found in it, how it changed |
//! | F0 | [`core`] | the rules: challenges, matching, score, diffs; no clock, no files, no terminal |

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod content;
pub mod context;
pub mod core;
pub mod excerpt;
pub mod git;
pub mod highlight;
pub mod judge;
pub mod lint;
pub mod sarif;
pub mod store;
pub mod term;
pub mod ui;
