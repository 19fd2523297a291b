//! The keys of `pack.toml` and of a bundled pack.

use super::challenge::CHALLENGE;
use super::{ALLOWS, ANY, Count, FORMAT_KEY, FileKind, Key, NAME, PROSE, Shape, Table, some};

/// How many challenges a pack may have.
pub const MOST_CHALLENGES: usize = 5_000;

/// `pack.toml`.
pub static PACK_FILE: FileKind = FileKind { name: "pack", title: "Riskline pack", table: &PACK };

/// A whole pack in one file.
pub static BUNDLE_FILE: FileKind =
    FileKind { name: "bundle", title: "Riskline pack in one file", table: &BUNDLE };

const FORMAT: Key = FORMAT_KEY.needed();
const ID: Key =
    Key::new("id", Shape::Id, "Short name, unique among the packs of a player: letters a-z, digits and `-`.")
        .needed();
const TITLE: Key = Key::new("title", NAME, "Name for people. It does not hint at a weakness.").needed();
const PROMISE: Key =
    Key::new("promise", PROSE, "One sentence: what a player can do after the pack.").needed();
const VERSION: Key = Key::new("version", NAME, "The pack's own version, such as `\"1.2\"`.").needed();
const AUTHORS: Key = Key::new("authors", Shape::List(&NAME, ANY), "Who wrote it.");
const LICENCE: Key =
    Key::new("licence", NAME, "The pack's licence as an SPDX expression, such as `CC-BY-4.0`.").needed();

/// The head of a pack in a folder.
pub static PACK: Table = Table::new(
    "a pack",
    "The head of a pack: `pack.toml`, beside which each challenge lies in a file of its own.",
    &[
        FORMAT,
        ID,
        TITLE,
        PROMISE,
        VERSION,
        AUTHORS,
        LICENCE,
        Key::new(
            "order",
            Shape::List(&Shape::Id, some(MOST_CHALLENGES)),
            "The ids of its challenges, in playing order; `note-read` stands for the file `note-read.toml`.",
        )
        .needed(),
        ALLOWS,
    ],
);

/// The head of a pack in one file.
pub static BUNDLED_PACK: Table = Table::new(
    "a pack",
    "The head of a bundled pack.",
    &[
        FORMAT,
        ID,
        TITLE,
        PROMISE,
        VERSION,
        AUTHORS,
        LICENCE,
        Key::new(
            "order",
            Shape::List(&Shape::Id, Count { least: 0, most: Some(MOST_CHALLENGES) }),
            "The ids of its challenges. Best left out: in a bundled pack the order of the file counts.",
        ),
        ALLOWS,
    ],
);

/// A whole pack in one file.
pub static BUNDLE: Table = Table::new(
    "a bundled pack",
    "A whole pack in one file, as `riskline pack bundle` writes it.",
    &[
        Key::new(
            "pack",
            Shape::Table(&BUNDLED_PACK),
            "The head of the pack: what `pack.toml` holds in a folder.",
        )
        .needed(),
        Key::new(
            "challenge",
            Shape::List(&Shape::Table(&CHALLENGE), some(MOST_CHALLENGES)),
            "The challenges, in playing order.",
        )
        .needed(),
    ],
);
