//! What holds for every text and every run of commands.

use super::*;
use crate::core::challenge::Language;
use proptest::prelude::*;
use unicode_segmentation::GraphemeCursor;

const BITS: &[&str] = &[
    "a",
    "Z",
    "_",
    "0",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "    ",
    ":",
    "(",
    ")",
    "{",
    "}",
    "#",
    "//",
    "\r",
    "\r\n",
    "é",
    "e\u{301}",
    "\u{301}",
    "漢",
    "👩\u{200d}💻",
    "\u{200d}",
    "🇩🇪",
    "🇩",
    "\u{202e}",
    "\0",
    "\u{1b}[m",
    "if x:",
    "return",
    "İ",
    "ß",
    "\u{2028}",
    "กำ",
    "각",
    "\u{1100}",
    "\u{1161}",
    "\u{fe0f}",
    "\u{0600}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(BITS), 0..40).prop_map(|v| v.concat()),
        1 => any::<String>(),
    ]
}

fn motion() -> impl Strategy<Value = Motion> {
    prop::sample::select(vec![
        Motion::Left,
        Motion::Right,
        Motion::Up,
        Motion::Down,
        Motion::WordLeft,
        Motion::WordRight,
        Motion::LineStart,
        Motion::LineEnd,
        Motion::PageUp,
        Motion::PageDown,
        Motion::DocumentStart,
        Motion::DocumentEnd,
        Motion::MatchingBracket,
    ])
}

fn command() -> impl Strategy<Value = EditorCommand> {
    use EditorCommand as C;
    let plain = prop::sample::select(vec![
        C::NewLine,
        C::Tab,
        C::BackTab,
        C::Indent,
        C::Backspace,
        C::Delete,
        C::DeleteWordLeft,
        C::DeleteWordRight,
        C::DeleteToLineEnd,
        C::DeleteLines,
        C::DuplicateLines,
        C::MoveLinesUp,
        C::MoveLinesDown,
        C::JoinLines,
        C::ToggleComment,
        C::SelectAll,
        C::SelectWord,
        C::SelectLine,
        C::Unselect,
        C::Copy,
        C::Cut,
        C::Paste,
        C::Undo,
        C::Redo,
        C::SearchNext,
        C::SearchPrevious,
        C::SearchEnd { stay: true },
        C::SearchEnd { stay: false },
        C::RevertHunk,
        C::NextHunk,
        C::PreviousHunk,
        C::ResetFile,
    ]);
    prop_oneof![
        6 => plain,
        3 => motion().prop_map(C::Move),
        3 => motion().prop_map(C::Extend),
        3 => prop_oneof![any::<char>(), prop::sample::select(BITS).prop_map(|b| b.chars().next().unwrap_or('x'))]
            .prop_map(C::Insert),
        1 => text().prop_map(C::PasteText),
        1 => text().prop_map(C::ReplaceAll),
        1 => prop::sample::select(BITS).prop_map(|b| C::SearchFor(b.to_owned())),
        1 => (0usize..30).prop_map(C::GoToLine),
        1 => (-3i32..12, -3i32..40, any::<bool>()).prop_map(|(row, col, extend)| C::MouseDown { row, col, extend }),
        1 => (-3i32..12, -3i32..40).prop_map(|(row, col)| C::MouseDrag { row, col }),
        1 => (-9isize..9, -9isize..9).prop_map(|(lines, cols)| C::Scroll { lines, cols }),
        1 => (0u16..30, 0u16..12).prop_map(|(cols, rows)| C::Resize { cols, rows }),
    ]
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(vec![
        Language::Python,
        Language::JavaScript,
        Language::Html,
        Language::Text,
        Language::Go,
    ])
}

fn on_boundary(editor: &Editor, pos: Pos) -> bool {
    let line = editor.buffer().line(pos.line);
    pos.line < editor.buffer().line_count()
        && pos.byte <= line.len()
        && line.is_char_boundary(pos.byte)
        && GraphemeCursor::new(pos.byte, line.len(), true).is_boundary(line, 0) == Ok(true)
}

