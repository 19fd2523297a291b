//! Reads the head of a pack: `pack.toml`, or `[pack]` of a bundled one.

use super::challenge::{check_id, format_is_known, read_allows, read_id};
use super::source::Problems;
use super::table::{Fields, Section, short};
use crate::core::challenge::Pack;
use std::ops::Range;

/// The head of a pack: the pack without its challenges, and their ids with their places in the head.
pub(super) struct Head {
    pub pack: Pack,
    pub order: Vec<(String, Range<usize>)>,
}

/// Reads a pack's head. Everything wrong with it is reported; with an error there is no head.
pub(super) fn read(section: Section, problems: &mut Problems) -> Option<Head> {
    let before = problems.error_count();
    if !format_is_known(&section, problems) {
        return None;
    }
    let fields = section.fields(problems);
    if !fields.has("format") {
        problems.error("missing-key", fields.span(), "`format` is missing in a pack", "write `format = 1`");
    }
    let id = read_id(&fields, problems);
    let title = fields.text("title", problems);
    let promise = fields.text("promise", problems);
    let version = fields.text("version", problems);
    let authors = fields.texts("authors", problems);
    let licence = fields.text("licence", problems);
    let order = read_order(&fields, problems);
    let allows = read_allows(&fields, problems);
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
        allows,
        challenges: Vec::new(),
    };
    Some(Head { pack, order })
}

fn read_order(fields: &Fields, problems: &mut Problems) -> Vec<(String, Range<usize>)> {
    let ids = fields.texts("order", problems);
    // In a bundle the order of the challenges is the order in the file.
    if ids.is_empty() && fields.needs("order") {
        let help = "list the ids of its challenges; `order-lookup` stands for the file order-lookup.toml";
        problems.error(
            "missing-key",
            fields.span_of("order"),
            "a pack needs `order`, and a challenge in it",
            help,
        );
    }
    if let Some(most) = fields.most("order").filter(|most| ids.len() > *most) {
        let message = format!("a pack may have {most} challenges");
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
