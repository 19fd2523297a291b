//! Packs in: reads, checks and finds challenges, and knows the names of weaknesses.
//!
//! A pack is untrusted input. Whatever is wrong with one becomes [`Diagnostic`]s, all of them at once; the other packs load.

mod catalogue;
pub mod chars;
mod diagnostic;
mod library;
pub mod search;
pub(crate) mod source;
pub(crate) mod table;

pub use catalogue::catalogue;
pub use diagnostic::{Diagnostic, Level, Place, nearest};
pub use library::{Found, Library, LoadedPack, NotFound, Origin, PackReport, load_pack};
pub use search::{Suggestion, WeaknessSearch};
