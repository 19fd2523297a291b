//! The patch stage on the screen: keys in, cells out.

use crate::app::model::{ColourDepth, ThemeChoice};
use crate::app::testing::{Game, shipped};
use crate::core::attempt::{ChallengeKey, Draft, Stage};
use crate::core::challenge::{Challenge, CheckKind};
use crate::core::verdict::{CheckReport, Exchange, Grading, RunOutcome, RunReport, Verdict};
use crate::judge::Which;

/// What the stand-in for the judge says: attacks succeed unless the patch names an owner.
fn verdicts(challenge: &Challenge, all: bool, fixed: bool) -> RunReport {
    let checks = challenge.checks.iter().filter(|c| all || !c.hidden).map(|check| {
        let attack = check.kind == CheckKind::Exploit;
        let got = if attack && fixed { "404" } else { "200 {\"owner\": \"ana\", \"total\": 129}" };
        CheckReport {
            name: check.name.clone(),
            kind: check.kind,
            site: check.site.clone(),
            hidden: check.hidden,
            verdict: if attack && !fixed { Verdict::Open } else { Verdict::Holds },
            evidence: if attack && !fixed {
                "the answer holds an order that is not bob's".into()
            } else {
                String::new()
            },
            exchange: vec![Exchange { who: "bob".into(), did: "GET /orders/7".into(), got: got.into() }],
            trace: Vec::new(),
            millis: 3,
        }
    });
    RunReport {
        outcome: RunOutcome::Judged,
        checks: checks.collect(),
        console: String::new(),
        millis: 20,
        grading: Grading::Run,
    }
}

/// The game at the patch stage of the shipped challenge.
fn game(columns: u16, rows: u16) -> Game {
    at_patch(columns, rows, "order-lookup", None)
}

fn at_patch(columns: u16, rows: u16, id: &str, code: Option<&str>) -> Game {
    let mut pack = (*shipped("orders-api")).clone();
    let challenge = pack.challenges.iter_mut().find(|c| c.id == id).expect("the pack has it");
    if let Some(code) = code {
        challenge.files[0].code = code.to_owned();
    }
    let mut draft = Draft::new(ChallengeKey::new("orders-api", id), challenge.hash.clone(), 0);
    draft.locked = true;
    draft.stage = Stage::Patch;
    draft.original_run = Some(verdicts(challenge, true, false));
    let mut game = Game::with_packs(vec![std::sync::Arc::new(pack)], columns, rows).judge(|job| {
        let fixed = job.files.values().any(|text| text.contains("owner = ?"));
        verdicts(&job.pack.challenges[job.challenge], job.which == Which::All, fixed)
    });
    game.model.shared.progress.drafts.insert(draft.key.clone(), draft);
    game.experienced();
    game.open(&format!("orders-api/{id}"));
    game
}

#[test]
fn the_patch_stage_at_100x30() {
    let mut game = game(100, 30);
    game.keys("end enter").text("owner = ?").keys("f5");
    game.model.shared.notice = None;
    game.resize(100, 30);
    insta::assert_snapshot!(game.screen());
}

#[test]
fn the_patch_stage_at_80x24_without_colour() {
    let mut game = game(80, 24);
    game.looks(ThemeChoice::Dark, ColourDepth::None);
    game.keys("shift-down shift-end f5 f8 down");
    insta::assert_snapshot!(game.screen());
}

#[test]
fn the_question_before_submitting_says_that_it_is_scored_once() {
    let mut game = game(80, 24);
    game.text("x").keys("f9");
    let screen = game.plain();
    assert!(screen.contains("Submit this patch?") && screen.contains("scored"), "{screen}");
}

#[test]
fn checks_say_what_they_were_and_what_they_are() {
    let mut game = game(100, 30);
    game.text("owner = ?").keys("f5");
    let screen = game.plain();
    assert!(screen.contains("Every check holds."), "{screen}");
    assert!(screen.contains("open → held"), "{screen}");
}

