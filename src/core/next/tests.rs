use super::*;
use crate::core::answer::{Confidence, Finding};
use crate::core::challenge::Severity;
use crate::core::score::score;
use crate::core::testing::{challenge, decoy, family, finding, run, weakness};
use crate::core::verdict::Verdict;
use proptest::prelude::*;

const MISS: Step = Step::Back { confident: false };
const SURE_MISS: Step = Step::Back { confident: true };

fn offer(family: &str, n: usize, clean: bool) -> Offer {
    Offer { key: key(family, n), family: family.into(), clean, difficulty: n as u8 }
}

fn key(family: &str, n: usize) -> ChallengeKey {
    ChallengeKey::new("pack", format!("{family}-{n}"))
}

/// Variants 0, 2, 4 of a family are flawed, 1, 3, 5 clean.
fn shelf(families: &[&str]) -> Vec<Offer> {
    families.iter().flat_map(|f| (0..6).map(|n| offer(f, n, n % 2 == 1))).collect()
}

fn past(family: &str, n: usize, day: i64, step: Step) -> Past {
    Past { key: key(family, n), family: family.into(), clean: n % 2 == 1, day, step }
}

fn due(past: &[Past], family: &str) -> (usize, i64) {
    let s = standings(past)[family];
    (s.rung, s.due)
}

#[test]
fn a_family_climbs_the_ladder_when_it_is_due() {
    let mut all = Vec::new();
    let mut day = 100;
    for (n, days) in LADDER.into_iter().chain([60]).enumerate() {
        all.push(past("ssrf", n % 6, day, Step::Up));
        assert_eq!(due(&all, "ssrf"), (n.min(5), day + days));
        day += days;
    }
}

#[test]
fn a_miss_resets_and_doubt_stays() {
    let mut all = vec![past("ssrf", 0, 0, Step::Up), past("ssrf", 2, 1, Step::Up)];
    assert_eq!(due(&all, "ssrf"), (1, 4));
    all.push(past("ssrf", 4, 4, Step::Stay));
    assert_eq!(due(&all, "ssrf"), (1, 7));
    all.push(past("ssrf", 1, 7, MISS));
    assert_eq!(due(&all, "ssrf"), (0, 8));
}

#[test]
fn before_it_is_due_only_a_miss_counts() {
    let mut all = vec![past("ssrf", 0, 0, Step::Up), past("ssrf", 2, 1, Step::Up)];
    all.push(past("ssrf", 4, 2, Step::Up));
    all.push(past("ssrf", 1, 2, Step::Stay));
    assert_eq!(due(&all, "ssrf"), (1, 4));
    all.push(past("ssrf", 3, 2, MISS));
    assert_eq!(due(&all, "ssrf"), (0, 3));
}

#[test]
fn the_newcomer_begins_with_the_first_challenge_of_the_first_pack() {
    let offers = shelf(&["ssrf", "jwt"]);
    for seed in 0..20 {
        let n = next(&[], &offers, 5, seed).unwrap();
        assert_eq!((&n.key, n.why, n.reason()), (&offers[0].key, Why::First, Reason::New));
    }
    assert_eq!(next(&[], &[], 5, 0), None);
    assert_eq!(next(&[past("ssrf", 0, 1, MISS)], &[], 5, 0), None);
}

#[test]
fn a_new_family_comes_twice_in_a_row_and_then_another() {
    let offers = shelf(&["ssrf", "jwt", "csrf"]);
    for seed in 0..40 {
        let mut all = vec![past("ssrf", 0, 0, Step::Up)];
        let second = next(&all, &offers, 0, seed).unwrap();
        assert_eq!((second.why, second.reason()), (Why::SecondOfNew, Reason::New));
        let second = offers.iter().find(|o| o.key == second.key).unwrap();
        assert_eq!(second.family, "ssrf");
        assert_ne!(second.key, all[0].key);
        all.push(Past { key: second.key.clone(), clean: second.clean, ..past("ssrf", 0, 0, Step::Up) });
        let third = next(&all, &offers, 0, seed).unwrap();
        assert_eq!(third.why, Why::NewFamily);
        assert!(third.key.challenge.starts_with("jwt"), "new families come in the order of the packs");
    }
}

#[test]
fn sure_and_wrong_comes_back_first_with_another_variant_but_not_directly() {
    let offers = shelf(&["ssrf", "jwt", "csrf"]);
    let mut all = vec![
        past("ssrf", 0, 0, Step::Up),
        past("jwt", 1, 0, Step::Up),
        past("jwt", 0, 10, MISS),
        past("ssrf", 2, 10, SURE_MISS),
    ];
    for seed in 0..40 {
        assert_ne!(next(&all, &offers, 11, seed).unwrap().why, Why::SureAndWrong);
    }
    all.push(past("jwt", 3, 10, Step::Up));
    for seed in 0..40 {
        let n = next(&all, &offers, 10, seed).unwrap();
        assert_eq!((n.why, n.reason()), (Why::SureAndWrong, Reason::Due));
        assert!(n.key.challenge.starts_with("ssrf") && n.key != key("ssrf", 2));
    }
}

