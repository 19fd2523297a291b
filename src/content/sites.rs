//! Reads the sites: what the author says about places in the code.

use super::anchor;
use super::challenge::{check_id, file_and_lines, file_of};
use super::keys::challenge::SITE_KINDS;
use super::source::Problems;
use super::table::{Fields, Section, short};
use crate::core::catalogue::{Catalogue, Family};
use crate::core::challenge::{CodeFile, FileRole, Severity, Site, SiteKind};
use crate::core::lines::LineRange;
use std::collections::BTreeSet;
use std::ops::Range;

/// The sites that could be read.
pub(super) struct Sites {
    /// In file order.
    pub list: Vec<Site>,
    /// The ids that were written, also of sites that could not be read.
    declared: BTreeSet<String>,
    /// Whether those are all: if not, whether the challenge is flawed cannot be told.
    pub sound: bool,
}

impl Sites {
    /// Reports a site id that is not among those of `kind`; nothing where it is, or where that cannot be told.
    pub fn check_reference(
        &self,
        id: &super::table::Text<'_>,
        kind: Option<SiteKind>,
        problems: &mut Problems,
    ) {
        let named = self.list.iter().find(|s| s.id == id.value);
        let (code, message) = match named {
            Some(site) if kind.is_none_or(|k| k == site.kind) => return,
            Some(_) => ("not-a-weakness", format!("the site `{}` is no weakness", id.value)),
            None if self.declared.contains(id.value) => return,
            None => ("unknown-site", format!("there is no site `{}`", short(id.value))),
        };
        let ids = || self.list.iter().filter(|s| kind.is_none_or(|k| k == s.kind)).map(|s| s.id.as_str());
        let help = match problems.nearest(id.value, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids().next().is_none() => "the challenge has no such sites".to_owned(),
            None => format!("possible are: {}", ids().collect::<Vec<_>>().join(", ")),
        };
        problems.error(code, id.span.clone(), message, help);
    }
}

/// What a site's reading needs to know.
struct Scope<'a> {
    files: &'a [CodeFile],
    files_sound: bool,
    family: Option<&'a Family>,
    catalogue: &'a Catalogue,
}

