//! Reads the head of a pack: `pack.toml`, or `[pack]` of a bundled one.

use super::challenge::{check_id, format_is_known, read_id};
use super::source::Problems;
use super::table::{Fields, Use, short};
use crate::core::challenge::Pack;
use std::ops::Range;
use toml::de::DeTable;

const PACK: &[&str] = &["format", "id", "title", "promise", "version", "authors", "licence", "order"];
/// How many challenges a pack may have.
pub(super) const MOST_CHALLENGES: usize = 5_000;

/// The head of a pack: the pack without its challenges, and their ids with their places in the head.
pub(super) struct Head {
    pub pack: Pack,
    pub order: Vec<(String, Range<usize>)>,
}

/// Reads a pack's head. Everything wrong with it is reported; with an error there is no head.
/// In a bundle the order of the challenges is the order in the file, and `order` may be left out.
pub(super) fn read(
    span: Range<usize>,
    table: &DeTable<'_>,
    bundled: bool,
    problems: &mut Problems,
) -> Option<Head> {
    let before = problems.error_count();
    if !format_is_known(table, span.clone(), problems) {
        return None;
    }
    let fields = Fields::new("a pack", span, table, PACK, problems);
    if !fields.has("format") {
        problems.error("missing-key", fields.span(), "`format` is missing in a pack", "write `format = 1`");
    }
    let id = read_id(&fields, problems);
    let title = fields.needed_text("title", Use::Name, problems);
    let promise = fields.needed_text("promise", Use::Prose, problems);
    let version = fields.needed_text("version", Use::Name, problems);
    let authors = fields.texts("authors", Use::Name, problems);
    let licence = fields.needed_text("licence", Use::Name, problems);
    let order = read_order(&fields, bundled, problems);
    if problems.error_count() > before {
        return None;
    }
    let pack = Pack {
        id: id?.value.to_owned(),
        title: title?.value.to_owned(),
        promise: promise?.value.to_owned(),
        version: version?.value.to_owned(),
        authors: authors.into_iter().map(|a| a.value.to_owned()).collect(),
        licence: licence?.value.to_owned(),
        challenges: Vec::new(),
    };
    Some(Head { pack, order })
}

fn read_order(fields: &Fields, bundled: bool, problems: &mut Problems) -> Vec<(String, Range<usize>)> {
    let ids = fields.texts("order", Use::Name, problems);
    if ids.is_empty() && !bundled {
        let help = "list the ids of its challenges; `order-lookup` stands for the file order-lookup.toml";
        problems.error(
            "missing-key",
            fields.span_of("order"),
            "a pack needs `order`, and a challenge in it",
            help,
        );
    }
    if ids.len() > MOST_CHALLENGES {
        let message = format!("a pack may have {MOST_CHALLENGES} challenges");
        problems.error("too-many", fields.span_of("order"), message, "");
        return Vec::new();
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut order = Vec::new();
    for id in ids {
        if !check_id("order", &id, problems) {
            continue;
        }
        if seen.insert(id.value) {
            order.push((id.value.to_owned(), id.span));
        } else {
            problems.error("duplicate-id", id.span, format!("`{}` is listed twice", short(id.value)), "");
        }
    }
    order
}