#[test]
fn without_another_variant_sure_and_wrong_waits_until_it_is_due() {
    let offers = [offer("ssrf", 0, false), offer("jwt", 0, false), offer("jwt", 2, false)];
    let all = [past("ssrf", 0, 0, Step::Up), past("ssrf", 0, 9, SURE_MISS), past("jwt", 0, 9, Step::Up)];
    let all = [&all[..], &[past("jwt", 2, 9, Step::Up)]].concat();
    let on = |day| next(&all, &offers, day, 3).map(|n| (n.key.challenge.clone(), n.why)).unwrap();
    assert_eq!(on(9), ("ssrf-0".into(), Why::LongestAgo));
    assert_eq!(on(10), ("ssrf-0".into(), Why::Due { days_over: 0 }));
}

#[test]
fn due_comes_before_new_and_new_before_the_rest() {
    let offers = shelf(&["ssrf", "jwt", "csrf"]);
    let all = [
        past("jwt", 0, 0, Step::Up),
        past("jwt", 2, 0, Step::Up),
        past("ssrf", 1, 0, Step::Up),
        past("ssrf", 3, 0, Step::Up),
    ];
    let why = |offers: &[Offer], day| next(&all, offers, day, 1).unwrap();
    assert_eq!(why(&offers, 0).why, Why::NewFamily);
    assert_eq!(why(&offers, 1).why, Why::Due { days_over: 0 });
    assert_eq!(why(&offers, 1).key.challenge.split('-').next(), Some("jwt"));
    let known = shelf(&["ssrf", "jwt"]);
    let n = why(&known, 0);
    assert_eq!((n.why, n.reason()), (Why::LongestAgo, Reason::Mixed));
    assert_eq!(n.key.challenge.split('-').next(), Some("jwt"));
}

#[test]
fn variants_never_seen_come_first_the_easiest_of_them_before_the_others() {
    let offers = shelf(&["ssrf", "jwt"]);
    let clean: Vec<Past> = [1, 0, 3].map(|n| past("jwt", n, 0, Step::Up)).into();
    // Two flawed variants of ssrf were seen; the next flawed one is the third, then the one seen longest ago.
    let mut all = [vec![past("ssrf", 2, 0, Step::Up), past("ssrf", 0, 0, Step::Up)], clean].concat();
    let flawed = |all: &[Past]| {
        let keys = (0..60).filter_map(|seed| next(all, &offers, 1, seed)).map(|n| n.key.challenge);
        keys.filter(|k| ["ssrf-0", "ssrf-2", "ssrf-4"].contains(&k.as_str())).collect::<Vec<_>>()
    };
    let first = flawed(&all);
    assert!(!first.is_empty() && first.iter().all(|k| k == "ssrf-4"), "{first:?}");
    all.insert(2, past("ssrf", 4, 0, Step::Up));
    let then = flawed(&all);
    assert!(then.iter().all(|k| k == "ssrf-2"), "{then:?}");
}

#[test]
fn the_only_challenge_there_is_comes_again() {
    let offers = [offer("ssrf", 0, false)];
    let all: Vec<Past> = (0..5).map(|d| past("ssrf", 0, d, Step::Up)).collect();
    assert_eq!(next(&all, &offers, 5, 9).map(|n| n.key), Some(key("ssrf", 0)));
}

