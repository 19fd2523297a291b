//! The screens up to the decision, with their styles.

use crate::app::model::{ColourDepth, ThemeChoice};
use crate::app::testing::Game;

fn marked(columns: u16, rows: u16) -> Game {
    let mut game = Game::new(columns, rows);
    game.open("orders-api/invoice-search")
        .keys("enter j j j v j j v c")
        .text("idor")
        .keys("enter j j space j t");
    game
}

#[test]
fn home() {
    insta::assert_snapshot!("home", Game::new(100, 30).screen());
    insta::assert_snapshot!("home_small", Game::new(80, 24).plain());
}

#[test]
fn brief() {
    insta::assert_snapshot!("brief", Game::new(100, 30).open("orders-api/order-lookup").screen());
    insta::assert_snapshot!("brief_small", Game::new(80, 24).open("orders-api/order-lookup").plain());
}

#[test]
fn review() {
    insta::assert_snapshot!("review", marked(100, 30).screen());
    insta::assert_snapshot!("review_small", marked(80, 24).plain());
    insta::assert_snapshot!(
        "review_without_colour",
        marked(80, 24).looks(ThemeChoice::Auto, ColourDepth::None).screen()
    );
    insta::assert_snapshot!("naming", marked(80, 24).keys("c").text("sql").plain());
    insta::assert_snapshot!("help", marked(80, 24).keys("?").plain());
    insta::assert_snapshot!("palette", marked(80, 24).keys(":").text("und").plain());
}

#[test]
fn decide() {
    insta::assert_snapshot!("decide", marked(100, 30).keys("enter m +").screen());
    insta::assert_snapshot!("lock", marked(80, 24).keys("enter m + enter").plain());
}

#[test]
fn a_light_theme_that_was_chosen_paints_every_cell() {
    let screen = marked(80, 24).looks(ThemeChoice::Light, ColourDepth::True).screen();
    let styled: Vec<&str> = screen.lines().filter(|l| l.contains("  on #") || l.contains(" on #")).collect();
    assert!(styled.len() > 30, "{screen}");
}

#[test]
fn a_small_window_says_so_and_loses_nothing() {
    let mut game = marked(100, 30);
    game.resize(59, 20);
    assert!(game.plain().contains("Riskline needs 60 by 20"), "{}", game.plain());
    game.resize(60, 20);
    assert!(game.plain().contains("invoices.py"), "{}", game.plain());
    assert_eq!(game.play().draft.findings.len(), 2);
}

/// No stage before the lock says what kind of challenge it is.
#[test]
fn nothing_is_given_away_before_the_answer_is_locked() {
    for challenge in ["orders-api/order-lookup", "orders-api/order-list", "orders-api/invoice-search"] {
        let mut game = Game::new(100, 30);
        let mut seen = game.plain();
        seen += &game.keys("p").plain();
        // What the brief and the code say is the author's; the rest of every screen is ours.
        seen += game.open(challenge).plain().lines().next().unwrap_or_default();
        seen += &game.keys("enter enter").plain();
        let family = game.model.shared.catalogue.family(&game.play().challenge().family).cloned();
        let family = family.expect("the challenge's family is known");
        assert!(!seen.to_lowercase().contains(&family.title.to_lowercase()), "{challenge} names its family");
        assert!(seen.contains("brief ▸ review ▸ DECIDE ▸ reveal ▸ patch ▸ debrief"), "{challenge}: {seen}");
    }
}
