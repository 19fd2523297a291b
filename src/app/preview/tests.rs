use super::*;
use crate::app::event::RunJob;
use crate::app::model::Screen;
use crate::app::model::{ColourDepth, ThemeChoice};
use crate::app::testing::Game;
use crate::content::{Edition, Part, catalogue, edition, load_pack};
use crate::core::challenge::{CheckKind, FixKind};
use crate::core::verdict::{CheckReport, Exchange, Grading, RunOutcome, Verdict};
use std::path::Path;

/// What a sound challenge's versions come to.
fn report(job: &RunJob) -> RunReport {
    let challenge = &job.pack.challenges[job.challenge];
    let fix = challenge.fixes.iter().find(|fix| challenge.with_changes(&fix.code) == job.files);
    let open = match fix.map(|fix| fix.kind) {
        None => !challenge.is_clean(),
        Some(kind) => matches!(kind, FixKind::Wrong | FixKind::Partial | FixKind::Mutant),
    };
    let checks = challenge.cases().map(|case| CheckReport {
        name: case.name.to_owned(),
        kind: case.kind,
        site: case.site.map(str::to_owned),
        hidden: case.hidden,
        verdict: if open && case.kind == CheckKind::Exploit { Verdict::Open } else { Verdict::Holds },
        evidence: if open && case.kind == CheckKind::Exploit { "got 日本".into() } else { String::new() },
        exchange: vec![Exchange { who: "bob".into(), did: "GET /orders/7".into(), got: "200".into() }],
        trace: Vec::new(),
        millis: 1,
    });
    RunReport {
        outcome: RunOutcome::Judged,
        checks: checks.collect(),
        console: String::new(),
        millis: 1,
        grading: Grading::Run,
    }
}

fn pack_path(pack: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges").join(pack)
}

fn preview(columns: u16, rows: u16, pack: &str, challenge: Option<&str>) -> Game {
    let mut game = Game::with_packs(Vec::new(), columns, rows).judge(report);
    let path = pack_path(pack);
    let state = State::new(path.clone(), challenge.map(str::to_owned), true);
    game.model.screen = Screen::Preview(Box::new(state));
    let edition = edition(&path, None, &catalogue()).expect("it is read");
    game.event(crate::app::event::Event::PackRead(edition));
    game
}

fn state(game: &Game) -> &State {
    match &game.model.screen {
        Screen::Preview(state) => state,
        other => panic!("no preview: {other:?}"),
    }
}

/// Ends the proof that is under way.
fn prove(game: &mut Game, found: Vec<Unsound>) {
    let job = state(game).shown.as_ref().and_then(|shown| shown.proving).expect("a proof is under way");
    game.event(crate::app::event::Event::Proved { job, found });
}

#[test]
fn the_truth_is_laid_over_the_code() {
    let lookup = |columns, rows| preview(columns, rows, "orders-api", Some("order-lookup"));
    insta::assert_snapshot!("truth", lookup(100, 30).screen());
    insta::assert_snapshot!("truth_small", lookup(80, 24).keys("n").plain());
    insta::assert_snapshot!("reasons", lookup(80, 24).keys("n n w").plain());
    let mut plain = lookup(80, 24);
    plain.looks(ThemeChoice::Auto, ColourDepth::None);
    insta::assert_snapshot!("truth_without_colour", plain.screen());
    insta::assert_snapshot!("help", lookup(80, 24).keys("?").plain());
}

#[test]
fn pages_say_what_players_see_and_score() {
    let mut game = preview(100, 30, "orders-api", Some("order-lookup"));
    insta::assert_snapshot!("brief", game.keys("]").plain());
    insta::assert_snapshot!("scores", game.keys("]").plain());
    insta::assert_snapshot!("fixes", game.keys("] n n").screen());
    insta::assert_snapshot!("fixes_diff", game.keys("d").plain());
    game.resize(80, 24);
    insta::assert_snapshot!("fixes_small", game.keys("d").plain());
    prove(&mut game, Vec::new());
    assert!(game.keys("]").plain().contains("✓ Sound:"), "{}", game.plain());
    let clean = preview(100, 30, "orders-api", Some("order-list")).keys("[ ] ] ]").plain();
    assert!(
        clean.contains("Every decoy marked") && clean.contains("100 of 100") || clean.contains("99 of 100"),
        "{clean}"
    );
}

#[test]
fn what_a_proof_finds_is_listed() {
    let mut game = preview(100, 30, "platform", Some("deploy-role"));
    let found = |lint, check: &str| Unsound {
        lint,
        part: Part::Whole,
        code: "wrong fix 1".into(),
        check: Some(check.into()),
        what: "this attack still works".into(),
        evidence: "seen 日本".into(),
        help: "Mend the fix.".into(),
    };
    prove(&mut game, vec![found("one-lint", "a"), found("other-lint", "b")]);
    assert_eq!(state(&game).status(), "✗ 2 findings");
    insta::assert_snapshot!("proof", game.keys("] ] ] ] ] n").plain());
}

#[test]
fn a_challenge_is_chosen_and_played_without_being_kept() {
    let mut game = preview(100, 30, "orders-api", None);
    let list = game.plain();
    assert!(list.contains("Challenges") && list.contains("order-lookup"), "{list}");
    game.keys("j enter");
    assert!(state(&game).shown.is_some(), "{}", game.plain());
    game.keys("p enter enter 1 + enter enter");
    assert!(game.model.behind.is_some() && game.play().draft.locked);
    game.keys("q");
    assert!(state(&game).shown.is_some() && game.drafts.is_empty() && game.attempts.is_empty());
    game.keys("q");
    assert!(matches!(game.effects.last(), Some(Effect::Quit)), "{:?}", game.effects);
}

#[test]
fn a_pack_that_does_not_load_says_why_and_goes_on_when_it_is_mended() {
    let mut game = preview(80, 24, "orders-api", Some("order-lookup"));
    game.keys("n ]");
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/bad");
    let bad = std::fs::read_dir(bad).expect("fixtures").next().expect("one").expect("readable").path();
    let report = load_pack(&bad, &catalogue()).expect_err("it is broken");
    game.event(crate::app::event::Event::PackRead(Edition { stamp: 1, read: Err(report) }));
    assert!(
        game.plain().contains("The pack does not load.") && game.plain().contains("does not load"),
        "{}",
        game.plain()
    );
    game.keys("e");
    assert!(matches!(game.effects.last(), Some(Effect::EditFile(..))), "{:?}", game.effects);
    let mended = edition(&pack_path("orders-api"), None, &catalogue()).expect("read");
    game.event(crate::app::event::Event::PackRead(mended));
    let state = state(&game);
    assert!(state.page == Page::Brief && state.row[&Page::Code] == 1 && state.shown.is_some());
}

#[test]
fn a_stranger_s_code_runs_only_after_a_yes() {
    let mut game = preview(100, 30, "orders-api", Some("order-lookup"));
    if let Screen::Preview(state) = &mut game.model.screen {
        state.trusted = false;
    }
    let again = edition(&pack_path("orders-api"), None, &catalogue()).expect("read");
    game.event(crate::app::event::Event::PackRead(again));
    assert!(game.plain().contains("This pack is not built in"), "{}", game.plain());
    assert!(
        state(&game)
            .shown
            .as_ref()
            .is_some_and(|shown| shown.running.is_none() && shown.reports[0].is_none())
    );
    game.keys("y");
    assert!(state(&game).shown.as_ref().is_some_and(|shown| shown.reports[0].is_some()));
    assert!(game.effects.iter().any(|effect| matches!(effect, Effect::TrustPack(..))));
}
