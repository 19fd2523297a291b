//! Characters that do not show: what they are called, which are refused, and how they are made visible.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Why a character does not simply show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// A control character other than tab and newline: it may steer a terminal, so no text of a pack holds one.
    Control,
    /// Changes the direction of the text after it, so that a line reads otherwise than it runs.
    Direction,
    /// Takes no room or shows nothing: zero-width characters, tag characters, fillers that count as letters.
    Invisible,
}

/// What is hidden about a character; nothing for those that show, for tab and newline, and for the joiners and selectors
/// that emoji and many scripts are built with.
pub fn hidden(c: char) -> Option<Hidden> {
    match c {
        '\t' | '\n' => None,
        c if c.is_control() => Some(Hidden::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Hidden::Direction)
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Some(Hidden::Invisible),
        _ => None,
    }
}

/// A hidden character's name for people: `U+202E RIGHT-TO-LEFT OVERRIDE`.
pub fn name(c: char) -> String {
    let known = match c {
        '\0' => "NUL",
        '\u{7}' => "BELL",
        '\u{8}' => "BACKSPACE",
        '\r' => "CARRIAGE RETURN",
        '\u{1b}' => "ESCAPE",
        '\u{7f}' => "DELETE",
        '\u{9b}' => "CONTROL SEQUENCE INTRODUCER",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{2800}' => "BRAILLE PATTERN BLANK",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "HANGUL FILLER",
        '\u{e0100}'..='\u{e01ef}' => "VARIATION SELECTOR",
        '\u{e0000}'..='\u{e007f}' => "TAG CHARACTER",
        c if c.is_control() => "CONTROL CHARACTER",
        _ => "INVISIBLE CHARACTER",
    };
    format!("U+{:04X} {known}", u32::from(c))
}

/// The text with every hidden character written out as `<U+202E>`. Newlines and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| hidden(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match hidden(c) {
            None => out.push(c),
            Some(_) => write!(out, "<U+{:04X}>", u32::from(c)).expect("writing to a String cannot fail"),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_stays_as_it_is() {
        for text in ["plain\ttext\n", "日本語 👩‍👩‍👧 ✔️", "naïve"] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_does_not_show_is_written_out() {
        assert_eq!(visible("a\u{1b}[31m"), "a<U+001B>[31m");
        assert_eq!(visible("a\u{202e}b\u{2066}"), "a<U+202E>b<U+2066>");
        assert_eq!(visible("\u{9b}2J\u{e0041}\u{200b}"), "<U+009B>2J<U+E0041><U+200B>");
        // Letters that show nothing, and selectors in which whole texts can be hidden.
        assert_eq!(visible("if\u{3164}x\u{e0101}\u{ffa0}"), "if<U+3164>x<U+E0101><U+FFA0>");
        assert_eq!(name('\u{202e}'), "U+202E RIGHT-TO-LEFT OVERRIDE");
    }
}
