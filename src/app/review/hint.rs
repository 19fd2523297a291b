//! Hints: what each costs is said before it is taken.

use crate::app::doc::Lines;
use crate::app::model::Shared;
use crate::app::overlay::{Confirm, Message, Then};
use crate::app::play::Play;
use crate::core::answer::HintLevel;
use crate::core::challenge::{Challenge, SiteKind};

/// The next hint that this challenge has to give.
fn next_hint(play: &Play) -> Option<HintLevel> {
    let challenge = play.challenge();
    std::iter::successors(play.draft.hint.next(), |level| level.next()).find(|level| match level {
        HintLevel::None => false,
        HintLevel::Strategy => challenge.hints.strategy.is_some(),
        HintLevel::Region => challenge.hints.region.is_some(),
        HintLevel::Reveal => true,
    })
}

/// Asks whether to take the next hint.
pub fn ask(play: &mut Play, shared: &mut Shared) {
    let Some(level) = next_hint(play) else {
        play.message = Some(Message { title: "Hints".to_owned(), body: taken(play), top: 0 });
        return shared.say("You have every hint there is");
    };
    let what = match level {
        HintLevel::None | HintLevel::Strategy => "where to begin, in words",
        HintLevel::Region => "a part of the code worth a closer look",
        HintLevel::Reveal => "the truth about every place in the code",
    };
    let cost = match level {
        HintLevel::None | HintLevel::Strategy => "Every part of the score but the fix then counts 80 %.",
        HintLevel::Region => "Every part of the score but the fix then counts 50 %.",
        HintLevel::Reveal => "Nothing but the fix is scored then.",
    };
    let mut body = vec![
        format!("The next hint tells {what}."),
        cost.to_owned(),
        "With a hint the attempt is practice: it does not count as evidence.".to_owned(),
    ];
    let so_far = taken(play);
    if !so_far.is_empty() {
        body.push(format!("So far:\n{so_far}"));
    }
    play.question =
        Some(Confirm { title: "Take a hint?".to_owned(), body, yes: "take it", then: Then::Hint(level) });
}

/// Gives a hint that was agreed to.
pub fn give_hint(play: &mut Play, level: HintLevel, shared: &mut Shared) {
    play.draft.hint = play.draft.hint.max(level);
    if let (HintLevel::Region, Some((file, lines))) = (level, play.challenge().hints.region)
        && file < play.docs.len()
    {
        play.file = file;
        let height = shared.seen.height(crate::app::event::Pane::Code);
        let (doc, cursor) = play.doc_and_cursor();
        cursor.to_line(doc as &dyn Lines, lines.first() - 1);
        cursor.centre(height);
    }
    play.keep(shared);
    play.message = Some(Message { title: "Hint".to_owned(), body: text(play.challenge(), level), top: 0 });
}

/// All hints taken so far.
fn taken(play: &Play) -> String {
    let levels = [HintLevel::Strategy, HintLevel::Region, HintLevel::Reveal];
    let texts: Vec<String> = levels
        .into_iter()
        .filter(|level| *level <= play.draft.hint)
        .map(|level| text(play.challenge(), level))
        .filter(|text| !text.is_empty())
        .collect();
    texts.join("\n")
}

fn text(challenge: &Challenge, level: HintLevel) -> String {
    match level {
        HintLevel::None => String::new(),
        HintLevel::Strategy => challenge.hints.strategy.clone().unwrap_or_default(),
        HintLevel::Region => challenge.hints.region.map_or_else(String::new, |(file, lines)| {
            let path = challenge.files.get(file).map_or("", |f| f.path.as_str());
            format!("Look closely at {path}, {} {lines}.", super::marks::lines_word(lines))
        }),
        HintLevel::Reveal => {
            let mut out = String::new();
            if challenge.is_clean() {
                out += "Nothing is wrong with this code.\n\n";
            }
            for site in &challenge.sites {
                let kind = match site.kind {
                    SiteKind::Weakness => "Weak",
                    SiteKind::Decoy => "Safe",
                    SiteKind::Neutral => "Not scored",
                };
                let path = challenge.files.get(site.file).map_or("", |f| f.path.as_str());
                if let Some(lines) = site.core.first() {
                    let word = super::marks::lines_word(*lines);
                    out += &format!("{kind}: {path}, {word} {lines}\n{}\n\n", site.why.trim());
                }
            }
            out.trim_end().to_owned()
        }
    }
}
