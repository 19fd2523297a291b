//! Packs in: reads, checks and finds challenges, and knows the names of weaknesses.
//!
//! A pack is untrusted input. Whatever is wrong with one becomes [`Diagnostic`]s, all of them at once; the other packs load.

mod anchor;
mod catalogue;
mod challenge;
pub mod chars;
mod checks;
mod diagnostic;
mod edition;
mod fixes;
mod hash;
pub mod keys;
mod library;
mod pack;
mod part;
mod read;
mod rules;
pub mod schema;
pub mod search;
mod sites;
pub(crate) mod source;
mod syntax;
pub(crate) mod table;

pub use catalogue::catalogue;
pub use challenge::{id_from, is_id};
pub use diagnostic::{Diagnostic, Level, Place, nearest};
pub use edition::{Edition, edition};
pub use library::{
    Found, Library, LoadedPack, NotFound, Origin, PackReport, Provenance, built_in_page, load_pack, packs_at,
    tally,
};
pub use part::{ChallengeSource, Part};
pub use search::{Suggestion, WeaknessSearch};
