//! Asks the terminal whether its background is light, without losing a key.

use crate::app::model::{ColourDepth, Looks, ThemeChoice};
use crate::context::Context;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use terminal_colorsaurus::Color;

/// The question for the background colour; nothing where it would not be understood.
///
/// `terminal_colorsaurus` could ask it, but would read the keyboard while it waits, and whatever was typed meanwhile, or an answer that
/// comes late, would be lost or taken for keys. So the answer is picked out of the events by [`BackgroundAnswer`].
pub fn background_question(context: &Context, looks: Looks) -> Option<&'static [u8]> {
    let term = context.variable("TERM").unwrap_or_default();
    let mute = term.is_empty() || term == "dumb" || term == "linux" || term.starts_with("screen");
    let wanted = looks.theme == ThemeChoice::Auto && looks.depth > ColourDepth::Sixteen;
    (cfg!(unix) && wanted && !mute).then_some(b"\x1b]11;?\x1b\\")
}

/// Picks the terminal's answer out of what looks like keys: Alt+`]`, `11;rgb:2e2e/3434/3636`, and Alt+`\` or Ctrl+G.
#[derive(Debug, Default)]
pub struct BackgroundAnswer {
    held: Vec<Event>,
    text: String,
    /// Whether the answer has come: there is only one.
    done: bool,
}

/// What became of an event.
#[derive(Debug, PartialEq)]
pub enum Picked {
    /// It may be part of the answer.
    Held,
    /// The answer is complete: whether the background is light.
    Light(bool),
    /// These are ordinary events, in order.
    Events(Vec<Event>),
}

impl BackgroundAnswer {
    /// Takes an event that was read.
    pub fn take(&mut self, event: Event) -> Picked {
        let key = match &event {
            Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }) => {
                Some((*c, *modifiers - KeyModifiers::SHIFT))
            }
            _ => None,
        };
        match key {
            Some((']', KeyModifiers::ALT)) if self.held.is_empty() && !self.done => {
                self.held.push(event);
                Picked::Held
            }
            Some((c, KeyModifiers::NONE)) if !self.held.is_empty() && self.fits(c) => {
                self.text.push(c);
                self.held.push(event);
                Picked::Held
            }
            Some(('\\', KeyModifiers::ALT) | ('g', KeyModifiers::CONTROL)) if !self.held.is_empty() => {
                match lightness(&self.text) {
                    Some(light) => {
                        self.done = true;
                        self.held.clear();
                        Picked::Light(light)
                    }
                    None => self.release(Some(event)),
                }
            }
            _ => self.release(Some(event)),
        }
    }

    /// Gives back what was held although no answer came of it.
    pub fn release(&mut self, last: Option<Event>) -> Picked {
        self.text.clear();
        let mut events = std::mem::take(&mut self.held);
        events.extend(last);
        Picked::Events(events)
    }

    /// Whether something is held.
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    fn fits(&self, c: char) -> bool {
        const BEGIN: &str = "11;rgb";
        match BEGIN.chars().nth(self.text.len()) {
            Some(expected) => c == expected,
            None => self.text.len() < 40 && (c.is_ascii_hexdigit() || matches!(c, ':' | '/' | 'a')),
        }
    }
}

/// Whether the colour in an answer is light.
fn lightness(text: &str) -> Option<bool> {
    let (_, colour) = text.split_once(':')?;
    let mut parts = colour.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let most = 16u32.checked_pow(u32::try_from(part.len()).ok().filter(|n| (1..=4).contains(n))?)? - 1;
        u16::try_from(value * 0xffff / most).ok()
    });
    let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
    Some(Color::rgb(r, g, b).perceived_lightness() > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    fn feed(text: &str, end: Event) -> (Picked, BackgroundAnswer) {
        let mut answer = BackgroundAnswer::default();
        assert_eq!(answer.take(key(']', KeyModifiers::ALT)), Picked::Held);
        for c in text.chars() {
            assert_eq!(answer.take(key(c, KeyModifiers::NONE)), Picked::Held, "{c}");
        }
        (answer.take(end), answer)
    }

    #[test]
    fn an_answer_is_picked_out_of_the_keys() {
        let st = || key('\\', KeyModifiers::ALT);
        assert_eq!(feed("11;rgb:ffff/ffff/fefe", st()).0, Picked::Light(true));
        assert_eq!(feed("11;rgb:1e/1e/2e", key('g', KeyModifiers::CONTROL)).0, Picked::Light(false));
        assert_eq!(feed("11;rgba:f/f/f/f", st()).0, Picked::Light(true));
    }

    #[test]
    fn what_is_no_answer_is_given_back_whole() {
        let mut answer = BackgroundAnswer::default();
        assert_eq!(
            answer.take(key('j', KeyModifiers::NONE)),
            Picked::Events(vec![key('j', KeyModifiers::NONE)])
        );
        answer.take(key(']', KeyModifiers::ALT));
        answer.take(key('1', KeyModifiers::NONE));
        assert!(answer.is_holding());
        let Picked::Events(events) = answer.take(key('x', KeyModifiers::NONE)) else { panic!("held on") };
        assert_eq!(events.len(), 3);
        let (picked, _) = feed("11;rgb:", key('\\', KeyModifiers::ALT));
        assert!(matches!(picked, Picked::Events(events) if events.len() == 9));
    }
}
