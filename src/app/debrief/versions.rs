//! The versions of the code that can be held against each other.

use crate::app::diff::{DiffView, Version};
use crate::core::attempt::ChallengeKey;
use crate::core::challenge::{Challenge, FixKind};
use std::collections::BTreeMap;

/// One version of a challenge's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeVersion {
    /// Before the suggestion.
    Before,
    /// As the assistant wrote it.
    Original,
    /// The player's patch.
    Yours,
    /// The author's patch.
    Reference,
    /// Another known patch: index into the challenge's fixes.
    Fix(usize),
}

impl CodeVersion {
    /// Its name on the screen.
    pub fn label(self, challenge: &Challenge) -> String {
        match self {
            Self::Before => "before".into(),
            Self::Original => "original".into(),
            Self::Yours => "yours".into(),
            Self::Reference => "reference".into(),
            Self::Fix(i) => {
                let Some(fix) = challenge.fixes.get(i) else { return "patch".into() };
                let number = challenge.fixes[..i].iter().filter(|f| f.kind == fix.kind).count() + 1;
                let word = match fix.kind {
                    FixKind::Reference => "reference",
                    FixKind::Right => "right patch",
                    FixKind::Wrong => "wrong patch",
                    FixKind::Partial => "part patch",
                    FixKind::Mutant => "made weak",
                };
                format!("{word} {number}")
            }
        }
    }

    /// What its author says about it.
    pub fn note(self, challenge: &Challenge) -> Option<&str> {
        let note = match self {
            Self::Reference => &challenge.reference()?.note,
            Self::Fix(i) => &challenge.fixes.get(i)?.note,
            Self::Before | Self::Original | Self::Yours => return None,
        };
        Some(note.trim()).filter(|n| !n.is_empty())
    }

    /// The text of one of the challenge's files in this version.
    pub fn text<'a>(
        self,
        challenge: &'a Challenge,
        file: usize,
        patch: Option<&'a BTreeMap<String, String>>,
    ) -> &'a str {
        let Some(file) = challenge.files.get(file) else { return "" };
        let fixed = |code: Option<&'a BTreeMap<String, String>>| {
            code.and_then(|c| c.get(&file.path)).map_or(file.code.as_str(), String::as_str)
        };
        match self {
            Self::Before => file.before.as_deref().unwrap_or(&file.code),
            Self::Original => &file.code,
            Self::Yours => fixed(patch),
            Self::Reference => fixed(challenge.reference().map(|f| &f.code)),
            Self::Fix(i) => fixed(challenge.fixes.get(i).map(|f| &f.code)),
        }
    }
}

/// The versions there are, in the order in which they are offered.
pub fn versions(challenge: &Challenge, patch: Option<&BTreeMap<String, String>>) -> Vec<CodeVersion> {
    let mut found = Vec::new();
    if challenge.files.iter().any(|f| f.before.is_some()) {
        found.push(CodeVersion::Before);
    }
    found.push(CodeVersion::Original);
    if patch.is_some() {
        found.push(CodeVersion::Yours);
    }
    if challenge.reference().is_some() {
        found.push(CodeVersion::Reference);
    }
    let others = (challenge.fixes.iter().enumerate()).filter(|(_, f)| f.kind != FixKind::Reference);
    found.extend(others.map(|(i, _)| CodeVersion::Fix(i)));
    found
}

/// The files that differ between two versions; every file where none does.
pub fn differing_files(
    challenge: &Challenge,
    patch: Option<&BTreeMap<String, String>>,
    pair: (CodeVersion, CodeVersion),
) -> Vec<usize> {
    let differs = |i: &usize| pair.0.text(challenge, *i, patch) != pair.1.text(challenge, *i, patch);
    let all = 0..challenge.files.len();
    let found: Vec<usize> = all.clone().filter(differs).collect();
    if found.is_empty() { all.collect() } else { found }
}

/// Two versions of one file beside each other.
pub fn compare(
    key: &ChallengeKey,
    challenge: &Challenge,
    patch: Option<&BTreeMap<String, String>>,
    pair: (CodeVersion, CodeVersion),
    file: usize,
    width: usize,
) -> Option<DiffView> {
    let code = challenge.files.get(file)?;
    let version = |v: CodeVersion| {
        let label = v.label(challenge);
        Version {
            doc: format!("{key}/{label}/{}", code.path).as_str().into(),
            label,
            language: code.language,
            text: v.text(challenge, file, patch).into(),
        }
    };
    Some(DiffView::new(version(pair.0), version(pair.1), width))
}
