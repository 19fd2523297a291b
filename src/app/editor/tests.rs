//! What the editor does, told as text with marks: `|` is the cursor, `[` and `]` enclose a selection whose head is
//! where the `|` stands.

use super::*;
use crate::core::challenge::Language;
use EditorCommand as C;

/// An editor of a marked text.
fn editor_in(language: Language, marked: &str) -> Editor {
    let text: String = marked.chars().filter(|c| !matches!(c, '[' | ']' | '|')).collect();
    let place = |mark: char| {
        let before: String =
            marked.split(mark).next()?.chars().filter(|c| !matches!(c, '[' | ']' | '|')).collect();
        let line = before.matches('\n').count();
        marked.contains(mark).then(|| Pos::new(line, before.rsplit('\n').next().unwrap_or_default().len()))
    };
    let mut editor = Editor::new(&text, language, false);
    let head = place('|').expect("a marked text has a cursor");
    let (open, close) = (place('[').unwrap_or(head), place(']').unwrap_or(head));
    editor.selection = Selection { anchor: if head == open { close } else { open }, head };
    editor
}

fn editor(marked: &str) -> Editor {
    editor_in(Language::Python, marked)
}

/// The text with its marks.
fn marked(editor: &Editor) -> String {
    let selection = editor.selection();
    let mut marks = vec![(selection.head, '|')];
    if !selection.is_empty() {
        let head_first = selection.head < selection.anchor;
        marks = if head_first {
            vec![(selection.head, '|'), (selection.head, '['), (selection.anchor, ']')]
        } else {
            vec![(selection.anchor, '['), (selection.head, ']'), (selection.head, '|')]
        };
    }
    let mut text = editor.text();
    let offset =
        |pos: Pos| editor.buffer().lines()[..pos.line].iter().map(|l| l.len() + 1).sum::<usize>() + pos.byte;
    for (pos, mark) in marks.into_iter().rev() {
        text.insert(offset(pos), mark);
    }
    text
}

fn run(marked_text: &str, commands: impl IntoIterator<Item = C>) -> String {
    run_in(Language::Python, marked_text, commands)
}

fn run_in(language: Language, marked_text: &str, commands: impl IntoIterator<Item = C>) -> String {
    let mut editor = editor_in(language, marked_text);
    for command in commands {
        editor.apply(command, 0);
    }
    marked(&editor)
}

fn type_text(editor: &mut Editor, text: &str, ms: u64) {
    for c in text.chars() {
        editor.apply(C::Insert(c), ms);
    }
}

#[test]
fn typing_replaces_the_selection() {
    assert_eq!(run("foo [bar]| baz", [C::Insert('x')]), "foo x| baz");
    assert_eq!(run("foo |[bar] baz", [C::Backspace]), "foo | baz");
    assert_eq!(run("a|b", [C::Insert('\u{1b}'), C::Insert('\n')]), "a|b");
}

#[test]
fn moves_go_by_grapheme_word_and_line() {
    let go = |text, motion| run(text, [C::Move(motion)]);
    assert_eq!(go("a|e\u{301}b", Motion::Right), "ae\u{301}|b");
    assert_eq!(go("ae\u{301}|b", Motion::Left), "a|e\u{301}b");
    assert_eq!(go("👩\u{200d}💻|", Motion::Left), "|👩\u{200d}💻");
    assert_eq!(go("ab|\ncd", Motion::Right), "ab\n|cd");
    assert_eq!(go("ab\n|cd", Motion::Left), "ab|\ncd");
    assert_eq!(go("foo|.bar_2 baz", Motion::WordRight), "foo.|bar_2 baz");
    assert_eq!(go("foo.|bar_2 baz", Motion::WordRight), "foo.bar_2| baz");
    assert_eq!(go("foo.bar_2  |baz", Motion::WordLeft), "foo.|bar_2  baz");
    assert_eq!(go("foo |[bar]", Motion::Right), "foo bar|");
    assert_eq!(go("foo [bar]|", Motion::Left), "foo |bar");
    assert_eq!(go("    fo|o", Motion::LineStart), "    |foo");
    assert_eq!(go("    |foo", Motion::LineStart), "|    foo");
    assert_eq!(go("|    foo", Motion::LineStart), "    |foo");
    assert_eq!(go("|f(a, (b))", Motion::MatchingBracket), "|f(a, (b))");
    assert_eq!(go("f|(a, (b))\nx", Motion::MatchingBracket), "f(a, (b)|)\nx");
    assert_eq!(go("a|b\nc", Motion::Up), "|ab\nc");
    assert_eq!(go("ab\n|cd", Motion::Down), "ab\ncd|");
}

