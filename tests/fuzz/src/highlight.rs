//! Colours: of a text, and of what an edit made of it.

use super::input::Input;
use riskline::core::challenge::Language;
use riskline::highlight::{Document, Highlighter, cover};
use std::cell::RefCell;

thread_local! {
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(Highlighter::new());
}

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let language = Language::ALL[input.below(Language::ALL.len())].0;
    let cut = input.below(1 << 16);
    let text = String::from_utf8_lossy(input.0);
    let (before, after) = text.split_at(text.floor_char_boundary(cut % (text.len() + 1)));
    HIGHLIGHTER.with_borrow_mut(|highlighter| {
        let mut edited = Document::new(language);
        let mut fresh = Document::new(language);
        for version in [before, &text, after] {
            edited.update(highlighter, version, || false).expect("nobody stops it");
        }
        fresh.update(highlighter, after, || false).expect("nobody stops it");
        assert_eq!(edited.spans(), fresh.spans(), "an edit leaves other colours than the text has");
        let lines: Vec<&str> = after.split_inclusive('\n').collect();
        assert_eq!(fresh.spans().len(), lines.len());
        for (line, spans) in lines.iter().zip(fresh.spans()) {
            let line = line.trim_end_matches(['\n', '\r']);
            let mut at = 0;
            for span in spans.iter() {
                assert!(span.range.start >= at && span.range.start < span.range.end, "{spans:?}");
                assert!(line.get(span.range.clone()).is_some(), "{spans:?} of {line:?}");
                at = span.range.end;
            }
            let parts: String = cover(spans, line).into_iter().map(|part| &line[part.range]).collect();
            assert_eq!(parts, line);
        }
    });
}