#[test]
fn wide_characters_tabs_and_hidden_ones_stay_in_their_columns() {
    let code = "x = \"漢字\"\t# tab\ny = \"a\u{202e}b\"\nz = 'e\u{301}👩\u{200d}💻'\n".repeat(3);
    for (columns, rows) in [(100, 30), (80, 24), (60, 20)] {
        let mut game = at_patch(columns, rows, "order-lookup", Some(&code));
        game.keys("ctrl-home end");
        let screen = game.plain();
        assert!(screen.contains("x = \"漢字\"  # tab"), "{screen}");
        assert!(screen.contains("a⟨U+202E⟩b"), "{screen}");
    }
}

#[test]
fn long_lines_are_cut_and_scroll_with_the_cursor() {
    let code = format!("short\n{}\n", "0123456789".repeat(20));
    let mut game = at_patch(100, 30, "order-lookup", Some(&code));
    game.keys("ctrl-home down");
    assert!(game.plain().contains('›'), "{}", game.plain());
    game.keys("end");
    assert!(game.plain().contains("‹"), "{}", game.plain());
    assert!(game.plain().contains("2:201"), "{}", game.plain());
}

#[test]
fn a_click_sets_the_cursor_and_a_drag_selects() {
    let mut game = game(100, 30);
    game.click("def ").text("X");
    assert!(game.play().editor().is_some_and(|e| e.text().contains("Xdef ")));
    game.drag("Xdef", "def ").keys("backspace");
    assert!(game.play().editor().is_some_and(|e| !e.text().contains("Xdef ")));
}

#[test]
fn nothing_panics_however_small_the_window() {
    let mut game = game(100, 30);
    for (columns, rows) in [(60, 20), (61, 21), (99, 20), (100, 20), (200, 60), (60, 60), (30, 5)] {
        game.resize(columns, rows);
        game.keys("f5 f8 down enter esc ctrl-f").text("order").keys("enter esc shift-down ctrl-g esc");
    }
}

/// Prints how long a key takes until its frame is drawn, on a file of 400 lines: `cargo test --release key_to_frame -- --ignored --nocapture`.
#[test]
#[ignore = "prints a measurement"]
fn key_to_frame() {
    let body = "def handler_{n}(request, limit=10):\n    rows = db().execute(\"SELECT * FROM orders WHERE id = ?\", (request.id,))\n    return [dict(row) for row in rows][:limit]\n\n";
    let code: String = (0..100).map(|n| body.replace("{n}", &n.to_string())).collect();
    let mut game = at_patch(100, 30, "order-lookup", Some(&code));
    game.keys("ctrl-home");
    (0..200).for_each(|_| {
        game.keys("down");
    });
    let mut times: Vec<u128> = Vec::new();
    let mut total: Vec<u128> = Vec::new();
    for c in "value = compute(order, limit) + 1  # why ".repeat(5).chars() {
        let event = crossterm::event::KeyEvent::new(
            crossterm::event::KeyCode::Char(c),
            crossterm::event::KeyModifiers::NONE,
        );
        game.now += 50;
        let start = std::time::Instant::now();
        let effects =
            crate::app::update::update(&mut game.model, game.now, crate::app::event::Event::Key(event));
        times.push(start.elapsed().as_micros());
        let backend = ratatui::backend::TestBackend::new(100, 30);
        let mut terminal = ratatui::Terminal::new(backend).expect("a test backend cannot fail");
        let frame = std::time::Instant::now();
        terminal.draw(|frame| drop(crate::ui::draw(&game.model, frame))).expect("a test backend cannot fail");
        total.push(times[times.len() - 1] + frame.elapsed().as_micros());
        drop(effects);
    }
    for (name, list) in [("update", &mut times), ("update and draw", &mut total)] {
        list.sort_unstable();
        println!(
            "{name}: median {} us, p95 {} us, most {} us",
            list[list.len() / 2],
            list[list.len() * 95 / 100],
            list[list.len() - 1]
        );
    }
}