#[test]
fn vertical_moves_keep_their_column_over_short_wide_and_tabbed_lines() {
    let down = C::Move(Motion::Down);
    assert_eq!(run("abcdef|g\nx\nabcdefg", [down.clone(), down.clone()]), "abcdefg\nx\nabcdef|g");
    assert_eq!(run("abcd|e\n漢字漢\n\tx", [down.clone()]), "abcde\n漢字|漢\n\tx");
    assert_eq!(run("abcd|e\n漢字漢\n\tx", [down.clone(), down]), "abcde\n漢字漢\n\t|x");
}

#[test]
fn extending_selects_and_moving_drops_the_selection() {
    assert_eq!(run("foo |bar", [C::Extend(Motion::WordRight)]), "foo [bar]|");
    assert_eq!(run("foo bar|", [C::Extend(Motion::WordLeft)]), "foo |[bar]");
    assert_eq!(run("a|b\ncd", [C::Extend(Motion::Down), C::Move(Motion::LineEnd)]), "ab\ncd|");
    assert_eq!(run("a\nb|\n", [C::SelectAll]), "[a\nb\n]|");
    assert_eq!(run("foo b|ar", [C::SelectWord]), "foo [bar]|");
    assert_eq!(run("a\nb|\nc", [C::SelectLine]), "a\n[b\n]|c");
    assert_eq!(run("a|\nb\nc", [C::SelectLine, C::SelectLine]), "[a\nb\n]|c");
}

#[test]
fn python_lines_indent_themselves() {
    let enter = |text| run(text, [C::NewLine]);
    assert_eq!(enter("def f():|"), "def f():\n    |");
    assert_eq!(enter("    x = 1|"), "    x = 1\n    |");
    assert_eq!(enter("    return x|"), "    return x\n|");
    assert_eq!(enter("f(|)"), "f(\n    |\n)");
    assert_eq!(enter("f(|a)"), "f(\n    |a)");
    assert_eq!(enter("    |x"), "\n    |x");
    assert_eq!(enter("    a| b"), "    a\n    |b");
    assert_eq!(run("def f():|", [C::NewLine, C::NewLine]), "def f():\n\n    |");
}

#[test]
fn closing_brackets_go_back_to_the_line_that_opened() {
    assert_eq!(run_in(Language::JavaScript, "if (x) {|", [C::NewLine, C::Insert('}')]), "if (x) {\n}|");
    assert_eq!(run_in(Language::JavaScript, "a {\n  b {\n    |", [C::Insert('}')]), "a {\n  b {\n  }|");
    assert_eq!(run_in(Language::JavaScript, "a {\n  b |", [C::Insert('}')]), "a {\n  b }|");
}

#[test]
fn tab_and_backspace_know_the_indent_stops() {
    assert_eq!(run("  |x", [C::Tab]), "    |x");
    assert_eq!(run("ab|", [C::Tab]), "ab  |");
    assert_eq!(run("      |x", [C::Backspace]), "    |x");
    assert_eq!(run("    |x", [C::Backspace]), "|x");
    assert_eq!(run("    x |", [C::Backspace]), "    x|");
    assert_eq!(run("[a\n\n  b]|", [C::Tab]), "[  a\n\n    b]|");
    assert_eq!(run("    a|\n", [C::BackTab]), "a|\n");
    assert_eq!(run("[    a\n  b\n]|c", [C::BackTab]), "[a\nb\n]|c");
    assert_eq!(run("if x:\n\ty\n\tz|", [C::NewLine, C::Tab]), "if x:\n\ty\n\tz\n\t\t|");
}

#[test]
fn comments_toggle() {
    let toggle = |text| run(text, [C::ToggleComment]);
    assert_eq!(toggle("    a|b"), "    # a|b");
    assert_eq!(toggle("    # a|b"), "    a|b");
    assert_eq!(toggle("[a\n\n    b]|"), "[# a\n\n#     b]|".replace("[# a", "# [a").as_str());
    assert_eq!(toggle("#a|b"), "a|b");
    assert_eq!(run_in(Language::Html, "<p>|x", [C::ToggleComment]), "<!-- <p>|x -->");
    assert_eq!(run_in(Language::Html, "<!-- <p>|x -->", [C::ToggleComment]), "<p>|x");
    assert_eq!(run_in(Language::Html, "<!-->|", [C::ToggleComment]), "<!-- <!-->| -->");
    let mut json = editor_in(Language::Json, "{|}");
    assert_eq!(json.apply(C::ToggleComment, 0).note, Some(Note::NoComments));
}

