//! Packs in: reads, checks and finds challenges, and knows the names of weaknesses.
//!
//! A pack is untrusted input. Whatever is wrong with one becomes [`Diagnostic`]s, all of them at once; the other packs load.

pub mod chars;
mod diagnostic;
mod library;
mod source;
mod table;

pub use diagnostic::{Diagnostic, Level, Place, nearest};
pub use library::{Found, Library, LoadedPack, NotFound, Origin, PackReport, load_pack};
