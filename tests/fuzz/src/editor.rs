//! The patch editor: a run of commands over a text, held against that text as one string.

use super::input::{BITS, Input};
use riskline::app::editor::{
    Buffer, Editor, EditorCommand as C, LineEdit, MAX_BYTES, Motion, Note, Pos, columns,
};
use riskline::core::challenge::Language;

const MOTIONS: &[Motion] = &[
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
];

fn command(input: &mut Input) -> C {
    let near = |input: &mut Input, reach: usize| input.below(reach) as i32 - 3;
    match input.below(44) {
        0 => C::NewLine,
        1 => C::Tab,
        2 => C::BackTab,
        3 => C::Indent,
        4 => C::Backspace,
        5 => C::Delete,
        6 => C::DeleteWordLeft,
        7 => C::DeleteWordRight,
        8 => C::DeleteToLineEnd,
        9 => C::DeleteLines,
        10 => C::DuplicateLines,
        11 => C::MoveLinesUp,
        12 => C::MoveLinesDown,
        13 => C::JoinLines,
        14 => C::ToggleComment,
        15 => C::SelectAll,
        16 => C::SelectWord,
        17 => C::SelectLine,
        18 => C::Unselect,
        19 => C::Copy,
        20 => C::Cut,
        21 => C::Paste,
        22 => C::Undo,
        23 => C::Redo,
        24 => C::SearchNext,
        25 => C::SearchPrevious,
        26 => C::SearchEnd { stay: input.flip() },
        27 => C::RevertHunk,
        28 => C::NextHunk,
        29 => C::PreviousHunk,
        30 => C::ResetFile,
        31 | 32 => C::Move(input.pick(MOTIONS)),
        33 | 34 => C::Extend(input.pick(MOTIONS)),
        35 | 36 => C::Insert(input.pick(BITS).chars().next().unwrap_or('x')),
        37 => C::PasteText(input.text(BITS, 12)),
        38 => C::ReplaceAll(input.text(BITS, 24)),
        39 => C::SearchFor(input.text(BITS, 2)),
        40 => C::GoToLine(input.below(30)),
        41 => C::MouseDown { row: near(input, 15), col: near(input, 40), extend: input.flip() },
        42 => C::MouseDrag { row: near(input, 15), col: near(input, 40) },
        _ => match input.flip() {
            true => C::Scroll { lines: near(input, 9) as isize, cols: near(input, 9) as isize },
            false => C::Resize { cols: input.below(30) as u16, rows: input.below(12) as u16 },
        },
    }
}

/// The offset of a place in the text as one string.
fn offset(lines: &[String], at: Pos) -> usize {
    lines[..at.line].iter().map(|line| line.len() + 1).sum::<usize>() + at.byte
}

fn between_graphemes(buffer: &Buffer, at: Pos) -> bool {
    let line = buffer.line(at.line);
    at.line < buffer.line_count()
        && (at.byte == line.len() || columns::cells(line).any(|cell| cell.bytes.start == at.byte))
}

/// What a paste leaves of a text from outside.
fn pasted(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    plain.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let language = Language::ALL[input.below(Language::ALL.len())].0;
    let original = input.text(BITS, 40);
    let mut editor = Editor::new(&original, language, false);
    assert_eq!(editor.text(), original);
    let mut now = 0;
    for _ in 0..200 {
        if input.is_over() {
            break;
        }
        let command = command(&mut input);
        now += [0, 10, 400, 5_000][input.below(4)];
        let (lines, revision) = (editor.buffer().lines().to_vec(), editor.revision());
        let text = lines.join("\n");
        let selection = editor.selection();
        let span = offset(&lines, selection.start())..offset(&lines, selection.end());
        let outcome = editor.apply(command.clone(), now);

        let after = editor.buffer().lines();
        for at in [editor.selection().head, editor.selection().anchor] {
            assert!(between_graphemes(editor.buffer(), at), "{command:?} leads into a grapheme: {at:?}");
        }
        match outcome.edited {
            None => assert_eq!(
                (&lines[..], revision),
                (after, editor.revision()),
                "{command:?} says that nothing changed"
            ),
            Some(LineEdit { first, old, new }) => {
                let mut told = lines.clone();
                told.splice(first..first + old, after[first..first + new].to_vec());
                assert_eq!(told, after, "{command:?} tells the wrong lines");
            }
        }
        // What simple edits come to can be said of one string.
        let edited = match &command {
            C::PasteText(new) => Some(pasted(new)).filter(|new| !new.is_empty()),
            C::Delete | C::Backspace | C::DeleteWordLeft | C::Cut if !span.is_empty() => Some(String::new()),
            _ => None,
        };
        if let Some(new) = edited
            && outcome.note != Some(Note::TooLarge)
        {
            let mut model = text.clone();
            model.replace_range(span.clone(), &new);
            assert_eq!(after.join("\n"), model, "{command:?}");
        }
        if let (C::Copy | C::Cut, Some(copied)) = (&command, &outcome.copied)
            && !span.is_empty()
        {
            assert_eq!(copied.text, text[span]);
        }
        assert_eq!(editor.is_changed(), editor.text() != original);
        assert!(editor.text().len() <= MAX_BYTES + original.len());
        assert!(editor.view().top < editor.buffer().line_count());
        let (_, _) = (editor.cursor_cell(), editor.bracket_pair());
        for line in 0..editor.buffer().line_count() {
            for (from, to) in editor.matches_in(line) {
                assert!(editor.buffer().line(line).get(from..to).is_some(), "a match within a character");
            }
        }
    }
    let last = editor.text();
    while editor.apply(C::Undo, now).note.is_none() {}
    assert_eq!(editor.text(), original, "undoing everything gives another text");
    // Where the run ended with steps undone, redoing goes beyond its end; the way back leads over it.
    while editor.apply(C::Redo, now).note.is_none() {}
    while editor.text() != last {
        assert!(
            editor.apply(C::Undo, now).note.is_none(),
            "redoing everything does not give the last text again"
        );
    }
    let draft = editor.text();
    let place = editor.place();
    let mut restored = Editor::new(&original, language, false);
    restored.restore(&draft);
    restored.go_to(place);
    assert_eq!(restored.text(), draft, "a draft is restored as another text");
}
