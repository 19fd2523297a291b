use super::*;
use crate::core::challenge::Severity;
use crate::core::testing::{boundary, challenge, decoy, family, file, finding, lines, site, weakness};
use proptest::prelude::*;

const HIGH: Severity = Severity::High;

fn outcomes(challenge: &Challenge, findings: &[Finding]) -> Vec<FindingOutcome> {
    match_findings(challenge, &family(), findings).findings
}

fn hit(site: usize, naming: Naming) -> FindingOutcome {
    FindingOutcome::Hit { site, naming, tracing: Tracing::NotAsked }
}

#[test]
fn a_short_finding_hits_by_touching_a_core_line() {
    let c = challenge(40, vec![weakness("w", "10-12", HIGH)]);
    for (range, hits) in [("12-16", true), ("13-17", false), ("8-9", false), ("6-10", true), ("10", true)] {
        let expected = if hits { hit(0, Naming::None) } else { FindingOutcome::Stray };
        assert_eq!(outcomes(&c, &[finding(range, None)]), [expected], "{range}");
    }
}

#[test]
fn a_long_finding_must_lie_half_in_core_and_context() {
    // 6 lines are more than 5: 3 of them must be core or context, and at least one core.
    let mut c = challenge(40, vec![weakness("w", "10-11", HIGH)]);
    assert_eq!(outcomes(&c, &[finding("6-11", None)]), [FindingOutcome::Stray]);
    c.sites[0].context = vec![lines("9")];
    assert_eq!(outcomes(&c, &[finding("6-11", None)]), [hit(0, Naming::None)]);
    c.sites[0].context = vec![lines("20-30")];
    assert_eq!(outcomes(&c, &[finding("20-26", None)]), [FindingOutcome::Stray], "context alone is no hit");
}

#[test]
fn what_counts_as_short_shrinks_with_the_file_but_never_below_two_lines() {
    assert_eq!([1, 10, 13, 14, 20, 26, 27, 33, 34, 400].map(precise_limit), [2, 2, 2, 2, 3, 3, 4, 4, 5, 5]);
    // In a file of 20 lines 4 lines that touch one core line are no hit, 3 are.
    let c = challenge(20, vec![weakness("w", "10", HIGH)]);
    assert_eq!(outcomes(&c, &[finding("10-13", None)]), [FindingOutcome::Stray]);
    assert_eq!(outcomes(&c, &[finding("10-12", None)]), [hit(0, Naming::None)]);
}

#[test]
fn the_second_finding_on_a_site_and_findings_on_neutral_sites_are_ignored() {
    let c = challenge(40, vec![weakness("w", "10-12", HIGH), site("n", SiteKind::Neutral, "20-21")]);
    let marked = [finding("10", None), finding("10-12", None), finding("20", None), finding("30", None)];
    assert_eq!(
        outcomes(&c, &marked),
        [
            FindingOutcome::Ignored { site: 0, because: Ignored::Second },
            hit(0, Naming::None),
            FindingOutcome::Ignored { site: 1, because: Ignored::Neutral },
            FindingOutcome::Stray,
        ]
    );
    let tally = match_findings(&c, &family(), &marked).tally();
    assert_eq!(tally, Tally { weaknesses: 1, found: 1, decoys: 0, decoys_marked: 0, strays: 1 });
}

#[test]
fn more_core_lines_come_first() {
    let c = challenge(40, vec![weakness("w", "10-11", HIGH), decoy("d", "12-14")]);
    assert_eq!(outcomes(&c, &[finding("11-14", Some(639))]), [FindingOutcome::FalseAlarm { site: 1 }]);
    assert_eq!(outcomes(&c, &[finding("10-12", None)]), [hit(0, Naming::None)]);
}

#[test]
fn then_the_better_name() {
    let c = challenge(40, vec![weakness("w", "10", HIGH)]);
    assert_eq!(
        outcomes(&c, &[finding("10", None), finding("9-10", Some(862)), finding("9-11", Some(639))]),
        [
            FindingOutcome::Ignored { site: 0, because: Ignored::Second },
            FindingOutcome::Ignored { site: 0, because: Ignored::Second },
            hit(0, Naming::Exact),
        ]
    );
}

#[test]
fn then_the_shorter_finding() {
    let c = challenge(40, vec![weakness("w", "10", HIGH)]);
    let second = FindingOutcome::Ignored { site: 0, because: Ignored::Second };
    assert_eq!(
        outcomes(&c, &[finding("9-10", Some(862)), finding("10", Some(862))]),
        [second, hit(0, Naming::Family)]
    );
}

