use super::*;
use crate::core::answer::{Answer, Finding, HintLevel};
use crate::core::challenge::{Challenge, Severity};
use crate::core::testing::{boundary, challenge, decoy, family, finding, lines, run, weakness};
use crate::core::verdict::{RunOutcome, RunReport, Verdict};
use proptest::prelude::*;

fn answer(findings: Vec<Finding>, decision: Decision, sure: u8) -> Answer {
    let sure = Confidence::try_from(sure).expect("tests use the four steps");
    Answer { findings, decision, sure, hint: HintLevel::None }
}

/// Two weaknesses, high (3) at 10-11 and low (1) at 20; a decoy at 30. The data enters at line 3 for the first.
fn flawed() -> Challenge {
    let mut high = weakness("high", "10-11", Severity::High);
    high.entries = vec![(0, lines("3"))];
    challenge(40, vec![high, weakness("low", "20", Severity::Low), decoy("safe", "30")])
}

fn clean() -> Challenge {
    challenge(40, vec![decoy("one", "10"), decoy("two", "20"), decoy("three", "30")])
}

fn earned(score: &Score) -> Vec<(PartKind, f64)> {
    score.parts.iter().map(|p| (p.kind, (p.earned * 1e6).round() / 1e6)).collect()
}

fn told(score: &Score, kind: PartKind) -> String {
    score.part(kind).expect("the part counts").explain()
}

/// Finds the high weakness, names it exactly, traces it, and marks the decoy.
fn half_right() -> Answer {
    let found = Finding { boundary: boundary("a.py", "3"), ..finding("10-11", Some(639)) };
    answer(vec![found, finding("30", Some(89))], Decision::Modify, 80)
}

use Verdict::{Fails, Holds, Open};

#[test]
fn one_of_two_found_with_a_false_alarm() {
    let c = flawed();
    let s = score(&c, &half_right(), Some(&run(&c, &[Holds, Holds, Open])), &family());
    assert_eq!(
        earned(&s),
        [
            (PartKind::Detect, 15.0),   // 30 · 3/4 · 1/(1 + 1/2)
            (PartKind::Name, 7.5),      // 10 · 3/4
            (PartKind::Trace, 5.0),     // 5 · 3/3: the other weakness has no entry
            (PartKind::Decide, 15.0),   // modify
            (PartKind::Fix, 22.5),      // 30 · 3/4
            (PartKind::Calibrate, 9.6), // 10 · (1 - 0.2²)
        ]
    );
    assert_eq!(s.points, 75); // 74.6
    assert_eq!(told(&s, PartKind::Detect), "found 1 of 2 weaknesses, 0.75 by severity; 1 false alarm");
    assert_eq!(told(&s, PartKind::Name), "named 1 of 2 weaknesses exactly");
    assert_eq!(told(&s, PartKind::Trace), "marked where the data enters");
    assert_eq!(told(&s, PartKind::Decide), "modify is right here");
    assert_eq!(told(&s, PartKind::Fix), "the patch closes 1 of 2 weaknesses");
    assert_eq!(told(&s, PartKind::Calibrate), "80 % sure, and right");
}

#[test]
fn hints_multiply_everything_but_the_fix() {
    let c = flawed();
    let fixed = run(&c, &[Holds, Holds, Open]);
    for (hint, points) in [
        (HintLevel::Strategy, 64), // 52.1 · 0.8 + 22.5 = 64.18
        (HintLevel::Region, 49),   // 52.1 · 0.5 + 22.5 = 48.55
        (HintLevel::Reveal, 23),   // 22.5, and a half goes up
    ] {
        let s = score(&c, &Answer { hint, ..half_right() }, Some(&fixed), &family());
        assert_eq!(s.points, points, "{hint:?}");
    }
    let s = score(&c, &Answer { hint: HintLevel::Strategy, ..half_right() }, None, &family());
    assert_eq!(told(&s, PartKind::Decide), "modify is right here; times 0.8 for the hint");
    assert_eq!(told(&s, PartKind::Fix), "no patch was submitted");
}

#[test]
fn a_part_that_nothing_was_asked_for_is_dropped() {
    let mut c = flawed();
    c.sites[0].entries.clear();
    let s = score(&c, &half_right(), Some(&run(&c, &[Holds, Holds, Open])), &family());
    assert_eq!(s.points, 73); // 69.6 of 95
    assert_eq!(s.dropped, [Dropped { kind: PartKind::Trace, because: DropReason::NoEntries }]);
    c.decision.patch = false;
    c.decision.reject = 1.0;
    c.decision.modify = 0.4;
    let s = score(&c, &Answer { decision: Decision::Modify, ..half_right() }, None, &family());
    assert_eq!(s.points, 59); // 15 + 7.5 + 6 + 9.6 = 38.1 of 65
    assert_eq!(s.dropped[1], Dropped { kind: PartKind::Fix, because: DropReason::NotPatchable });
    assert_eq!(told(&s, PartKind::Decide), "modify is worth 0.4 of a right decision here");
}

