//! What may reach a terminal.

use riskline::content::{Diagnostic, PackReport};

/// Whether a character steers a terminal, or lets a text read otherwise than it runs. A table of its own on purpose: it does
/// not trust the program's.
pub fn steers(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Nothing in it steers the terminal.
#[track_caller]
pub fn plain(text: &str) {
    if let Some(c) = text.chars().find(|c| steers(*c)) {
        panic!("U+{:04X} in {text:?}", u32::from(c));
    }
}

/// The text without the colours that the program itself sets.
pub fn without_styles(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let (before, style) = rest.split_at(at);
        out.push_str(before);
        let end = style[2..].find(|c: char| !c.is_ascii_digit() && c != ';').map_or(style.len(), |n| n + 2);
        match style[end..].strip_prefix('m') {
            Some(after) => rest = after,
            // No style: it stays, and is found.
            None => {
                out.push('\u{1b}');
                rest = &style[1..];
            }
        }
    }
    out + rest
}

/// A fault is shown as plain text, with colours too, and has its place within the file.
pub fn fault(fault: &Diagnostic) {
    let text = fault.render(false);
    plain(&text);
    assert!(text.ends_with('\n'));
    assert_eq!(without_styles(&fault.render(true)), text);
    if let Some(place) = &fault.place {
        assert!(place.line >= 1 && place.column >= 1 && place.length >= 1, "{fault:?}");
        assert!(place.before <= place.text.chars().count(), "{fault:?}");
    }
}

/// Everything in a report is shown as plain text.
pub fn report(report: &PackReport) {
    assert!(!report.diagnostics.is_empty(), "a report of nothing");
    plain(&report.render(false));
    report.diagnostics.iter().for_each(fault);
}