#[test]
fn lines_move_double_join_and_go() {
    assert_eq!(run("a\nb|\nc", [C::MoveLinesUp]), "b|\na\nc");
    assert_eq!(run("a\nb|\nc", [C::MoveLinesDown]), "a\nc\nb|");
    assert_eq!(run("a|\nb", [C::MoveLinesUp]), "a|\nb");
    assert_eq!(run("[a\nb\n]|c\nd", [C::MoveLinesDown]), "c\n[a\nb\n]|d");
    assert_eq!(run("ab|c\nd", [C::DuplicateLines]), "abc\nab|c\nd");
    assert_eq!(run("a|\n    b", [C::JoinLines]), "a| b");
    assert_eq!(run("a|\n\nb", [C::JoinLines]), "a|\nb");
    assert_eq!(run("abc\nab|c\nd", [C::DeleteLines]), "abc\nd|");
    assert_eq!(run("a\nb|", [C::DeleteLines]), "a|");
    assert_eq!(run("a|", [C::DeleteLines]), "|");
    assert_eq!(run("foo bar|", [C::DeleteWordLeft]), "foo |");
    assert_eq!(run("|foo bar", [C::DeleteWordRight]), "| bar");
    assert_eq!(run("a|bc\nd", [C::DeleteToLineEnd, C::DeleteToLineEnd]), "a|d");
}

#[test]
fn copying_and_pasting_know_whole_lines() {
    assert_eq!(run("foo [bar]|", [C::Copy, C::Move(Motion::LineStart), C::Paste]), "bar|foo bar");
    assert_eq!(run("a|\nb", [C::Cut, C::Move(Motion::Down), C::Paste]), "a\nb|");
    assert_eq!(run("a\nb|c", [C::Copy, C::Paste]), "a\nbc\nb|c");
    let mut editor = editor("x|");
    assert_eq!(editor.apply(C::Copy, 0).copied, Some(Register { text: "x\n".into(), whole_lines: true }));
}

#[test]
fn a_paste_is_one_step_and_loses_only_control_characters() {
    let mut editor = editor("|");
    editor.apply(C::PasteText("a\r\nb\rc\u{1b}[31m\u{7}\u{202e}\td\0".into()), 0);
    assert_eq!(editor.text(), "a\nb\nc[31m\u{202e}\td");
    editor.apply(C::Undo, 0);
    assert_eq!(editor.text(), "");
    assert_eq!(editor.apply(C::PasteText("x".repeat(MAX_BYTES + 1)), 0).note, Some(Note::TooLarge));
}

#[test]
fn undo_goes_by_word_pause_and_kind() {
    let mut editor = editor("|");
    type_text(&mut editor, "one two ", 0);
    editor.apply(C::Backspace, 10);
    editor.apply(C::Backspace, 20);
    let mut seen = Vec::new();
    while editor.apply(C::Undo, 30).note.is_none() {
        seen.push(editor.text());
    }
    assert_eq!(seen, ["one two ", "one ", ""]);
    while editor.apply(C::Redo, 40).note.is_none() {}
    assert_eq!(editor.text(), "one tw");
}

#[test]
fn a_pause_or_a_move_ends_a_run_of_typing() {
    let mut editor = editor("|");
    type_text(&mut editor, "ab", 0);
    type_text(&mut editor, "cd", 5_000);
    editor.apply(C::Move(Motion::Left), 5_001);
    editor.apply(C::Move(Motion::Right), 5_002);
    type_text(&mut editor, "ef", 5_003);
    editor.apply(C::Undo, 6_000);
    assert_eq!(editor.text(), "abcd");
    editor.apply(C::Undo, 6_000);
    assert_eq!(editor.text(), "ab");
    type_text(&mut editor, "x", 6_000);
    assert_eq!(editor.apply(C::Redo, 6_000).note, Some(Note::NothingToRedo));
}

