//! What tells the truth about a challenge before a player has found it: the reply, comments, names.

use super::Note;
use super::tokens::{Kind, tokens, words_of_name};
use crate::content::Part;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, CodeFile};
use serde::Deserialize;
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../assets/giveaways.toml");

/// A word or a few of them, as they are looked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(super) struct Phrase(String);

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self(text.to_lowercase())
    }
}

impl Phrase {
    /// Whether it stands in a text, as whole words and in any case.
    pub fn is_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        text.match_indices(&self.0).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
    }
}

/// The words of `assets/giveaways.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub actors: Vec<Phrase>,
    comments: Vec<Phrase>,
    names: Vec<String>,
    real_names: Vec<String>,
    admissions: Vec<Phrase>,
    lacks: Vec<Phrase>,
    denials: Vec<Phrase>,
}

pub(super) fn words() -> &'static Words {
    static TABLE: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(WORDS).expect("assets/giveaways.toml is sound, a test proves it"));
    &TABLE
}

pub(super) fn notes(challenge: &Challenge, catalogue: &Catalogue) -> Vec<Note> {
    let mut notes: Vec<Note> = reply(challenge, catalogue).into_iter().collect();
    for (index, file) in challenge.files.iter().enumerate() {
        notes.extend(code(index, file));
    }
    notes
}

/// The reply of a flawed challenge: whether it confesses. On clean code a modest reply is a decoy like any other.
fn reply(challenge: &Challenge, catalogue: &Catalogue) -> Option<Note> {
    if challenge.is_clean() {
        return None;
    }
    let note = |message: String| {
        let help = "let the reply claim what is true and beside the point, as confident replies do";
        Note::new("reply-gives-away", Part::Brief("reply"), message, help)
    };
    let reply = &challenge.brief.reply;
    if let Some(phrase) = words().admissions.iter().find(|phrase| phrase.is_in(reply)) {
        return Some(note(format!("\"{}\" in the reply admits that something is missing", phrase.0)));
    }
    let names = names_of_flaw(challenge, catalogue);
    for sentence in reply.split(['.', '!', '?', '\n', ';']) {
        if words().denials.iter().any(|denial| denial.is_in(sentence)) {
            continue;
        }
        if let Some(phrase) = names.iter().find(|phrase| phrase.is_in(sentence)) {
            return Some(note(format!("\"{}\" in the reply names the flaw", phrase.0)));
        }
    }
    None
}

/// What the catalogue calls the flaw: the words of the family and of the weaknesses that say what is wrong, not just what it
/// is about.
fn names_of_flaw(challenge: &Challenge, catalogue: &Catalogue) -> Vec<Phrase> {
    let family = catalogue.family(&challenge.family);
    let of_family = family.into_iter().flat_map(|f| f.words.iter().chain([&f.title]));
    let cwes = challenge.weaknesses().flat_map(|site| &site.cwes).filter_map(|cwe| catalogue.cwe(*cwe));
    let of_cwes = cwes.flat_map(|cwe| &cwe.words);
    let says_wrong = |text: &&String| words().lacks.iter().any(|lack| lack.is_in(text));
    of_family.chain(of_cwes).filter(says_wrong).map(|text| Phrase::from(text.clone())).collect()
}

/// Comments and names of a file, suggested or of context: players read both.
fn code(index: usize, file: &CodeFile) -> Vec<Note> {
    let words = words();
    let mut notes: Vec<Note> = Vec::new();
    for token in tokens(file.language, &file.code) {
        let (what, word, line) = match token.kind {
            Kind::Comment => {
                let mut lines = token.text.lines().zip(token.line..);
                let hit = lines.find_map(|(text, line)| {
                    let phrase = words.comments.iter().find(|phrase| phrase.is_in(text))?;
                    Some((phrase.0.clone(), line))
                });
                let Some((word, line)) = hit else { continue };
                ("a comment", word, line)
            }
            Kind::Name if !words.real_names.iter().any(|real| real == token.text) => {
                let hit = words_of_name(token.text).into_iter().find(|word| words.names.contains(word));
                let Some(word) = hit else { continue };
                ("a name", word, token.line)
            }
            _ => continue,
        };
        let part = Part::Line { file: index, line };
        if notes.iter().any(|note| note.part == part) {
            continue;
        }
        let message = format!("`{word}` in {what} gives something away");
        let help = "a comment says what the code is meant to do, and a name is that of the feature";
        notes.push(Note::new("code-gives-away", part, message, help));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_stands_for_whole_words() {
        let phrase = |text: &str| Phrase::from(text.to_owned());
        assert!(phrase("Hack").is_in("# a HACK, really") && phrase("no check").is_in("there is no check"));
        assert!(
            !phrase("hack").is_in("hackney")
                && !phrase("no").is_in("know_no_")
                && !phrase("cwe").is_in("cwes")
        );
    }
}
