//! The families and weaknesses that come with the program.

use crate::core::catalogue::{Catalogue, Cwe, Family};
use serde::Deserialize;

const FAMILIES: &str = include_str!("../../assets/families.toml");
const CWES: &str = include_str!("../../assets/cwe.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    family: Vec<RawFamily>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFamily {
    id: String,
    title: String,
    cwes: Vec<u32>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cwes {
    cwe: Vec<RawCwe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCwe {
    id: u32,
    name: String,
    words: Vec<String>,
}

/// Every family and weakness of `assets/families.toml` and `assets/cwe.toml`.
pub fn catalogue() -> Catalogue {
    let families: Families =
        toml::from_str(FAMILIES).expect("assets/families.toml is sound, a test proves it");
    let cwes: Cwes = toml::from_str(CWES).expect("assets/cwe.toml is sound, a test proves it");
    let families = families.family.into_iter().map(|f| {
        let RawFamily { id, title, cwes, words } = f;
        Family { id, title, cwes, words }
    });
    let cwes = cwes.cwe.into_iter().map(|c| {
        let RawCwe { id, name, words } = c;
        Cwe { id, name, words }
    });
    Catalogue::new(families.collect(), cwes.collect()).expect("the two files agree, a test proves it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_assets_are_sound() {
        let catalogue = catalogue();
        assert_eq!(catalogue.families().len(), 40);
        assert!(catalogue.cwes().len() >= 150);
        for family in catalogue.families() {
            assert!(family.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", family.id);
            assert!(family.words.len() >= 3, "{} has too few everyday words", family.id);
            let once: BTreeSet<_> = family.cwes.iter().collect();
            assert_eq!(once.len(), family.cwes.len(), "{} names a weakness twice", family.id);
        }
        for cwe in catalogue.cwes() {
            assert!(!cwe.words.is_empty(), "CWE-{} has no everyday words", cwe.id);
            let texts = cwe.words.iter().chain([&cwe.name]);
            for text in texts {
                assert!(
                    text.is_ascii() && text.trim() == text && !text.is_empty(),
                    "CWE-{}: {text:?}",
                    cwe.id
                );
            }
        }
    }
}
