//! From text to tables: size and syntax, before anything is understood.

use super::source::Problems;
use toml::Spanned;
use toml::de::DeTable;

/// Parses a file. Every syntax error is reported; with one there are no tables.
pub(super) fn parse<'s>(text: &'s str, problems: &mut Problems) -> Option<Spanned<DeTable<'s>>> {
    if let Ok(table) = DeTable::parse(text) {
        return Some(table);
    }
    let (_, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let mut message = error.message().trim().replace('\n', ", ");
        if message.is_empty() {
            message = "this is not TOML".to_owned();
        }
        problems.error("syntax", span, message, "");
    }
    None
}
