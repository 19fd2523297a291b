//! A pack that is not built in is shown, with where it comes from and what it is, before its code runs for the first time.

use super::action::Action;
use super::event::{Effect, Pane};
use super::model::Model;
use super::overlay::Overlay;
use super::update::open;
use crate::content::Provenance;
use crate::core::attempt::ChallengeKey;
use crate::core::challenge::Pack;
use std::sync::Arc;

/// Whose code it would be, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    pub what: Provenance,
    /// The content hash with which the pack at this place was last trusted.
    pub before: Option<String>,
}

/// The question whether a pack may run its code.
#[derive(Debug, Clone)]
pub struct Trust {
    pub pack: Arc<Pack>,
    pub stranger: Stranger,
    /// The challenge that is opened after a yes; none where the pack is previewed.
    pub then: Option<ChallengeKey>,
    pub top: usize,
}

/// A hash in groups of four digits, eight of them a line, so that two people can compare it aloud.
pub fn grouped(hash: &str) -> Vec<String> {
    let letters: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.chunks(8).map(|line| line.join(" ")).collect()
}

/// Asks whether the pack of a challenge may run its code, where it has not been said yet.
pub fn ask(model: &mut Model, key: &ChallengeKey) {
    let Some((pack, _)) = model.shared.find(key) else { return };
    let Some(stranger) = model.shared.strangers.get(&pack.id).cloned() else { return };
    model.overlays.push(Overlay::Trust(Trust { pack, stranger, then: Some(key.clone()), top: 0 }));
}

/// Does an action in the question, which lies on top.
pub fn act(model: &mut Model, action: Action) {
    let Some(Overlay::Trust(trust)) = model.overlays.last_mut() else { return };
    if let Some(to) = model.shared.seen.scrolled(Pane::Overlay, trust.top, action) {
        trust.top = to;
        return;
    }
    match action {
        Action::TrustPack => {
            let (pack, what) = (trust.pack.id.clone(), trust.stranger.what.clone());
            let then = trust.then.clone();
            model.overlays.pop();
            model.shared.strangers.remove(&pack);
            model.shared.effect(Effect::TrustPack(pack, what));
            match then {
                Some(key) => open(model, &key),
                None => super::preview::trusted(model),
            }
        }
        Action::NotNow | Action::Back => {
            model.overlays.pop();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::Screen;
    use crate::app::testing::Game;

    fn stranger(columns: u16, rows: u16, before: Option<&str>) -> Game {
        let mut game = Game::new(columns, rows);
        let hash = "0123456789abcdef".repeat(4);
        let what = Provenance { origin: "/home/ana/packs/a-folder-with-a-long-name/orders-api".into(), hash };
        let before = before.map(|digits| digits.repeat(16));
        game.model.shared.strangers.insert("orders-api".into(), Stranger { what, before });
        game.open("orders-api/order-lookup");
        game
    }

    #[test]
    fn a_pack_from_elsewhere_is_shown_before_its_code_runs() {
        insta::assert_snapshot!("trust", stranger(100, 30, None).screen());
        insta::assert_snapshot!("trust_small", stranger(80, 24, Some("fedc")).plain());
        insta::assert_snapshot!("trust_least", stranger(60, 20, Some("fedc")).keys("G").plain());
        let mut plain = stranger(80, 24, None);
        plain.looks(crate::app::model::ThemeChoice::Auto, crate::app::model::ColourDepth::None);
        insta::assert_snapshot!("trust_without_colour", plain.screen());
    }

    #[test]
    fn a_no_leaves_it_alone_and_a_yes_is_remembered() {
        let mut game = stranger(100, 30, None);
        assert!(matches!(game.model.screen, Screen::Home(_)));
        // A key that is pressed without reading does not say yes.
        game.keys("enter space");
        assert_eq!(game.model.overlays.len(), 1);
        game.keys("n");
        assert!(game.model.overlays.is_empty() && matches!(game.model.screen, Screen::Home(_)));
        assert!(game.effects.is_empty(), "{:?}", game.effects);
        game.open("orders-api/order-lookup").keys("y");
        assert!(game.play().challenge().id == "order-lookup");
        assert!(matches!(&game.effects[..], [Effect::TrustPack(pack, _)] if pack == "orders-api"));
        game.keys("q").open("orders-api/order-list");
        assert!(game.model.overlays.is_empty() && game.play().challenge().id == "order-list");
    }

    #[test]
    fn a_hash_is_read_in_groups() {
        let hash = "0123456789abcdef".repeat(4);
        let lines = grouped(&hash);
        assert_eq!(lines, ["0123 4567 89ab cdef 0123 4567 89ab cdef"; 2]);
        assert_eq!(lines.concat().replace(' ', ""), hash);
    }
}