#[test]
fn then_weakness_before_decoy_then_order_in_the_file() {
    let c = challenge(40, vec![decoy("d", "9"), weakness("w", "10", HIGH), weakness("v", "11", HIGH)]);
    assert_eq!(outcomes(&c, &[finding("9-11", None)]), [hit(1, Naming::None)]);
    // The second such finding takes what is left: the other weakness, then the decoy.
    assert_eq!(
        outcomes(&c, &[finding("9-11", None), finding("9-11", None), finding("9-11", None)]),
        [hit(1, Naming::None), hit(2, Naming::None), FindingOutcome::FalseAlarm { site: 0 }]
    );
}

#[test]
fn a_neutral_site_takes_a_finding_from_a_decoy_only() {
    let neutral = site("n", SiteKind::Neutral, "10-20");
    let c = challenge(60, vec![neutral.clone(), weakness("w", "12", HIGH)]);
    assert_eq!(outcomes(&c, &[finding("11-14", None)]), [hit(1, Naming::None)]);
    let c = challenge(60, vec![neutral, decoy("d", "12")]);
    let ignored = FindingOutcome::Ignored { site: 0, because: Ignored::Neutral };
    assert_eq!(outcomes(&c, &[finding("11-14", None)]), [ignored]);
    assert_eq!(outcomes(&c, &[finding("12", None)]), [FindingOutcome::FalseAlarm { site: 1 }]);
}

#[test]
fn findings_in_another_file_hit_nothing_here() {
    let mut c = challenge(40, vec![weakness("w", "10", HIGH)]);
    c.files.push(file("b.py", 40));
    let other = Finding { file: "b.py".into(), ..finding("10", Some(639)) };
    assert_eq!(outcomes(&c, &[other]), [FindingOutcome::Stray]);
}

#[test]
fn naming_is_exact_by_the_sites_cwe_and_half_by_its_family() {
    let c = challenge(40, vec![weakness("w", "10", HIGH)]);
    for (cwe, naming) in [
        (Some(639), Naming::Exact),
        (Some(862), Naming::Family),
        (Some(22), Naming::None),
        (None, Naming::None),
    ] {
        assert_eq!(outcomes(&c, &[finding("10", cwe)]), [hit(0, naming)]);
    }
}

#[test]
fn a_boundary_counts_on_the_entry_lines_of_the_right_file() {
    let mut c = challenge(40, vec![weakness("w", "10", HIGH)]);
    c.files.push(file("b.py", 40));
    c.sites[0].entries = vec![(1, lines("5-6"))];
    for (mark, tracing) in [
        (boundary("b.py", "6-8"), Tracing::Right),
        (boundary("b.py", "6-9"), Tracing::Wrong),
        (boundary("b.py", "7"), Tracing::Wrong),
        (boundary("a.py", "5"), Tracing::Wrong),
        (None, Tracing::Unmarked),
    ] {
        let marked = Finding { boundary: mark.clone(), ..finding("10", None) };
        let expected = FindingOutcome::Hit { site: 0, naming: Naming::None, tracing };
        assert_eq!(outcomes(&c, &[marked]), [expected], "{mark:?}");
    }
}

#[test]
fn a_finding_that_cannot_be_made_is_refused_with_the_reason() {
    let mut c = challenge(40, vec![]);
    c.files.push(file("b.py", 200));
    assert_eq!([1, 80, 89, 90, 200].map(finding_limit), [8, 8, 8, 9, 20]);
    let refused = |f: Finding| check_finding(&c, &f).unwrap_err().to_string();
    assert_eq!(check_finding(&c, &finding("33-40", None)), Ok(()));
    assert_eq!(
        refused(finding("1-9", None)),
        "a finding in `a.py` marks at most 8 lines, and this one marks 9; mark what matters, or make several findings"
    );
    assert_eq!(refused(finding("40-41", None)), "lines 40-41 go past the end of `a.py`, which has 40 lines");
    assert_eq!(
        refused(Finding { file: "c.py".into(), ..finding("1", None) }),
        "the challenge has no file `c.py`; it has `a.py`, `b.py`"
    );
    assert_eq!(check_finding(&c, &Finding { file: "b.py".into(), ..finding("1-20", None) }), Ok(()));
    let with_boundary = |mark| Finding { boundary: mark, ..finding("1", None) };
    assert_eq!(check_finding(&c, &with_boundary(boundary("b.py", "198-200"))), Ok(()));
    assert_eq!(
        refused(with_boundary(boundary("b.py", "1-4"))),
        "a trust boundary is at most 3 lines, and this one marks 4"
    );
    assert!(refused(with_boundary(boundary("b.py", "201"))).contains("past the end"));
}

