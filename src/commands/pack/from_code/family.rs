//! Which family a weakness belongs to, by its numbers and by what is said about it.

use crate::core::catalogue::{Catalogue, Cwe, Family};
use crate::core::challenge::Language;

/// A family with the numbers of the weakness, and what is doubtful about them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub family: String,
    /// Never empty, and all known.
    pub cwes: Vec<u32>,
    /// Empty where nothing is doubtful.
    pub family_note: String,
    pub cwe_note: String,
}

/// Families about files that only some languages have.
const OF_PLATFORMS: &[(&str, &[Language])] = &[
    ("open-cloud", &[Language::Terraform, Language::Yaml, Language::Json]),
    ("container-hardening", &[Language::Dockerfile, Language::Yaml, Language::Terraform]),
    ("workflow-injection", &[Language::Yaml]),
];

/// The best family for weaknesses of those numbers, of which nothing but words may be known.
pub(super) fn choose(catalogue: &Catalogue, named: &[u32], said: &str, language: Language) -> Choice {
    let named_and_known: Vec<u32> =
        named.iter().copied().filter(|cwe| catalogue.cwe(*cwe).is_some()).collect();
    let guessed = named_and_known.is_empty();
    let said: String =
        said.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let said: Vec<&str> = said.split_whitespace().collect();
    let known = if guessed { guess(catalogue, &said).into_iter().collect() } else { named_and_known };
    let mut scored: Vec<(i64, &Family)> =
        catalogue.families().iter().map(|family| (score(family, &known, &said, language), family)).collect();
    // Where two are as good, the catalogue's order holds.
    scored.sort_by_key(|(score, _)| -score);
    let Some((best, family)) = scored.first().copied() else {
        return Choice {
            family: String::new(),
            cwes: known,
            family_note: String::new(),
            cwe_note: String::new(),
        };
    };
    let others: Vec<&str> = scored[1..]
        .iter()
        .filter(|(score, _)| *score > 0 && best - score <= 3)
        .take(3)
        .map(|(_, family)| family.id.as_str())
        .collect();
    let family_note = match (best <= 0, others.is_empty()) {
        (true, _) => "nothing says which family this is; choose one of assets/families.toml".to_owned(),
        (false, false) if guessed || others.len() == 1 => format!("or {}", others.join(", ")),
        (false, false) => format!("or one of {}", others.join(", ")),
        (false, true) if guessed => "guessed from words alone".to_owned(),
        (false, true) => String::new(),
    };
    let cwe_note = match named {
        _ if !guessed => String::new(),
        [] => "a guess: nothing names a CWE".to_owned(),
        [unknown, ..] => format!("a guess: CWE-{unknown} is not in the catalogue"),
    };
    let cwes = if known.is_empty() { family.cwes.iter().copied().take(1).collect() } else { known };
    Choice { family: family.id.clone(), cwes, family_note, cwe_note }
}

/// The weakness that most of what is said speaks of.
fn guess(catalogue: &Catalogue, said: &[&str]) -> Option<u32> {
    let words_that_fit = |cwe: &Cwe| {
        let phrases = cwe.words.iter().chain([&cwe.name]).filter(|phrase| fits(phrase, said));
        phrases.map(|phrase| phrase.split_whitespace().count()).sum::<usize>()
    };
    // Of several that fit as well, the one of a family, and then the one with the lower number.
    let rank = |cwe: &&Cwe| {
        let in_family = catalogue.families_of(cwe.id).next().is_some();
        (words_that_fit(cwe), in_family, std::cmp::Reverse(cwe.id))
    };
    catalogue.cwes().iter().max_by_key(rank).filter(|cwe| words_that_fit(cwe) > 0).map(|cwe| cwe.id)
}

/// Whether the words of a phrase are said one after the other.
fn fits(phrase: &str, said: &[&str]) -> bool {
    let lower = phrase.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    !words.is_empty() && said.windows(words.len()).any(|window| window == words)
}

fn score(family: &Family, cwes: &[u32], said: &[&str], language: Language) -> i64 {
    let place = |cwe: &u32| family.cwes.iter().position(|own| own == cwe);
    let by_number: i64 =
        cwes.iter().filter_map(place).map(|at| 10 - i64::try_from(at.min(6)).unwrap_or(6)).max().unwrap_or(0);
    let phrases = family.words.iter().chain([&family.title]);
    let by_words: i64 = phrases.filter(|phrase| fits(phrase, said)).count().try_into().unwrap_or(0);
    let of_platform = OF_PLATFORMS.iter().find(|(id, _)| *id == family.id);
    let by_language = match of_platform {
        Some((_, languages)) if languages.contains(&language) && (by_number > 0 || by_words > 0) => 5,
        Some((_, languages)) if !languages.contains(&language) => -100,
        _ => 0,
    };
    by_number + 4 * by_words.min(3) + by_language
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::catalogue;

    fn family(cwes: &[u32], said: &str, language: Language) -> String {
        choose(&catalogue(), cwes, said, language).family
    }

    #[test]
    fn the_number_says_most_and_the_words_the_rest() {
        let python = Language::Python;
        for (cwes, said, language, expected) in [
            (&[89][..], "B608 hardcoded_sql_expressions", python, "identifier-injection"),
            (&[78], "subprocess with shell=True", python, "shell-string"),
            (&[22], "path traversal", python, "path-containment"),
            (&[22], "tarfile extractall: zip slip", python, "upload-and-archive"),
            (&[79], "Reflected XSS", Language::JavaScript, "xss"),
            (&[327], "use of weak md5 hash", python, "weak-randomness-and-crypto"),
            (&[502], "pickle", python, "unsafe-deserialization"),
            (&[918], "", python, "ssrf"),
            (&[732], "S3 bucket is public", Language::Terraform, "open-cloud"),
            (&[250], "container runs as root", Language::Dockerfile, "container-hardening"),
            (&[], "SQL injection through order by", python, "identifier-injection"),
            (&[], "Notices are escaped: no more XSS", Language::JavaScript, "xss"),
        ] {
            assert_eq!(family(cwes, said, language), expected, "{cwes:?} {said}");
        }
    }

    #[test]
    fn what_is_guessed_is_said() {
        let catalogue = catalogue();
        let sure = choose(&catalogue, &[918], "", Language::Python);
        assert_eq!((sure.cwes.as_slice(), sure.cwe_note.as_str()), (&[918][..], ""));
        let odd = choose(&catalogue, &[99_999], "", Language::Python);
        assert!(
            odd.cwe_note.contains("CWE-99999") && !odd.cwes.is_empty() && !odd.family_note.is_empty(),
            "{odd:?}"
        );
        let none = choose(&catalogue, &[], "", Language::Python);
        assert!(!none.cwe_note.is_empty() && !none.family_note.is_empty(), "{none:?}");
    }
}
