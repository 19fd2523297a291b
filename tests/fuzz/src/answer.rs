//! Answer files, as `riskline grade` reads them.

use super::loader::CATALOGUE;
use super::shown;
use riskline::commands::grade::read;
use riskline::content::Library;
use riskline::core::attempt::ChallengeKey;
use riskline::core::challenge::Challenge;
use riskline::core::matching::{check_finding, match_findings};
use riskline::core::score::score_matching;
use std::sync::LazyLock;

/// The built-in packs.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::load(true, &[], &CATALOGUE));

/// A built-in challenge of one file, and one of several.
pub static CHALLENGES: LazyLock<Vec<(ChallengeKey, &Challenge)>> = LazyLock::new(|| {
    let of = |several: bool| {
        let (pack, challenge) = LIBRARY
            .challenges()
            .find(|(_, c)| (c.files.len() > 1) == several && c.is_patchable())
            .expect("there is one");
        (ChallengeKey::new(&*pack.pack.id, &*challenge.id), challenge)
    };
    vec![of(false), of(true)]
});

pub fn run(data: &[u8]) {
    for (key, challenge) in CHALLENGES.iter() {
        let once = || read("answer.toml", data.to_vec(), (key, challenge), &CATALOGUE);
        let read = once();
        assert_eq!(read, once());
        match read {
            Err(faults) => {
                assert!(!faults.is_empty());
                faults.iter().for_each(shown::fault);
            }
            Ok(read) => {
                let family = CATALOGUE.family(&challenge.family).expect("it is known");
                assert!(read.answer.findings.iter().all(|f| check_finding(challenge, f).is_ok()));
                assert!(read.patch.keys().all(|path| challenge.file(path).is_some()));
                let matching = match_findings(challenge, family, &read.answer.findings);
                let score = score_matching(challenge, &read.answer, None, &matching);
                assert!(score.points <= 100);
            }
        }
    }
}
