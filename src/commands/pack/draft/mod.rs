//! The first version of a challenge as a file: what is known is written out, and what only its author can say is marked.
//!
//! Whatever is drafted loads, so that everything that is still missing is told as gaps rather than as faults.

mod anchor;
mod gaps;

pub use anchor::Anchor;

use super::toml_text::{Section, comment, toml_list, toml_text};
use crate::core::challenge::{Brief, Difficulty, FileRole, Language, Severity, SiteKind};
use std::collections::BTreeMap;

/// Stands wherever the author has to write; `pack check` lists what is behind it.
pub use crate::lint::GAP;

/// A challenge as far as it is known. Texts that are empty are written as gaps, and what a challenge needs and the draft
/// has not is added with gaps in it.
#[derive(Debug, Clone)]
pub struct ChallengeDraft {
    /// Comment at the top of the file: where the draft comes from.
    pub about: Vec<String>,
    pub id: String,
    pub title: String,
    pub language: Language,
    /// Empty where no family fits; the file then does not load until one was chosen.
    pub family: String,
    /// What its author has to decide about the family, where it is a guess.
    pub family_note: String,
    /// Whether the code is weak. A weakness without a place becomes a gap.
    pub flawed: bool,
    pub minutes: u32,
    pub difficulty: Difficulty,
    pub principle: String,
    pub references: Vec<String>,
    pub brief: Brief,
    pub strategy: String,
    /// The code. Without any there is one file with a gap in it.
    pub files: Vec<FileDraft>,
    pub sites: Vec<SiteDraft>,
    /// The right patch, where it is known.
    pub reference: Option<FixDraft>,
}

/// A known patch: the whole new text of each file that it changes.
#[derive(Debug, Clone)]
pub struct FixDraft {
    pub note: String,
    pub code: BTreeMap<String, String>,
}

/// A file of a draft.
#[derive(Debug, Clone)]
pub struct FileDraft {
    pub path: String,
    pub role: FileRole,
    /// Its language, where the path does not tell it.
    pub language: Option<Language>,
    /// The text before the suggestion, where the suggestion changes existing code.
    pub before: Option<String>,
    pub code: String,
}

/// A place in the code of a draft.
#[derive(Debug, Clone)]
pub struct SiteDraft {
    /// Comment above it: what was found there, and by whom.
    pub about: Vec<String>,
    pub id: String,
    pub kind: SiteKind,
    pub anchor: Anchor,
    /// Other acceptable anchors in the same file.
    pub also: Vec<Anchor>,
    /// Where the untrusted data enters, in any file. Only for weaknesses, as are the next two.
    pub entries: Vec<Anchor>,
    pub cwes: Vec<u32>,
    /// What its author has to decide about the numbers, where they are a guess.
    pub cwe_note: String,
    pub severity: Severity,
    pub why: String,
}

impl ChallengeDraft {
    /// A draft of which only this is known; all else can be set.
    pub fn new(id: impl Into<String>, language: Language, flawed: bool) -> Self {
        Self {
            about: Vec::new(),
            id: id.into(),
            title: String::new(),
            language,
            family: String::new(),
            family_note: String::new(),
            flawed,
            minutes: 5,
            difficulty: Difficulty { cues: 1, plausibility: 1, distance: 1 },
            principle: String::new(),
            references: Vec::new(),
            brief: Brief::default(),
            strategy: String::new(),
            files: Vec::new(),
            sites: Vec::new(),
            reference: None,
        }
    }

    /// The whole file.
    pub fn to_toml(&self) -> String {
        let whole = self.completed();
        let mut parts = vec![whole.head(), whole.brief_section(), whole.hints()];
        parts.extend(whole.files.iter().map(file_section));
        parts.extend(whole.sites.iter().map(|site| whole.site_section(site)));
        parts.extend(gaps::proof(&whole));
        parts.join("\n")
    }

    fn head(&self) -> String {
        let mut head = Section::new("");
        head.raw("format", 1)
            .text("id", &self.id)
            .text("title", &or_gap(&self.title, "a neutral name, that tells nothing of what is wrong"))
            .text("language", self.language.id())
            .text("family", &or_gap(&self.family, "one of the families in assets/families.toml"))
            .note(&noted(&self.family_note))
            .raw("minutes", self.minutes)
            .raw("difficulty", difficulty(self.difficulty))
            .text("principle", &or_gap(&self.principle, "the lesson in one sentence, for other code too"));
        if !self.references.is_empty() {
            head.raw("references", toml_list(&self.references));
        }
        comment(self.about.iter().map(String::as_str)) + &head.render()
    }

