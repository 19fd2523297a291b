//! What tells flawed challenges from clean ones without being read: measured over all packs that are checked together.

use super::tokens::{Kind, tokens};
use super::{Finding, Note, table};
use crate::content::{Diagnostic, LoadedPack, Part};
use crate::core::challenge::{Challenge, CodeFile, FileRole, SiteKind};
use crate::core::separation::{Separation, share_below};
use std::collections::BTreeSet;

/// A figure that players can see, or could feel after many challenges.
struct Measure {
    lint: &'static str,
    /// What it is, for a sentence: "the code of flawed challenges is longer".
    more: &'static str,
    less: &'static str,
    unit: &'static str,
    of: fn(&Challenge) -> Option<f64>,
}

const MEASURES: &[Measure] = &[
    Measure {
        lint: "length-tells",
        more: "flawed challenges have longer code",
        less: "flawed challenges have shorter code",
        unit: "lines",
        of: |c| Some(suggested(c).map(CodeFile::line_count).sum::<usize>() as f64),
    },
    Measure {
        lint: "comments-tell",
        more: "flawed challenges have more comments",
        less: "flawed challenges have fewer comments",
        unit: "% comment lines",
        of: comment_share,
    },
    Measure {
        lint: "decoys-tell",
        more: "decoys of flawed challenges stand further down",
        less: "decoys of flawed challenges stand further up",
        unit: "% of the file above",
        of: decoy_position,
    },
    Measure {
        lint: "reply-tells",
        more: "flawed challenges have longer replies",
        less: "flawed challenges have shorter replies",
        unit: "characters",
        of: |c| Some(c.brief.reply.trim().chars().count() as f64),
    },
    Measure {
        lint: "files-tell",
        more: "flawed challenges have more files",
        less: "flawed challenges have fewer files",
        unit: "files",
        of: |c| Some(c.files.len() as f64),
    },
];

fn suggested(challenge: &Challenge) -> impl Iterator<Item = &CodeFile> {
    challenge.files.iter().filter(|file| file.role == FileRole::Suggested)
}

/// Lines with a comment among the lines that are not blank, in percent.
fn comment_share(challenge: &Challenge) -> Option<f64> {
    let (mut comments, mut all) = (0, 0);
    for file in suggested(challenge) {
        let mut lines = BTreeSet::new();
        for token in tokens(file.language, &file.code).iter().filter(|token| token.kind == Kind::Comment) {
            lines.extend(token.line..token.line + token.text.lines().count());
        }
        comments += lines.len();
        all += file.code.lines().filter(|line| !line.trim().is_empty()).count();
    }
    (all > 0).then(|| 100.0 * comments as f64 / all as f64)
}

/// The mean share of a file that lies above its decoys, in percent.
fn decoy_position(challenge: &Challenge) -> Option<f64> {
    let decoys = challenge.sites.iter().filter(|site| site.kind == SiteKind::Decoy);
    let places: Vec<f64> = decoys
        .filter_map(|site| {
            let lines = challenge.files.get(site.file)?.line_count();
            let first = site.core.first()?.first();
            Some(100.0 * (first.saturating_sub(1)) as f64 / lines.max(1) as f64)
        })
        .collect();
    (!places.is_empty()).then(|| places.iter().sum::<f64>() / places.len() as f64)
}

/// A challenge's figure.
struct Row {
    name: String,
    clean: bool,
    value: f64,
}

/// Every measure that tells flawed from clean in these packs.
pub(super) fn find(packs: &[LoadedPack]) -> Vec<Finding> {
    let all = || packs.iter().flat_map(|p| p.pack.challenges.iter().map(move |c| (p, c)));
    MEASURES
        .iter()
        .filter_map(|measure| {
            let rows: Vec<Row> = all()
                .filter_map(|(pack, challenge)| {
                    let value = (measure.of)(challenge)?;
                    let name = format!("{}/{}", pack.pack.id, challenge.id);
                    Some(Row { name, clean: challenge.is_clean(), value })
                })
                .collect();
            let (message, help) = measure.judge(&rows)?;
            Some(about_all(packs, measure.lint, message, help))
        })
        .collect()
}

/// A finding about the packs together: about the pack, where there is one.
fn about_all(packs: &[LoadedPack], lint: &'static str, message: String, help: String) -> Finding {
    if let [only] = packs {
        return Finding::of_pack(only, Note::new(lint, Part::Whole, message, help));
    }
    let file = format!("all {} packs", packs.len());
    let level = table::level(lint);
    let diagnostic = Diagnostic { level, code: lint, message, file, place: None, help: Some(help) };
    Finding { pack: None, challenge: None, diagnostic }
}

impl Measure {
    /// What there is to say about the figures, and what to do; nothing where they tell no more than chance.
    fn judge(&self, rows: &[Row]) -> Option<(String, String)> {
        let of =
            |clean: bool| -> Vec<f64> { rows.iter().filter(|r| r.clean == clean).map(|r| r.value).collect() };
        let (flawed, clean) = (of(false), of(true));
        let separation = Separation::of(&flawed, &clean)?;
        if !separation.tells() {
            return None;
        }
        let more = separation.auc > 0.5;
        let text = if more { self.more } else { self.less };
        let message = format!(
            "{text}: median {} against {} {} (AUC {:.2}; by chance 0.50 ± {:.2}, with {} flawed and {} clean)",
            shown(median(&flawed)),
            shown(median(&clean)),
            self.unit,
            separation.auc,
            separation.bound,
            flawed.len(),
            clean.len(),
        );
        // Those that could least stand on the other side pull most.
        let pull = |row: &Row| {
            let share = if row.clean {
                1.0 - share_below(row.value, &flawed)
            } else {
                share_below(row.value, &clean)
            };
            if more { share } else { 1.0 - share }
        };
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_by(|a, b| pull(b).total_cmp(&pull(a)).then_with(|| a.name.cmp(&b.name)));
        let most: Vec<String> = rows
            .iter()
            .take(4)
            .map(|row| {
                format!("{} ({}, {})", row.name, if row.clean { "clean" } else { "flawed" }, shown(row.value))
            })
            .collect();
        let help = format!(
            "most of it comes from {}\nchange some of these, or add challenges on the other side; do not pad",
            most.join(", ")
        );
        Some((message, help))
    }
}

fn shown(value: f64) -> String {
    format!("{value:.0}")
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}