#[test]
fn without_a_patch_the_fix_earns_nothing_and_still_counts() {
    let c = flawed();
    let s = score(&c, &half_right(), None, &family());
    assert_eq!(s.points, 52); // 52.1
    assert_eq!(s.part(PartKind::Fix).map(|p| (p.earned, p.available)), Some((0.0, 30.0)));
}

#[test]
fn a_patch_that_breaks_the_feature_earns_nothing() {
    let c = flawed();
    let s = score(&c, &half_right(), Some(&run(&c, &[Fails, Holds, Holds])), &family());
    assert_eq!(s.points, 52);
    assert_eq!(told(&s, PartKind::Fix), "the patch breaks the feature");
}

#[test]
fn a_weakness_is_closed_when_every_attack_on_it_is_held_off() {
    let mut c = flawed();
    c.checks.push(crate::core::challenge::Check { hidden: true, ..c.checks[1].clone() });
    let s = score(&c, &half_right(), Some(&run(&c, &[Holds, Holds, Holds, Open])), &family());
    assert_eq!(s.part(PartKind::Fix).map(|p| p.earned), Some(7.5)); // only the low one: 30 · 1/4
}

#[test]
fn a_run_that_the_lab_could_not_judge_drops_the_fix_and_an_unusable_patch_earns_nothing() {
    let c = flawed();
    let fix = |reason| {
        let s = score(&c, &half_right(), Some(&RunReport::not_judged(reason, "")), &family());
        (s.points, s.part(PartKind::Fix).map(|p| p.earned))
    };
    // 52.1 of 70
    for reason in [NotJudged::LabLacks, NotJudged::BrokenCheck, NotJudged::NoEngine, NotJudged::Protocol] {
        assert_eq!(fix(reason), (74, None), "{reason:?}");
    }
    for reason in [NotJudged::Syntax, NotJudged::Timeout, NotJudged::Tampering, NotJudged::Cancelled] {
        assert_eq!(fix(reason), (52, Some(0.0)), "{reason:?}");
    }
}

#[test]
fn a_check_that_is_not_needed_may_stay_without_a_verdict() {
    let mut c = flawed();
    let elsewhere = crate::core::challenge::Check { site: None, ..c.checks[1].clone() };
    c.checks.push(elsewhere);
    let mut report = run(&c, &[Holds, Holds, Holds, Verdict::NotJudged]);
    report.outcome =
        RunOutcome::NotJudged { reason: NotJudged::BrokenCheck, message: String::new(), at: None };
    let s = score(&c, &half_right(), Some(&report), &family());
    assert_eq!(s.part(PartKind::Fix).map(|p| p.earned), Some(30.0));
    report.checks[2].verdict = Verdict::NotJudged;
    let s = score(&c, &half_right(), Some(&report), &family());
    assert_eq!(s.part(PartKind::Fix), None);
}

#[test]
fn naming_by_the_family_is_worth_half() {
    let c = flawed();
    let both = vec![finding("10", Some(862)), finding("20", None)];
    let s = score(&c, &answer(both, Decision::Reject, 95), None, &family());
    // 30 + 10 · (3 · 0.5)/4 + 0 + 15 · 0.6 + 0 + 10 · (1 - 0.05²) = 30 + 3.75 + 9 + 9.975
    assert_eq!(s.points, 53); // 52.725
    assert_eq!(told(&s, PartKind::Name), "named 0 of 2 weaknesses exactly, 1 by its family for half");
    assert_eq!(told(&s, PartKind::Trace), "did not mark where the data enters");
    assert_eq!(told(&s, PartKind::Decide), "reject is worth 0.6 of a right decision here");
}

#[test]
fn nothing_found_earns_nothing_for_detection_whatever_was_marked() {
    let c = flawed();
    let s = score(
        &c,
        &answer(vec![finding("30", None), finding("35", None)], Decision::Accept, 95),
        None,
        &family(),
    );
    assert_eq!(s.points, 1); // 10 · (1 - 0.95²) = 0.975
    assert_eq!(
        told(&s, PartKind::Detect),
        "found 0 of 2 weaknesses; 1 false alarm and 1 finding on nothing in particular"
    );
    assert_eq!(told(&s, PartKind::Calibrate), "95 % sure, and wrong");
}

