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
    insta::assert_snapshot!(text(&score_page(&score, &answer, Some(false))), @r#"
    73 of 100
    69 of the 95 points that could be earned here.

    Detect       16 of 30   Found 1 of 1 weakness; 1 false alarm; times 0.8 for the hint.
    Name          4 of 10   Named 0 of 1 weakness exactly, 1 by its family for half; times 0.8 for the hint.
    Decide       12 of 15   Modify is right here; times 0.8 for the hint.
    Fix          30 of 30   The patch closes 1 of 1 weakness.
    Calibrate     7 of 10   65 % sure, and right; times 0.8 for the hint.
    Trace      not counted  No place of entry is given for this challenge.

    You took the hint where to begin: everything but the fix counts 0.8 times.

    This attempt is practice: only a first attempt without a hint counts in the skill report.
    Points are feedback on this challenge. They are never added up into a skill.
    "#);
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
    insta::assert_snapshot!(text(&checks_page(&challenge, Some(&before), Some(&after))), @r#"
    With your patch the feature works and every attack is held off.

    What the code is for

    works
      before ✓ works
      after  ✓ works

    Attacks

    attacks any-order  (hidden until now)
      before ▲ exploited: bob sees ana's order
               bob  GET /orders/7 → 200 ana
      after  ✓ held off
               bob  GET /orders/7 → 404
    "#);
    insta::assert_snapshot!(text(&checks_page(&challenge, Some(&before), None)), @r#"
    No patch was submitted, so there is no after.

    What the code is for

    works
      before ✓ works

    Attacks

    attacks any-order  (hidden until now)
      before ▲ exploited: bob sees ana's order
               bob  GET /orders/7 → 200 ana
    "#);
    insta::assert_snapshot!(text(&checks_page(&challenge, None, None)), @r#"
    The checks were not run on the original code.
    No patch was submitted, so there is no after.
    "#);
}

#[test]
fn the_lesson_and_what_others_make() {
    insta::assert_snapshot!(text(&lesson_page(&flawed())), @r#"
    Query by owner.

    What the assistant was asked
      Add an endpoint.
      Use db().

    What the prompt left out
      Whose orders?
    "#);
    insta::assert_snapshot!(text(&others_page(&flawed())), @r#"
    The reference

      ✓ The owner is part of the query.

    Patches that keep the feature and leave an attack open

      ✗ Checks who is logged in.

      ✗ Hides one column.

    Each of these can be looked at on the Diff page.
    "#);
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

mod screens {
    use super::*;
    use crate::app::reveal::tests::screens::at_reveal;
    use crate::app::testing::Game;
    use crate::core::attempt::PatchRun;
    use crate::core::challenge::Pack;
    use std::sync::Arc;

    fn at_debrief(columns: u16, rows: u16) -> Game {
        let mut game = at_reveal(columns, rows);
        game.keys("D enter");
        game
    }

    #[test]
    fn the_score_on_the_screen() {
        insta::assert_snapshot!("debrief_score_100x30", at_debrief(100, 30).screen());
        insta::assert_snapshot!("debrief_score_80x24", at_debrief(80, 24).plain());
    }

    #[test]
    fn the_diff_in_one_column_and_in_two() {
        insta::assert_snapshot!("debrief_diff_100x30", at_debrief(100, 30).keys("]").screen());
        insta::assert_snapshot!("debrief_diff_140x30", at_debrief(140, 30).keys("]").plain());
    }

    #[test]
    fn every_page_scrolls_to_its_end_and_back() {
        let mut game = at_debrief(80, 24);
        for page in [Page::Score, Page::Diff, Page::Checks, Page::Lesson, Page::Others, Page::Next] {
            assert_eq!(game.play().debrief.page, page);
            let top = game.plain();
            game.keys("G pgdn ctrl-d j k ctrl-u pgup g");
            if page != Page::Diff {
                assert_eq!(game.plain(), top, "{page:?}");
            }
            game.keys("]");
        }
        game.keys("esc esc [ [ [ [");
        assert_eq!(game.play().debrief.page, Page::Score);
        game.click("Lesson");
        assert_eq!(game.play().debrief.page, Page::Lesson);
    }

    #[test]
    fn hidden_checks_are_shown_with_their_exchange() {
        let mut game = at_debrief(100, 60);
        game.keys("] ]");
        let screen = game.plain();
        assert!(screen.contains("(hidden until now)"), "{screen}");
        assert!(screen.contains("bob  GET /orders/7 → 200"), "{screen}");
    }

    #[test]
    fn any_version_can_be_chosen_on_either_side() {
        let mut game = at_debrief(100, 30);
        game.keys("]");
        let mut met = std::collections::BTreeSet::new();
        for _ in 0..6 {
            game.keys("> < n N o O s");
            let (old, new) = game.play().debrief.pair.expect("two versions are shown");
            assert_ne!(old, new);
            met.insert(format!("{old:?}"));
            met.insert(format!("{new:?}"));
        }
        assert!(met.len() >= 4, "{met:?}");
    }

    #[test]
    fn the_attempt_is_finished_once_and_the_next_can_be_started() {
        let mut game = at_debrief(100, 30);
        game.keys("] ] ] ] [ [ [ esc");
        assert_eq!(game.attempts.len(), 1);
        let attempt = &game.attempts[0];
        assert!(attempt.score.points > 0 && attempt.flawed && attempt.original_run.is_some());
        assert!(game.drafts.is_empty());
        let key = game.play().draft.key.clone();
        game.keys("g n");
        assert_ne!(game.play().draft.key, key);
        assert_eq!(game.attempts.len(), 1);
    }

    #[test]
    fn leaving_the_debrief_keeps_the_attempt_finished() {
        let mut game = at_debrief(100, 30);
        game.keys("q");
        assert!(game.drafts.is_empty(), "a finished attempt leaves no draft");
        game.open("orders-api/order-lookup");
        assert_eq!(game.play().stage(), crate::core::attempt::Stage::Brief);
    }

    #[test]
    fn odd_texts_are_compared_at_every_width() {
        let mut challenge = flawed();
        let odd = "\tx = \"日本語👩‍💻 \u{202e}evil\u{200b}\" + '".to_owned() + &"é".repeat(300) + "'\n";
        challenge.files[0].code = format!("a = 1\n{odd}{}b = 2", "same\n".repeat(30));
        let patch = challenge.files[0].code.replace("evil", "mended").replace("b = 2", "b = 3\n");
        challenge.fixes.clear();
        let pack = Pack {
            id: "odd".into(),
            title: "Odd".into(),
            promise: String::new(),
            version: "1".into(),
            authors: Vec::new(),
            licence: String::new(),
            allows: Vec::new(),
            challenges: vec![challenge],
        };
        let mut game = Game::with_packs(vec![Arc::new(pack)], 80, 24);
        game.experienced().open("odd/one").keys("enter space enter 2 + enter enter");
        let crate::app::model::Screen::Play(play) = &mut game.model.screen else { panic!("it is played") };
        let report =
            crate::core::verdict::RunReport::not_judged(crate::core::verdict::NotJudged::Cancelled, "");
        play.draft.scored_run = Some(PatchRun { patch: [("a.py".to_owned(), patch)].into(), report });
        game.keys("D enter ]");
        assert!(game.plain().contains("⟨U+202E⟩"), "{}", game.plain());
        game.keys("n");
        assert!(game.plain().contains("no line feed at the end"), "{}", game.plain());
        for columns in [60, 61, 80, 109, 110, 111, 160, 200] {
            game.resize(columns, 20);
            game.keys("j j j k l l l l h z l l G g O n N O z $ 0");
        }
    }
}