#[test]
fn searching_is_incremental_and_goes_round() {
    let mut editor = editor("a|b ab Ab\nab");
    editor.apply(C::SearchFor("a".into()), 0);
    assert_eq!(marked(&editor), "ab [a]|b Ab\nab");
    editor.apply(C::SearchFor("Ab".into()), 0);
    assert_eq!(marked(&editor), "ab ab [Ab]|\nab");
    assert_eq!(editor.search_count(), Some((1, 1)));
    assert_eq!(editor.apply(C::SearchFor("Abx".into()), 0).note, Some(Note::NotFound));
    assert_eq!(marked(&editor), "a|b ab Ab\nab");
    editor.apply(C::SearchFor("ab".into()), 0);
    editor.apply(C::SearchEnd { stay: true }, 0);
    editor.apply(C::SearchNext, 0);
    editor.apply(C::SearchNext, 0);
    assert_eq!(marked(&editor), "ab ab Ab\n[ab]|");
    assert_eq!(editor.apply(C::SearchNext, 0).note, Some(Note::FromTheTop));
    assert_eq!(marked(&editor), "[ab]| ab Ab\nab");
    assert_eq!(editor.apply(C::SearchPrevious, 0).note, Some(Note::FromTheBottom));
}

#[test]
fn a_search_given_up_returns_to_where_it_began() {
    assert_eq!(run("a|b\nxy", [C::SearchFor("y".into()), C::SearchEnd { stay: false }]), "a|b\nxy");
}

#[test]
fn the_mouse_sets_the_cursor_and_selects_words_and_lines() {
    let mut editor = editor("|foo bar\n\tbaz");
    let down = |row, col| C::MouseDown { row, col, extend: false };
    editor.apply(down(0, 5), 0);
    assert_eq!(marked(&editor), "foo b|ar\n\tbaz");
    editor.apply(down(0, 5), 100);
    assert_eq!(marked(&editor), "foo [bar]|\n\tbaz");
    editor.apply(C::MouseDrag { row: 0, col: 1 }, 120);
    assert_eq!(marked(&editor), "|[foo bar]\n\tbaz");
    editor.apply(down(0, 5), 200);
    assert_eq!(marked(&editor), "[foo bar\n]|\tbaz");
    editor.apply(down(1, 2), 2_000);
    assert_eq!(marked(&editor), "foo bar\n|\tbaz");
    editor.apply(C::MouseDrag { row: 1, col: 6 }, 2_010);
    assert_eq!(marked(&editor), "foo bar\n[\tba]|z");
    editor.apply(down(0, -3), 4_000);
    assert_eq!(marked(&editor), "[foo bar\n]|\tbaz");
    editor.apply(C::MouseDown { row: 9, col: 9, extend: true }, 5_000);
    assert_eq!(marked(&editor), "[foo bar\n\tbaz]|");
}

#[test]
fn changed_lines_are_marked_and_hunks_revert() {
    let mut editor = editor("a\nb\nc|\nd\n");
    editor.apply(C::Insert('!'), 0);
    editor.apply(C::NewLine, 0);
    editor.apply(C::Insert('n'), 0);
    assert_eq!(editor.changes().mark(2), Some(LineMark::Changed));
    assert_eq!(editor.changes().mark(3), Some(LineMark::Added));
    let outcome = editor.apply(C::RevertHunk, 0);
    assert_eq!(outcome.edited, Some(LineEdit { first: 2, old: 3, new: 2 }));
    assert_eq!(marked(&editor), "a\nb\n|c\nd\n");
    assert!(!editor.is_changed());
    assert_eq!(editor.apply(C::RevertHunk, 0).note, Some(Note::NoChangeHere));
    editor.apply(C::Undo, 0);
    assert_eq!(editor.text(), "a\nb\nc!\nn\nd\n");
    editor.apply(C::ResetFile, 0);
    assert_eq!(editor.text(), "a\nb\nc\nd\n");
    editor.apply(C::Undo, 0);
    assert_eq!(editor.text(), "a\nb\nc!\nn\nd\n");
}

#[test]
fn deleted_lines_come_back_wherever_they_stood() {
    for (text, line) in [("|a\nb\nc", 0), ("a\n|b\nc", 1), ("a\nb\n|c", 1)] {
        let mut editor = editor(text);
        let original = editor.text();
        editor.apply(C::DeleteLines, 0);
        assert_eq!(editor.selection().head.line, line);
        editor.apply(C::RevertHunk, 0);
        assert_eq!(editor.text(), original);
    }
}