#[test]
fn clean_code_is_worth_all_its_points_to_whoever_leaves_it_alone() {
    let c = clean();
    for (marked, decision, sure, points) in [
        (vec![], Decision::Accept, 95, 100),          // 55 + 35 + 9.975 = 99.975
        (vec![], Decision::Accept, 50, 98),           // 55 + 35 + 7.5 = 97.5, and a half goes up
        (vec!["10"], Decision::Accept, 80, 81),       // 55/1.5 + 35 + 9.6 = 81.27
        (vec!["10", "35"], Decision::Modify, 65, 44), // 27.5 + 10.5 + 10 · (1 - 0.65²) = 43.775
        (vec!["10", "20", "30"], Decision::Reject, 95, 23), // 22 + 0 + 0.975
    ] {
        let marked: Vec<_> = marked.into_iter().map(|range| finding(range, None)).collect();
        let s = score(&c, &answer(marked, decision, sure), None, &family());
        assert_eq!(s.points, points, "{decision:?} {sure}");
        assert_eq!(s.parts.iter().map(|p| p.available).sum::<f64>(), 100.0);
    }
    let s = score(&c, &answer(vec![], Decision::Accept, 95), None, &family());
    assert_eq!(told(&s, PartKind::Restraint), "marked nothing that is safe");
    assert_eq!(s.dropped, []);
}

#[test]
fn a_score_is_stored_and_read_back_as_it_was() {
    let c = flawed();
    for patch in [None, Some(run(&c, &[Holds, Open, Holds]))] {
        let s = score(&c, &half_right(), patch.as_ref(), &family());
        let text = serde_json::to_string(&s).unwrap();
        assert_eq!(serde_json::from_str::<Score>(&text).unwrap(), s, "{text}");
    }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let cwe = prop::option::of(prop::sample::select(vec![639u32, 862, 22]));
    let one = (1usize..40, 0usize..4, cwe).prop_map(|(first, extra, cwe)| Finding {
        lines: crate::core::lines::LineRange::new(first, first + extra),
        boundary: boundary("a.py", "3"),
        ..finding("1", cwe)
    });
    let decision = prop::sample::select(vec![Decision::Accept, Decision::Modify, Decision::Reject]);
    let hint = prop::sample::select(vec![
        HintLevel::None,
        HintLevel::Strategy,
        HintLevel::Region,
        HintLevel::Reveal,
    ]);
    (prop::collection::vec(one, 0..6), decision, prop::sample::select(Confidence::STEPS.to_vec()), hint)
        .prop_map(|(findings, decision, sure, hint)| Answer { findings, decision, sure, hint })
}

fn any_run() -> impl Strategy<Value = Option<Vec<Verdict>>> {
    let verdict = prop::sample::select(vec![Holds, Open, Verdict::NotJudged]);
    let function = prop::sample::select(vec![Holds, Fails, Verdict::NotJudged]);
    prop::option::of((function, prop::collection::vec(verdict, 2)).prop_map(|(f, mut rest)| {
        rest.insert(0, f);
        rest
    }))
}

proptest! {
    #[test]
    fn points_and_parts_stay_within_their_bounds(a in any_answer(), verdicts in any_run(), is_clean in prop::bool::ANY) {
        let c = if is_clean { clean() } else { flawed() };
        let patch = verdicts.filter(|_| !is_clean).map(|v| run(&c, &v));
        let s = score(&c, &a, patch.as_ref(), &family());
        prop_assert!(s.points <= 100);
        for part in &s.parts {
            prop_assert!((0.0..=part.available).contains(&part.earned), "{part:?}");
            prop_assert!(!part.explain().is_empty());
        }
        let available: f64 = s.parts.iter().map(|p| p.available).sum();
        let fix_dropped = s.dropped.iter().any(|d| d.kind == PartKind::Fix);
        prop_assert_eq!(available, if fix_dropped { 70.0 } else { 100.0 });
    }

    #[test]
    fn a_further_stray_never_raises_the_score(a in any_answer(), is_clean in prop::bool::ANY) {
        let c = if is_clean { clean() } else { flawed() };
        let before = score(&c, &a, None, &family());
        let mut more = a;
        more.findings.push(finding("37", Some(639)));
        let after = score(&c, &more, None, &family());
        prop_assert!(after.points <= before.points);
        prop_assert_eq!(after.tally.strays, before.tally.strays + 1);
    }

    #[test]
    fn stronger_hints_and_worse_patches_never_raise_the_score(a in any_answer(), verdicts in any_run()) {
        let c = flawed();
        let patch = verdicts.map(|v| run(&c, &v));
        let points = |a: &Answer, patch: Option<&RunReport>| score(&c, a, patch, &family()).points;
        if let Some(stronger) = a.hint.next() {
            let hinted = Answer { hint: stronger, ..a.clone() };
            prop_assert!(points(&hinted, patch.as_ref()) <= points(&a, patch.as_ref()));
        }
        prop_assert!(points(&a, None) <= points(&a, Some(&run(&c, &[Holds, Open, Holds]))));
        prop_assert!(points(&a, Some(&run(&c, &[Holds, Open, Holds]))) <= points(&a, Some(&run(&c, &[Holds, Holds, Holds]))));
    }
}