    fn brief_section(&self) -> String {
        let brief = &self.brief;
        let mut section = Section::new("[brief]");
        if !brief.ticket.is_empty() {
            section.text("ticket", &brief.ticket);
        }
        section.text("prompt", &or_gap(&brief.prompt, "what the assistant was asked for")).text(
            "reply",
            &or_gap(&brief.reply, "what it said about its code, sure of itself and without a hint"),
        );
        let trust = format!("{GAP} who may call this, and which input comes from outside");
        let context = if brief.context.is_empty() { vec![trust] } else { brief.context.clone() };
        section.raw("context", toml_list(&context));
        if self.flawed || brief.prompt_gap.is_some() {
            let gap = brief.prompt_gap.as_deref().unwrap_or_default();
            section.text("prompt_gap", &or_gap(gap, "what the prompt left out"));
        }
        section.some_text("better_prompt", brief.better_prompt.as_ref());
        section.render()
    }

    fn hints(&self) -> String {
        let mut section = Section::new("[hints]");
        section.text(
            "strategy",
            &or_gap(&self.strategy, "a question that leads to the place without naming it"),
        );
        section.render()
    }

    fn site_section(&self, site: &SiteDraft) -> String {
        let mut section = Section::new("[[site]]").about(site.about.iter().map(String::as_str));
        if !site.id.is_empty() {
            section.text("id", &site.id);
        }
        section.text("kind", kind(site.kind));
        if self.files.len() > 1 {
            section.text("file", &site.anchor.file);
        }
        let Anchor { at, after, through, .. } = &site.anchor;
        section.text("at", at).some_text("after", after.as_ref()).some_text("through", through.as_ref());
        if !site.also.is_empty() {
            section.raw("also", anchors(&site.also, false));
        }
        if site.kind == SiteKind::Weakness {
            if !site.entries.is_empty() {
                section.raw("entry", anchors(&site.entries, self.files.len() > 1));
            }
            let cwes: Vec<String> = site.cwes.iter().map(u32::to_string).collect();
            section
                .raw("cwe", format!("[{}]", cwes.join(", ")))
                .note(&noted(&site.cwe_note))
                .text("severity", site.severity.label());
        }
        let wanted = match site.kind {
            SiteKind::Weakness => "what an attacker does here, and what comes of it",
            SiteKind::Decoy => "why this is safe although it looks risky",
            SiteKind::Neutral => "why this is a matter of taste",
        };
        section.text("why", &or_gap(&site.why, wanted));
        section.render()
    }
}

fn or_gap(text: &str, wanted: &str) -> String {
    if text.trim().is_empty() { format!("{GAP} {wanted}") } else { text.to_owned() }
}

/// What stands behind a value that is a guess.
fn noted(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!("{GAP} {note}") }
}

fn difficulty(d: Difficulty) -> String {
    format!("{{ cues = {}, plausibility = {}, distance = {} }}", d.cues, d.plausibility, d.distance)
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Weakness => "weakness",
        SiteKind::Decoy => "decoy",
        SiteKind::Neutral => "neutral",
    }
}

fn anchors(anchors: &[Anchor], with_file: bool) -> String {
    let one = |anchor: &Anchor| {
        let file = with_file.then_some(&anchor.file);
        let keys = [
            ("file", file),
            ("at", Some(&anchor.at)),
            ("after", anchor.after.as_ref()),
            ("through", anchor.through.as_ref()),
        ];
        let keys: Vec<String> = keys
            .iter()
            .filter_map(|(key, text)| Some(format!("{key} = {}", toml_text(text.as_ref()?))))
            .collect();
        format!("{{ {} }}", keys.join(", "))
    };
    match anchors {
        [only] => format!("[{}]", one(only)),
        _ => format!("[\n{}]", anchors.iter().map(|a| format!("    {},\n", one(a))).collect::<String>()),
    }
}

fn file_section(file: &FileDraft) -> String {
    let mut section = Section::new("[[file]]");
    section.text("path", &file.path);
    if file.role == FileRole::Context {
        section.text("role", "context");
    }
    if let Some(language) = file.language.filter(|language| *language != Language::from_path(&file.path)) {
        section.text("language", language.id());
    }
    section.some_text("before", file.before.as_ref()).text("code", &file.code);
    section.render()
}

#[cfg(test)]
mod tests;