/// Reads every site of a challenge, puts them in file order and holds them against each other.
pub(super) fn read(
    challenge: &Fields,
    files: &[CodeFile],
    files_sound: bool,
    family: Option<&Family>,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Sites {
    let scope = Scope { files, files_sound, family, catalogue };
    let tables = challenge.tables("site", problems);
    let written = tables.len();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut read: Vec<(Site, Range<usize>)> = Vec::new();
    for section in tables {
        let span = section.span.clone();
        let fields = section.fields(problems);
        let site = read_site(&fields, &scope, problems);
        // The id is taken even where the rest is wrong, so that a second one is told.
        if let Some(id) = fields.text("id", &mut Problems::new(problems.source))
            && !taken.insert(id.value.to_owned())
        {
            let message = format!("there are two sites `{}`", short(id.value));
            problems.error("duplicate-id", id.span, message, "");
        }
        read.extend(site.map(|s| (s, span)));
    }
    let sound = files_sound && read.len() == written;
    give_ids(&mut read, &taken);
    read.sort_by_key(|(s, _)| {
        (s.file, s.core.iter().map(|r| r.first()).min(), s.core.first().map(|r| r.last()))
    });
    report_overlaps(&read, problems);
    Sites { list: read.into_iter().map(|(s, _)| s).collect(), declared: taken, sound }
}

/// Decoys and neutral sites may go without an id; they get one from their kind and place in the file.
fn give_ids(sites: &mut [(Site, Range<usize>)], taken: &BTreeSet<String>) {
    for kind in [SiteKind::Decoy, SiteKind::Neutral, SiteKind::Weakness] {
        let name = SITE_KINDS.0.iter().find(|(_, k, _)| *k == kind).map_or("site", |(name, ..)| name);
        let mut numbers = (1..).map(|n| format!("{name}-{n}")).filter(|id| !taken.contains(id));
        for (site, _) in sites.iter_mut().filter(|(s, _)| s.kind == kind && s.id.is_empty()) {
            site.id = numbers.next().unwrap_or_default();
        }
    }
}

fn read_site(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Site> {
    let kind = fields.choice("kind", problems);
    let is_weakness = kind == Some(SiteKind::Weakness);
    let id = if is_weakness { fields.needed_text("id", problems) } else { fields.text("id", problems) };
    if let Some(id) = &id {
        check_id("id", id, problems);
    }
    let why = fields.text("why", problems);
    let file = file_of(fields, scope.files, scope.files_sound, None, problems);
    let at = |problems: &mut Problems, fields: &Fields| {
        file.and_then(|f| anchor::resolve(fields, &scope.files[f], problems))
    };
    let main = at(problems, fields);
    let also = anchors(fields, "also", &at, problems);
    let around = anchors(fields, "around", &at, problems);

    let (mut cwes, mut entries, mut severity) = (Vec::new(), Vec::new(), Severity::Low);
    if is_weakness {
        cwes = read_cwes(fields, scope, problems);
        severity = fields.needed_choice("severity", problems).unwrap_or(Severity::Low);
        for section in fields.tables("entry", problems) {
            let entry = section.fields(problems);
            entries.extend(file_and_lines(&entry, scope.files, scope.files_sound, file, problems));
        }
        if file.is_some_and(|f| scope.files[f].role == FileRole::Context) {
            let help = "a file with the role `context` cannot be patched";
            problems.warning(
                "weakness-in-context",
                fields.span_of("file"),
                "the weakness lies in a file of context",
                help,
            );
        }
    } else if kind.is_some() {
        for key in fields.when().iter().flat_map(|w| w.owns).filter(|k| fields.has(k)) {
            let message = format!("only a weakness has a `{key}`");
            problems.error("only-for-weaknesses", fields.key_span(key), message, "remove it");
        }
    }
    let main = main?;
    Some(Site {
        id: id.map(|t| t.value.to_owned()).unwrap_or_default(),
        kind: kind?,
        file: file?,
        core: anchor::merged(main, also),
        context: around,
        entries,
        cwes,
        severity,
        why: why?.value.to_owned(),
    })
}

/// The lines of a list of anchors in the site's own file.
fn anchors(
    fields: &Fields,
    key: &'static str,
    at: &impl Fn(&mut Problems, &Fields) -> Option<LineRange>,
    problems: &mut Problems,
) -> Vec<LineRange> {
    let tables = fields.tables(key, problems);
    let read = |section: Section| {
        let anchor = section.fields(problems);
        at(problems, &anchor)
    };
    tables.into_iter().filter_map(read).collect()
}

fn read_cwes(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Vec<u32> {
    let before = problems.error_count();
    let numbers = fields.numbers("cwe", problems);
    if numbers.is_empty() && problems.error_count() == before {
        let help = "list the numbers that name it exactly, such as `cwe = [639, 862]`";
        problems.error("missing-key", fields.span_of("cwe"), "a weakness needs at least one `cwe`", help);
    }
    let mut cwes: Vec<u32> = Vec::new();
    for (number, span) in numbers {
        let Ok(id) = u32::try_from(number) else { continue };
        if cwes.contains(&id) {
            problems.warning("duplicate-cwe", span, format!("CWE-{id} is listed twice"), "");
            continue;
        }
        let own = scope.family.map(|f| {
            let cwes: Vec<_> = f.cwes.iter().map(u32::to_string).collect();
            format!("the family `{}` has {}", f.id, cwes.join(", "))
        });
        let own = own.unwrap_or_default();
        if scope.catalogue.cwe(id).is_none() {
            problems.error("unknown-cwe", span, format!("CWE-{id} is not in the list of weaknesses"), own);
            continue;
        }
        if scope.family.is_some_and(|f| !f.contains(id)) {
            let message = format!("CWE-{id} is not one of the challenge's family");
            problems.warning("cwe-not-of-family", span, message, own);
        }
        cwes.push(id);
    }
    cwes
}

/// A decoy that shares a line with a weakness could not be told from it.
fn report_overlaps(sites: &[(Site, Range<usize>)], problems: &mut Problems) {
    let of_kind = |kind| sites.iter().filter(move |(s, _)| s.kind == kind);
    for (decoy, span) in of_kind(SiteKind::Decoy) {
        for (weakness, _) in of_kind(SiteKind::Weakness).filter(|(w, _)| w.file == decoy.file) {
            let shared = decoy.core.iter().flat_map(|r| r.iter()).find(|line| weakness.is_core(*line));
            if let Some(line) = shared {
                let message =
                    format!("the decoy `{}` and the weakness `{}` share line {line}", decoy.id, weakness.id);
                problems.error("overlap", span.clone(), message, "anchor one of them to fewer lines");
            }
        }
    }
}
