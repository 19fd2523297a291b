use super::*;
use proptest::prelude::*;

fn kinds(rows: &[Row]) -> String {
    rows.iter()
        .map(|r| match r.kind {
            RowKind::Same => ' ',
            RowKind::Removed => '-',
            RowKind::Added => '+',
            RowKind::Changed => '~',
        })
        .collect()
}

const OLD: &str = "\
def get_order(order_id):
    row = db().execute(
        \"SELECT * FROM orders WHERE id = ?\", (order_id,)
    ).fetchone()
    return row
";
const NEW: &str = "\
def get_order(order_id):
    row = db().execute(
        \"SELECT * FROM orders WHERE id = ? AND owner = ?\",
        (order_id, g.user.id),
    ).fetchone()
    return row
";

#[test]
fn a_changed_line_stands_beside_the_line_it_became() {
    let diff = Diff::new(OLD, NEW);
    assert_eq!(kinds(&diff.side_by_side()), "  ~+  ");
    assert_eq!(kinds(&diff.unified()), "  -++  ");
    assert_eq!(diff.stats(), DiffStats { added: 2, removed: 1 });
    use LineMark::*;
    assert_eq!(diff.gutter(), [Same, Same, Changed, Added, Same, Same]);
    let pair = diff.unified()[2].pair;
    assert_eq!(pair, Some((2, 2)));
    assert_eq!(diff.unified()[3].pair, pair);
}

#[test]
fn the_changed_words_are_found() {
    let (old, new) = ("a = find(g.user.id, 1)", "a = find(g.owner.id, 1, True)");
    let words = words(old, new);
    let texts = |ranges: &[Range<usize>], text: &'static str| {
        ranges.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>()
    };
    assert_eq!(texts(&words.old, old), ["user"]);
    assert_eq!(texts(&words.new, new), ["owner", ", True"]);
}

#[test]
fn lines_with_nothing_in_common_have_no_changed_words() {
    assert_eq!(words("return None", "x = {}"), Words::default());
    assert_eq!(words("same", "same"), Words::default());
    let long: String = "a ".repeat(5_000);
    assert_eq!(words(&long, "a"), Words::default());
}

#[test]
fn removed_lines_show_in_the_gutter_of_their_neighbour() {
    use LineMark::*;
    assert_eq!(Diff::new("a\nb\nc\n", "a\nc\n").gutter(), [Same, RemovedAbove]);
    assert_eq!(Diff::new("a\nb\n", "a\n").gutter(), [RemovedBelow]);
    assert!(Diff::new("a\n", "").gutter().is_empty());
    assert_eq!(Diff::new("a\nb\nc\n", "a\nc\n").change_at(1), Some(0));
    assert_eq!(Diff::new("a\nb\n", "a\n").change_at(0), Some(0));
    assert_eq!(Diff::new("a\nb\nc\n", "a\nc\n").change_at(0), None);
}

#[test]
fn a_missing_line_feed_at_the_end_is_a_change() {
    let diff = Diff::new("a\nb", "a\nb\n");
    assert_eq!(diff.changes().len(), 1);
    assert!(diff.old_ends_open(1) && !diff.new_ends_open(1));
    assert_eq!((diff.old_line(1), diff.new_line(1)), ("b", "b"));
}

#[test]
fn hunks_whose_surroundings_meet_are_one() {
    let old: String = (0..40).map(|i| format!("{i}\n")).collect();
    let new = old.replace("\n10\n", "\nten\n").replace("\n16\n", "\nsixteen\n").replace("\n35\n", "\n");
    let hunks = Diff::new(&old, &new).hunks(3);
    assert_eq!(hunks.len(), 2);
    assert_eq!((hunks[0].old.clone(), hunks[0].changes.clone()), (7..20, 0..2));
    assert_eq!((hunks[1].old.clone(), hunks[1].new.clone()), (32..39, 32..38));
    assert_eq!(Diff::new(&old, &new).hunks(2).len(), 3);
    assert!(Diff::new(&old, &old).hunks(3).is_empty());
}

#[test]
fn unchanged_stretches_fold_around_the_changes() {
    let old: String = (0..40).map(|i| format!("{i}\n")).collect();
    let new = old.replace("\n20\n", "\ntwenty\n");
    let rows = Diff::new(&old, &new).side_by_side();
    assert_eq!(foldable(&rows, 3), [0..17, 24..40]);
    assert!(foldable(&rows, 18).is_empty());
    assert_eq!(foldable(&Diff::new(&old, &old).side_by_side(), 3), [0..40]);
    assert!(foldable(&[], 3).is_empty());
}

