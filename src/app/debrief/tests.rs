use super::*;
use crate::core::answer::{Answer, Confidence, Decision, HintLevel};
use crate::core::challenge::{Challenge, Fix, FixKind, Severity};
use crate::core::score::score;
use crate::core::testing::{challenge, decoy, family, finding, run, weakness};
use crate::core::verdict::{Exchange, Verdict};

fn flawed() -> Challenge {
    let mut challenge =
        challenge(60, vec![weakness("any-order", "13-16", Severity::High), decoy("log", "22")]);
    let code = challenge.files[0].code.replace("line_14 = 14", "line_14 = 'mended'");
    let fix = |kind, note: &str, code: &str| Fix {
        kind,
        note: note.into(),
        sites: Vec::new(),
        code: [("a.py".to_owned(), code.to_owned())].into(),
    };
    challenge.fixes = vec![
        fix(FixKind::Reference, "The owner is part of the query.", &code),
        fix(FixKind::Wrong, "Checks who is logged in.", &code.replace("mended", "half")),
        fix(FixKind::Wrong, "Hides one column.", &code.replace("mended", "third")),
    ];
    challenge.principle = "Query by owner.".into();
    challenge.brief.prompt = "Add an endpoint.\nUse db().".into();
    challenge.brief.prompt_gap = Some("Whose orders?".into());
    challenge
}

fn text(paras: &[Para]) -> String {
    paras.iter().map(|p| format!("{}{}{}\n", " ".repeat(p.indent), p.lead, p.text)).collect()
}

#[test]
fn the_score_is_explained_part_by_part() {
    let challenge = flawed();
    let answer = Answer {
        findings: vec![finding("14", Some(862)), finding("22", None)],
        decision: Decision::Modify,
        sure: Confidence::default(),
        hint: HintLevel::Strategy,
    };
    let run = run(&challenge, &[Verdict::Holds, Verdict::Holds]);
    let score = score(&challenge, &answer, Some(&run), &family());
    insta::assert_snapshot!(text(&score_page(&score, &answer, Some(false))), @"");
}

#[test]
fn each_check_is_shown_before_and_after() {
    let mut challenge = flawed();
    challenge.checks[1].hidden = true;
    let mut before = run(&challenge, &[Verdict::Holds, Verdict::Open]);
    before.checks[1].exchange =
        vec![Exchange { who: "bob".into(), did: "GET /orders/7".into(), got: "200 ana".into() }];
    before.checks[1].evidence = "bob sees ana's order".into();
    let mut after = run(&challenge, &[Verdict::Holds, Verdict::Holds]);
    after.checks[1].exchange =
        vec![Exchange { who: "bob".into(), did: "GET /orders/7".into(), got: "404".into() }];
    insta::assert_snapshot!(text(&checks_page(&challenge, Some(&before), Some(&after))), @"");
    insta::assert_snapshot!(text(&checks_page(&challenge, Some(&before), None)), @"");
    insta::assert_snapshot!(text(&checks_page(&challenge, None, None)), @"");
}

#[test]
fn the_lesson_and_what_others_make() {
    insta::assert_snapshot!(text(&lesson_page(&flawed())), @"");
    insta::assert_snapshot!(text(&others_page(&flawed())), @"");
}

#[test]
fn any_two_versions_can_be_compared() {
    let challenge = flawed();
    let patch = [("a.py".to_owned(), "x = 1\n".to_owned())].into();
    let labels = |patch| versions(&challenge, patch).iter().map(|v| v.label(&challenge)).collect::<Vec<_>>();
    assert_eq!(labels(None), ["original", "reference", "wrong patch 1", "wrong patch 2"]);
    assert_eq!(labels(Some(&patch)), ["original", "yours", "reference", "wrong patch 1", "wrong patch 2"]);
    let key = crate::core::attempt::ChallengeKey::new("p", "c");
    let pair = (CodeVersion::Yours, CodeVersion::Reference);
    let view = compare(&key, &challenge, Some(&patch), pair, 0, 80).expect("the file is there");
    assert_eq!((view.old.label.as_str(), view.new.label.as_str()), ("yours", "reference"));
    assert_eq!(view.diff.stats().removed, 1);
    assert_eq!(CodeVersion::Reference.note(&challenge), Some("The owner is part of the query."));
    assert_eq!(CodeVersion::Fix(1).note(&challenge), Some("Checks who is logged in."));
    assert_eq!(differing_files(&challenge, None, (CodeVersion::Original, CodeVersion::Reference)), [0]);
}

#[test]
fn points_have_no_needless_decimals() {
    assert_eq!([number(30.0), number(22.5), number(0.04), number(9.96)], ["30", "22.5", "0", "10"]);
}