#[test]
fn a_step_follows_from_what_the_store_keeps() {
    let flawed = challenge(40, vec![weakness("w", "10", Severity::High), decoy("d", "20")]);
    let clean = challenge(40, vec![decoy("d", "20")]);
    let held = run(&flawed, &[Verdict::Holds, Verdict::Holds]);
    let open = run(&flawed, &[Verdict::Holds, Verdict::Open]);
    let hit = || vec![finding("10", Some(639))];
    let step = |c: &Challenge, findings: Vec<Finding>, decision, sure, hint, patch: Option<_>| {
        let sure = Confidence::try_from(sure).unwrap();
        let answer = Answer { findings, decision, sure, hint };
        let score = score(c, &answer, patch, &family());
        let past = Past::of(key("f", 0), "f", 3, &answer, &score);
        assert_eq!(past.clean, c.is_clean());
        past.step
    };
    use Decision::{Accept, Modify, Reject};
    use HintLevel::{None as NoHint, Strategy};
    for (findings, decision, sure, hint, patch, expected) in [
        (hit(), Modify, 80, NoHint, Some(&held), Step::Up),
        (hit(), Reject, 95, NoHint, Some(&held), Step::Up),
        (hit(), Modify, 65, NoHint, Some(&held), Step::Stay),
        (hit(), Modify, 95, Strategy, Some(&held), Step::Stay),
        (hit(), Modify, 95, NoHint, Some(&open), Step::Stay),
        (hit(), Modify, 95, NoHint, None, Step::Stay),
        (hit(), Accept, 80, NoHint, None, SURE_MISS),
        (vec![], Accept, 65, NoHint, None, MISS),
        (vec![finding("10", Some(79))], Modify, 95, NoHint, Some(&held), MISS),
        (vec![finding("20", None)], Modify, 95, NoHint, None, SURE_MISS),
    ] {
        assert_eq!(
            step(&flawed, findings, decision, sure, hint, patch),
            expected,
            "{decision:?} {sure} {hint:?}"
        );
    }
    for (findings, decision, sure, expected) in [
        (vec![], Accept, 95, Step::Up),
        (vec![], Accept, 50, Step::Stay),
        (vec![finding("20", None)], Accept, 95, Step::Stay),
        (vec![finding("20", None)], Modify, 65, MISS),
        (vec![finding("20", None)], Reject, 95, SURE_MISS),
    ] {
        assert_eq!(step(&clean, findings, decision, sure, NoHint, None), expected, "{decision:?} {sure}");
    }
}

#[test]
fn home_never_says_more_than_one_of_three_words() {
    let labels = [Reason::Due, Reason::New, Reason::Mixed].map(Reason::label);
    assert_eq!(labels, ["due today", "new", "mixed"]);
    assert_eq!(
        Why::Due { days_over: 3 }.explain("Object ownership"),
        "Object ownership was due 3 days before"
    );
}

fn any_steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let step = prop::sample::select(vec![Step::Up, Step::Stay, MISS, SURE_MISS]);
    prop::collection::vec((step, prop::sample::select(vec![0i64, 0, 0, 1, 2, 9])), 1..60)
}

proptest! {
    /// A player who takes what is proposed, with plenty of variants of every family and kind.
    #[test]
    fn the_mixture_keeps_its_bounds(steps in any_steps(), seed in prop::num::u64::ANY) {
        let names: Vec<String> = (0..9).map(|n| format!("family{n}")).collect();
        let offers: Vec<Offer> =
            names.iter().flat_map(|f| (0..40).map(move |n| offer(f, n, n % 2 == 1))).collect();
        let (mut all, mut today): (Vec<Past>, i64) = (Vec::new(), 0);
        for (step, days) in steps {
            today += days;
            let n = next(&all, &offers, today, seed).expect("there is something to play");
            prop_assert_eq!(next(&all, &offers, today, seed), Some(n.clone()), "the proposal is stable");
            let o = offers.iter().find(|o| o.key == n.key).expect("it is one of the offers");
            prop_assert!(!all.iter().any(|p| p.key == n.key), "an unseen variant was left");
            all.push(Past { key: n.key, family: o.family.clone(), clean: o.clean, day: today, step });
        }
        let kinds: Vec<bool> = all.iter().map(|p| p.clean).collect();
        prop_assert!(kinds.windows(4).all(|w| w.iter().any(|k| *k != w[0])), "a run of four");
        for window in kinds.windows(WINDOW) {
            let clean = window.iter().filter(|k| **k).count();
            prop_assert!((3..=5).contains(&clean), "{clean} of 10 are clean");
        }
        for (i, w) in all.windows(2).enumerate() {
            let met = all[..=i].iter().filter(|p| p.family == w[0].family).count();
            prop_assert!(w[0].family != w[1].family || met == 1, "two of a kind in a row are for new families");
        }
    }

    /// Whatever was played and whatever is left, something is proposed, and it exists.
    #[test]
    fn there_is_always_a_proposal(
        steps in any_steps(),
        picks in prop::collection::vec((0usize..3, 0usize..6), 60),
        left in 1usize..18,
        seed in prop::num::u64::ANY,
    ) {
        let names = ["ssrf", "jwt", "csrf"];
        let mut day = 0;
        let all: Vec<Past> = steps.iter().zip(&picks).map(|((step, days), (f, n))| {
            day += days;
            past(names[*f], *n, day, *step)
        }).collect();
        let offers = &shelf(&names)[..left];
        let n = next(&all, offers, day, seed).expect("there is something to play");
        prop_assert!(offers.iter().any(|o| o.key == n.key));
        for standing in standings(&all).values() {
            prop_assert!(standing.rung < LADDER.len() && standing.due <= day + 60);
        }
    }
}