/// The offset of a place in the text as one string.
fn offset(lines: &[String], pos: Pos) -> usize {
    lines[..pos.line].iter().map(|l| l.len() + 1).sum::<usize>() + pos.byte
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn undo_all_gives_the_original_and_redo_all_the_final_text(
        original in text(), language in language(), commands in prop::collection::vec((command(), 0u64..1_500), 0..60),
    ) {
        let mut editor = Editor::new(&original, language, false);
        let mut now = 0;
        for (command, pause) in commands {
            now += pause;
            let lines = editor.buffer().lines().to_vec();
            let before = (editor.text(), editor.revision());
            let outcome = editor.apply(command.clone(), now);
            prop_assert!(on_boundary(&editor, editor.selection().head), "{command:?}");
            prop_assert!(on_boundary(&editor, editor.selection().anchor), "{command:?}");
            match outcome.edited {
                None => prop_assert_eq!(&before, &(editor.text(), editor.revision()), "{:?}", command),
                Some(LineEdit { first, old, new }) => {
                    let mut lines = lines;
                    let after = editor.buffer().lines();
                    lines.splice(first..first + old, after[first..first + new].to_vec());
                    prop_assert_eq!(&lines[..], after, "{:?}", command);
                }
            }
            prop_assert_eq!(editor.is_changed(), editor.text() != original);
            prop_assert!(editor.view().top < editor.buffer().line_count());
        }
        let last = editor.text();
        while editor.apply(EditorCommand::Undo, now).note.is_none() {}
        // Steps that had been undone before are gone from here; what is left leads back to the original.
        prop_assert_eq!(editor.text(), original);
        while editor.apply(EditorCommand::Redo, now).note.is_none() {}
        if editor.text() != last {
            // The run ended with steps undone, which redo has now made again.
            while editor.text() != last {
                prop_assert!(editor.apply(EditorCommand::Undo, now).note.is_none());
            }
        }
    }

    #[test]
    fn the_buffer_is_a_string(
        start in text(), edits in prop::collection::vec((any::<u32>(), any::<u32>(), text()), 0..20),
    ) {
        let start = start.replace('\r', "");
        let mut buffer = Buffer::new(&start);
        let mut model = start;
        for (a, b, insert) in edits {
            let insert = insert.replace('\r', "");
            let place = |n: u32| {
                let line = n as usize % buffer.line_count();
                buffer.snap(Pos::new(line, (n as usize >> 8) % (buffer.line(line).len() + 1)))
            };
            let (a, b) = (place(a).min(place(b)), place(a).max(place(b)));
            let span = offset(buffer.lines(), a)..offset(buffer.lines(), b);
            let change = buffer.replace(a, b, &insert);
            prop_assert_eq!(&change.removed, &model[span.clone()]);
            model.replace_range(span.clone(), &insert);
            prop_assert_eq!(&buffer.text(), &model);
            prop_assert_eq!(offset(buffer.lines(), change.new_end()), span.start + insert.len());
        }
    }

    #[test]
    fn every_text_comes_back_and_every_cell_has_its_place(text in text()) {
        prop_assert_eq!(Buffer::new(&text).text(), text.clone());
        for line in Buffer::new(&text).lines() {
            let mut column = 0;
            for cell in columns::cells(line) {
                prop_assert_eq!(cell.column, column);
                prop_assert!(cell.width > 0);
                prop_assert_eq!(columns::column_of(line, cell.bytes.start), column);
                prop_assert_eq!(columns::byte_at(line, column + cell.width - 1), cell.bytes.start);
                prop_assert!(!cell.text.chars().any(char::is_control));
                column += cell.width;
            }
            prop_assert_eq!(columns::width_of(line), column);
        }
    }

    #[test]
    fn differences_rebuild_the_text(old in text(), new in text()) {
        let (old, new) = (Buffer::new(&old), Buffer::new(&new));
        let changes = Changes::between(old.lines(), new.lines());
        let mut rebuilt = old.lines().to_vec();
        for hunk in changes.hunks().iter().rev() {
            rebuilt.splice(hunk.old.clone(), new.lines()[hunk.new.clone()].iter().cloned());
        }
        prop_assert_eq!(rebuilt, new.lines().to_vec());
    }
}