#[test]
fn hostile_sizes_are_one_change() {
    let old: String = (0..50_000).map(|i| format!("a{i}\n")).collect();
    let new: String = (0..50_000).map(|i| format!("b{}\n", i * 7)).collect();
    let diff = Diff::new(&old, &new);
    assert!(diff.is_coarse());
    assert_eq!(diff.changes().len(), 1);
    let alternating: String = (0..2_500).map(|i| if i % 2 == 0 { "a\n" } else { "b\n" }).collect();
    let other: String = (0..2_500).map(|i| if i % 3 == 0 { "a\n" } else { "b\n" }).collect();
    assert!(!Diff::new(&alternating, &other).is_coarse());
    let line = "x ".repeat(500_000);
    Diff::new(&line, &format!("{line}y"));
}

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("def f(a):\n".to_owned()),
        Just("    return a\n".to_owned()),
        Just("    return b\n".to_owned()),
        Just("\n".to_owned()),
        Just("open end".to_owned()),
        "[a-c .é日🦀]{0,8}\r?\n",
    ];
    proptest::collection::vec(line, 0..14).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn applying_the_changes_gives_the_other_text(old in text(), new in text()) {
        let diff = Diff::new(&old, &new);
        let (mut lines_old, mut lines_new) = (Vec::new(), Vec::new());
        for l in old.split_inclusive('\n') { lines_old.push(l); }
        for l in new.split_inclusive('\n') { lines_new.push(l); }
        let (mut forward, mut back, mut at_old, mut at_new) = (String::new(), String::new(), 0, 0);
        for change in diff.changes() {
            prop_assert_ne!(diff.old_text(change), diff.new_text(change));
            forward.push_str(&lines_old[at_old..change.old.start].concat());
            forward.push_str(&diff.new_text(change));
            back.push_str(&lines_new[at_new..change.new.start].concat());
            back.push_str(&diff.old_text(change));
            (at_old, at_new) = (change.old.end, change.new.end);
        }
        forward.push_str(&lines_old[at_old..].concat());
        back.push_str(&lines_new[at_new..].concat());
        prop_assert_eq!(&forward, &new);
        prop_assert_eq!(&back, &old);
        prop_assert_eq!(diff.is_empty(), old == new);
        prop_assert_eq!(diff.gutter().len(), diff.new_len());
    }

    #[test]
    fn rows_cover_every_line_once_and_in_order(old in text(), new in text()) {
        let diff = Diff::new(&old, &new);
        for rows in [diff.unified(), diff.side_by_side()] {
            let olds: Vec<usize> = rows.iter().filter_map(|r| r.old).collect();
            let news: Vec<usize> = rows.iter().filter_map(|r| r.new).collect();
            prop_assert_eq!(olds, (0..diff.old_len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..diff.new_len()).collect::<Vec<_>>());
            for row in &rows {
                let sides = (row.old.is_some(), row.new.is_some());
                prop_assert_eq!(sides, match row.kind {
                    RowKind::Same | RowKind::Changed => (true, true),
                    RowKind::Removed => (true, false),
                    RowKind::Added => (false, true),
                });
            }
            let folds = foldable(&rows, 2);
            prop_assert!(folds.iter().all(|f| rows[f.clone()].iter().all(|r| r.kind == RowKind::Same)));
        }
    }

    #[test]
    fn hunks_hold_every_change_once(old in text(), new in text(), context in 0usize..4) {
        let diff = Diff::new(&old, &new);
        let held: Vec<usize> = diff.hunks(context).into_iter().flat_map(|h| h.changes).collect();
        prop_assert_eq!(held, (0..diff.changes().len()).collect::<Vec<_>>());
        for hunk in diff.hunks(context) {
            for change in &diff.changes()[hunk.changes.clone()] {
                prop_assert!(hunk.old.start <= change.old.start && change.old.end <= hunk.old.end);
                prop_assert!(hunk.new.start <= change.new.start && change.new.end <= hunk.new.end);
            }
        }
    }

    #[test]
    fn changed_words_lie_in_their_line(old in "[a-c .,()é日🦀]{0,30}", new in "[a-c .,()é日🦀]{0,30}") {
        let words = words(&old, &new);
        for (ranges, text) in [(&words.old, &old), (&words.new, &new)] {
            let mut end = 0;
            for range in ranges {
                prop_assert!(range.start >= end && !range.is_empty() && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
