//! Makes texts that untrusted code wrote fit to be shown: no control characters, nothing invisible, bounded.

/// One line: line breaks and tabs become visible signs. At most `most` characters, then `…`.
pub(super) fn line(from: &str, most: usize) -> String {
    shown(from, most, |c| match c {
        '\n' => Some('⏎'),
        '\t' => Some(' '),
        '\r' => None,
        _ => Some(c),
    })
}

/// One line that ends as a sentence does.
pub(super) fn sentence(from: &str, most: usize) -> String {
    let mut out = line(from.trim_end(), most);
    if !out.ends_with(['.', '?', '…']) {
        out.push('.');
    }
    out
}

/// Several lines: line breaks stay. At most `most` characters, then `…`.
pub(super) fn text(from: &str, most: usize) -> String {
    shown(from, most, |c| match c {
        '\t' => Some(' '),
        '\r' => None,
        _ => Some(c),
    })
}

fn shown(from: &str, most: usize, white: impl Fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(from.len().min(most));
    for (count, c) in from.chars().enumerate() {
        if count == most {
            out.push('…');
            break;
        }
        match c {
            '\n' | '\t' | '\r' => out.extend(white(c)),
            // The control pictures stand for what they name.
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('␡'),
            '\u{80}'..='\u{9f}' => out.push('\u{fffd}'),
            _ if is_invisible(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// Characters that turn the direction of text, break lines or cannot be seen: a text could lie with them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn control_and_invisible_characters_are_shown() {
        assert_eq!(line("a\x1b[31mb\r\nc\td\x7f\u{9b}", 100), "a␛[31mb⏎c d␡\u{fffd}");
        assert_eq!(line("x\u{202e}y\u{200b}z", 100), "x<U+202E>y<U+200B>z");
        assert_eq!(text("one\r\ntwo\x07", 100), "one\ntwo␇");
    }

    #[test]
    fn length_is_bounded() {
        assert_eq!(line("日本語のテキスト", 3), "日本語…");
        assert_eq!(line("abc", 3), "abc");
    }
}
