use crate::app::testing::{Game, shipped};
use crate::core::lines::LineRange;
use std::sync::Arc;

fn review() -> Game {
    let mut game = Game::new(100, 30);
    game.experienced().open("orders-api/order-lookup").keys("enter");
    game
}

fn marks(game: &Game) -> Vec<String> {
    game.play().draft.findings.iter().map(|f| format!("{} {}", f.lines, f.cwe.unwrap_or(0))).collect()
}

#[test]
fn lines_and_ranges_are_marked_and_every_mark_is_taken_back() {
    let mut game = review();
    game.keys("j j space j j v j j v");
    assert_eq!(marks(&game), ["3 0", "5-7 0"]);
    game.keys("k x");
    assert_eq!(marks(&game), ["3 0"]);
    game.keys("u");
    assert_eq!(marks(&game), ["3 0", "5-7 0"]);
    game.keys("u u");
    assert!(marks(&game).is_empty());
    game.keys("U ctrl-r");
    assert_eq!(marks(&game), ["3 0", "5-7 0"]);
    game.keys("g j j space");
    assert_eq!(marks(&game), ["5-7 0"], "the mark of a single line goes with the key that made it");
}

#[test]
fn a_finding_that_is_too_long_is_refused_with_the_reason() {
    let mut game = review();
    game.keys("v j j j j j j j j j v");
    assert!(marks(&game).is_empty());
    assert!(game.plain().contains("marks at most 8 lines"), "{}", game.plain());
    game.keys("k k space");
    assert_eq!(marks(&game), ["1-8 0"], "the range can be made shorter");
}

#[test]
fn a_weakness_is_named_by_typing_and_a_reason_given() {
    let mut game = review();
    game.keys("j c").text("idor").keys("enter r").text("no owner in the query").keys("enter");
    let finding = game.play().draft.findings[0].clone();
    assert_eq!((finding.lines, finding.cwe), (LineRange::line(2), Some(639)));
    assert_eq!(finding.reason, "no owner in the query");
    game.keys("r").text(", really").keys("esc");
    assert_eq!(game.play().draft.findings[0].reason, "no owner in the query");
    game.keys("u");
    assert_eq!(game.play().draft.findings[0].reason, "");
}

#[test]
fn the_boundary_belongs_to_the_finding_touched_last() {
    let mut game = review();
    game.keys("t");
    assert!(game.play().draft.findings.is_empty());
    game.keys("space j j space k t");
    let boundary = game.play().draft.findings[1].boundary.clone();
    assert_eq!(boundary.map(|b| b.lines), Some(LineRange::line(2)));
    game.keys("t");
    assert_eq!(game.play().draft.findings[1].boundary, None);
    game.keys("v j j j t");
    assert!(game.plain().contains("at most 3 lines"), "{}", game.plain());
}

#[test]
fn uses_of_a_name_are_found_in_every_file() {
    let mut game = Game::new(100, 30);
    game.experienced().open("orders-api/invoice-search").keys("enter /").text("def ").keys("enter w *");
    let found = game.play().review.found.clone().unwrap();
    assert!(found.name && !found.hits.is_empty());
    let first = (game.play().file, game.play().cursor().line);
    for _ in 0..found.hits.len() {
        game.keys("n");
    }
    assert_eq!((game.play().file, game.play().cursor().line), first, "the circle closes");
}

#[test]
fn the_mouse_marks_what_it_drags_over() {
    let mut game = review();
    game.drag("import logging", "import sqlite3").keys("space");
    assert_eq!(marks(&game), ["1-3 0"]);
    game.click("from functools").keys("space").click("Findings");
    assert_eq!(marks(&game), ["1-3 0", "4 0"]);
    game.click("enter decide");
    assert!(game.plain().contains("Would you merge this suggestion?"), "{}", game.plain());
}

#[test]
fn a_hint_says_what_it_costs_and_is_taken_only_then() {
    use crate::core::answer::HintLevel;
    let mut game = review();
    game.keys("H");
    assert!(game.plain().contains("counts 80 %"), "{}", game.plain());
    game.keys("esc");
    assert_eq!(game.play().draft.hint, HintLevel::None);
    game.keys("H enter");
    assert_eq!(game.play().draft.hint, HintLevel::Strategy);
    assert!(game.plain().contains("Log in as somebody else"), "{}", game.plain());
    game.keys("esc H enter esc H enter");
    assert_eq!(game.play().draft.hint, HintLevel::Reveal);
    assert!(game.plain().contains("Weak: orders.py"), "{}", game.plain());
}

#[test]
fn blocks_pages_and_ends_are_reached() {
    let mut game = review();
    let line = |game: &Game| game.play().cursor().line;
    game.keys("}");
    let blank = line(&game);
    assert!(blank > 0);
    game.keys("} {");
    assert_eq!(line(&game), blank);
    game.keys("G");
    let last = line(&game);
    game.keys("g pgdn pgup ctrl-d ctrl-u");
    assert_eq!(line(&game), 0);
    game.keys("alt-down down down up up alt-up end home");
    assert!(line(&game) < last);
}

#[test]
fn everything_is_there_again_after_leaving() {
    let mut game = review();
    game.keys("j j space c").text("639").keys("enter j j q");
    assert!(game.plain().contains("Resume"), "{}", game.plain());
    game.keys("enter");
    assert_eq!(marks(&game), ["3 639"]);
    assert_eq!(game.play().cursor().line, 4);
}

const ODD: &str = "\
\ttab = 1
wide = \"日本語\" + \"👩‍💻👍🏽\" + \"é\"
bidi = \"a\u{202e}b\u{2066}c\"
zero = \"x\u{200b}y\"
long = \"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 end\"
last = 1
";

#[test]
fn odd_characters_are_seen_and_long_lines_wrap_or_scroll() {
    let mut pack = (*shipped("orders-api")).clone();
    let challenge = pack.challenges.iter_mut().find(|c| c.id == "order-lookup").unwrap();
    challenge.title =
        "日本語の題名 and a title that goes on for longer than any header has room for".to_owned();
    challenge.files[0].code = ODD.to_owned();
    let mut game = Game::with_packs(vec![Arc::new(pack)], 80, 24);
    game.experienced().open("orders-api/order-lookup").keys("enter");
    let screen = game.plain();
    assert!(screen.contains("a⟨U+202E⟩b⟨U+2066⟩c") && screen.contains("x⟨U+200B⟩y"), "{screen}");
    assert!(screen.contains("日本語") && screen.contains('›'), "{screen}");
    game.keys("z");
    assert!(game.plain().contains(" end\""), "{}", game.plain());
    game.keys("z j j j j end");
    assert!(game.plain().contains("end\"") && game.plain().contains('‹'), "{}", game.plain());
    for width in 60..100 {
        game.resize(width, 24);
    }
}