#[test]
fn a_text_edited_elsewhere_is_one_step_and_keeps_the_cursor() {
    let mut editor = editor("a\nb\nc|c\n");
    editor.apply(C::ReplaceAll("new\r\na\r\nb\r\ncc\r\n".into()), 0);
    assert_eq!(marked(&editor), "new\na\nb\nc|c\n");
    editor.apply(C::Undo, 0);
    assert_eq!(marked(&editor), "a\nb\nc|c\n");
}

#[test]
fn read_only_files_move_select_and_copy_and_refuse_edits() {
    let mut editor = Editor::new("abc\n", Language::Python, true);
    for command in
        [C::Insert('x'), C::PasteText("x".into()), C::Undo, C::ResetFile, C::ReplaceAll("x".into())]
    {
        assert_eq!(editor.apply(command, 0), Outcome { note: Some(Note::ReadOnly), ..Outcome::default() });
    }
    editor.apply(C::Extend(Motion::Right), 0);
    assert_eq!(editor.apply(C::Cut, 0).copied.map(|r| r.text), Some("a".into()));
    assert_eq!(editor.text(), "abc\n");
}

#[test]
fn a_draft_survives_and_a_damaged_one_does_no_harm() {
    let mut editor = editor("a\n漢|b\n");
    editor.apply(C::Insert('x'), 0);
    let mut again = Editor::new("a\n漢b\n", Language::Python, false);
    again.restore(&editor.text());
    again.go_to(editor.place());
    assert_eq!(marked(&again), "a\n漢x|b\n");
    assert!(again.is_changed());
    again.go_to(Place { line: 99, column: 99, top: 1_000 });
    assert_eq!(marked(&again), "a\n漢xb\n|");
    again.go_to(Place::default());
    assert_eq!(marked(&again), "|a\n漢xb\n");
}

#[test]
fn line_ends_stay_as_they_were() {
    let mut editor = Editor::new("a\r\nb\r\n", Language::Python, false);
    editor.apply(C::Move(Motion::LineEnd), 0);
    editor.apply(C::NewLine, 0);
    editor.apply(C::PasteText("x\ny".into()), 0);
    assert_eq!(editor.text(), "a\r\nx\r\ny\r\nb\r\n");
}

#[test]
fn the_view_follows_the_cursor_and_the_wheel_leaves_it() {
    let text: String = (1..=100).map(|n| format!("line {n}\n")).collect();
    let mut editor = Editor::new(&text, Language::Python, false);
    editor.apply(C::Resize { cols: 20, rows: 10 }, 0);
    for _ in 0..7 {
        editor.apply(C::Move(Motion::Down), 0);
    }
    assert_eq!(editor.view().top, 1);
    editor.apply(C::Scroll { lines: 30, cols: 0 }, 0);
    assert_eq!((editor.view().top, editor.cursor_cell()), (31, None));
    editor.apply(C::Move(Motion::Down), 0);
    assert_eq!(editor.cursor_cell().map(|c| c.0), Some(5));
    editor.apply(C::Move(Motion::DocumentEnd), 0);
    assert_eq!(editor.view().top, 91);
    editor.apply(C::GoToLine(50), 0);
    assert_eq!(editor.view().top, 44);
    assert_eq!(editor.cursor_label(), (50, 1));
    editor.apply(C::GoToLine(9_999), 0);
    assert_eq!(editor.selection().head.line, 100);
}

#[test]
fn long_lines_scroll_sideways_and_back() {
    let mut editor = Editor::new(&"x".repeat(200), Language::Python, false);
    editor.apply(C::Resize { cols: 40, rows: 10 }, 0);
    editor.apply(C::Move(Motion::LineEnd), 0);
    assert_eq!(editor.view().left, 165);
    assert_eq!(editor.cursor_cell(), Some((0, 35)));
    editor.apply(C::Move(Motion::LineStart), 0);
    assert_eq!(editor.view().left, 0);
}

#[test]
fn a_comment_behind_an_odd_blank_is_opened_again() {
    let mut e = editor("\u{2028}# x|");
    e.apply(C::ToggleComment, 0);
    assert_eq!(marked(&e), "\u{2028}x|");
    let mut e = editor_in(Language::Html, "\u{a0}<!-- x -->\u{2028}|");
    e.apply(C::ToggleComment, 0);
    assert_eq!(e.text(), "\u{a0}x\u{2028}");
}
