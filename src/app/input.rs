//! A field of one line.

use super::text;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

/// The text of a field and the cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    cursor: usize,
}

/// More than this is no line that somebody types.
const LONGEST: usize = 4000;

impl Input {
    /// A field that holds `text`, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut input = Self::default();
        input.insert(text);
        input
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Empties it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts text in at the cursor; line breaks become spaces, control characters are dropped.
    pub fn insert(&mut self, new: &str) {
        for c in new.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() && self.text.len() + c.len_utf8() <= LONGEST {
                self.text.insert(self.cursor, c);
                self.cursor += c.len_utf8();
            }
        }
    }

    /// Takes a key that is no action: letters and the usual moves. Says whether the text changed.
    pub fn key(&mut self, event: &KeyEvent) -> bool {
        let before = self.text.len();
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let word = ctrl || event.modifiers.contains(KeyModifiers::ALT);
        match event.code {
            KeyCode::Left if word => self.cursor = self.word_before(),
            KeyCode::Right if word => self.cursor = self.word_after(),
            KeyCode::Left => self.cursor = text::step(&self.text, self.cursor, false),
            KeyCode::Right => self.cursor = text::step(&self.text, self.cursor, true),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            KeyCode::Char('a') if ctrl => self.cursor = 0,
            KeyCode::Char('e') if ctrl => self.cursor = self.text.len(),
            KeyCode::Char('u') if ctrl => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
            }
            KeyCode::Char('k') if ctrl => self.text.truncate(self.cursor),
            KeyCode::Char('w' | 'h') if ctrl => self.delete(self.word_before()),
            KeyCode::Backspace if word => self.delete(self.word_before()),
            KeyCode::Backspace => self.delete(text::step(&self.text, self.cursor, false)),
            KeyCode::Delete => {
                let end = text::step(&self.text, self.cursor, true);
                self.text.drain(self.cursor..end);
            }
            _ => {
                if let Some(c) = super::keymap::Key::of(event).typed() {
                    self.insert(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        self.text.len() != before
    }

    fn delete(&mut self, from: usize) {
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    fn word_before(&self) -> usize {
        self.text[..self.cursor].unicode_word_indices().next_back().map_or(0, |(i, _)| i)
    }

    fn word_after(&self) -> usize {
        self.text[self.cursor..]
            .unicode_word_indices()
            .next()
            .map_or(self.text.len(), |(i, w)| self.cursor + i + w.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode, modifiers: KeyModifiers) {
        input.key(&KeyEvent::new(code, modifiers));
    }

    #[test]
    fn it_edits_by_graphemes_and_words() {
        let mut input = Input::new("who may read 日本👩‍💻");
        press(&mut input, KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!(input.text(), "who may read 日本");
        press(&mut input, KeyCode::Left, KeyModifiers::NONE);
        press(&mut input, KeyCode::Delete, KeyModifiers::NONE);
        press(&mut input, KeyCode::Char('w'), KeyModifiers::CONTROL);
        press(&mut input, KeyCode::Char('x'), KeyModifiers::NONE);
        assert_eq!(input.text(), "who may read x");
        press(&mut input, KeyCode::Char('w'), KeyModifiers::CONTROL);
        press(&mut input, KeyCode::Left, KeyModifiers::ALT);
        press(&mut input, KeyCode::Char('k'), KeyModifiers::CONTROL);
        assert_eq!(input.text(), "who may ");
        input.insert("a\nb\u{1b}");
        assert_eq!(input.text(), "who may a b");
    }
}