#[test]
fn a_range_of_the_greatest_size_is_refused_and_matched_without_being_walked() {
    let c = challenge(40, vec![weakness("w", "10", HIGH)]);
    let vast = Finding { lines: LineRange::new(1, usize::MAX), ..finding("1", None) };
    assert!(check_finding(&c, &vast).is_err());
    assert_eq!(outcomes(&c, &[vast]), [FindingOutcome::Stray]);
}

/// Challenges whose decoys and weaknesses do not share core lines, with neutral sites anywhere.
fn any_challenge() -> impl Strategy<Value = Challenge> {
    let spot = (0usize..3, 1usize..4, 0usize..3, prop::bool::ANY);
    (12usize..90, prop::collection::vec(spot, 0..7)).prop_map(|(file_lines, spots)| {
        let mut sites = Vec::new();
        let mut next = 2;
        for (i, (kind, length, gap, context)) in spots.into_iter().enumerate() {
            let kind = [SiteKind::Weakness, SiteKind::Decoy, SiteKind::Neutral][kind];
            let core = LineRange::new(next, next + length - 1);
            if core.last() > file_lines {
                break;
            }
            let mut site = site(&format!("s{i}"), kind, &core.to_string());
            if kind == SiteKind::Weakness {
                site.cwes = vec![639, 22];
                site.entries = vec![(0, lines("1"))];
            }
            if context {
                site.context = vec![LineRange::line(core.last() + 1)];
            }
            sites.push(site);
            next = core.last() + 1 + gap;
        }
        challenge(file_lines, sites)
    })
}

fn any_findings() -> impl Strategy<Value = Vec<Finding>> {
    let cwe = prop::option::of(prop::sample::select(vec![639u32, 862, 22, 79]));
    let mark = prop::option::of(prop::sample::select(vec!["1", "3-4"]));
    let one = (1usize..40, 0usize..9, cwe, mark).prop_map(|(first, extra, cwe, mark)| Finding {
        lines: LineRange::new(first, first + extra),
        boundary: mark.and_then(|range| boundary("a.py", range)),
        ..finding("1", cwe)
    });
    prop::collection::vec(one, 0..9)
}

proptest! {
    #[test]
    fn the_order_of_the_findings_plays_no_part(
        (c, marked, shuffled) in (any_challenge(), any_findings()).prop_flat_map(|(c, marked)| {
            let order: Vec<usize> = (0..marked.len()).collect();
            (Just(c), Just(marked), Just(order).prop_shuffle())
        })
    ) {
        let one = match_findings(&c, &family(), &marked);
        let reordered: Vec<_> = shuffled.iter().map(|&i| marked[i].clone()).collect();
        let other = match_findings(&c, &family(), &reordered);
        prop_assert_eq!(one.tally(), other.tally());
        // The same findings come to the same outcomes; findings that say the same may swap theirs.
        let sorted = |marked: &[Finding], m: &Matching| {
            let mut all: Vec<_> = marked.iter().zip(&m.findings).map(|p| format!("{p:?}")).collect();
            all.sort();
            all
        };
        prop_assert_eq!(sorted(&marked, &one), sorted(&reordered, &other));
    }

    #[test]
    fn findings_and_sites_are_matched_one_to_one(c in any_challenge(), marked in any_findings()) {
        let m = match_findings(&c, &family(), &marked);
        prop_assert_eq!((m.findings.len(), m.sites.len()), (marked.len(), c.sites.len()));
        for (s, outcome) in m.sites.iter().enumerate() {
            let claims: Vec<usize> = m.findings.iter().enumerate().filter_map(|(f, o)| match o {
                FindingOutcome::Hit { site, .. } | FindingOutcome::FalseAlarm { site } if *site == s => Some(f),
                _ => None,
            }).collect();
            let expected = match (outcome, c.sites[s].kind) {
                (SiteOutcome::Found { finding, .. }, SiteKind::Weakness)
                | (SiteOutcome::FalseAlarm { finding }, SiteKind::Decoy) => vec![*finding],
                (SiteOutcome::Missed, SiteKind::Weakness)
                | (SiteOutcome::LeftAlone, SiteKind::Decoy)
                | (SiteOutcome::NotScored, SiteKind::Neutral) => vec![],
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(claims, expected);
        }
    }

    #[test]
    fn a_finding_that_could_have_a_free_site_never_goes_without(c in any_challenge(), marked in any_findings()) {
        let m = match_findings(&c, &family(), &marked);
        for (f, outcome) in m.findings.iter().enumerate() {
            if matches!(outcome, FindingOutcome::Stray | FindingOutcome::Ignored { .. }) {
                for (s, site) in m.sites.iter().enumerate() {
                    let free = matches!(site, SiteOutcome::Missed);
                    prop_assert!(!free || core_lines_hit(&c, &marked[f], s).is_none());
                }
            }
        }
    }
}
