//! The keys of an answer.

use crate::content::keys::{Choices, FileKind, Key, NAME, Number, PROSE, Shape, Table, Value, When, at_most};
use crate::core::answer::{Decision, HintLevel};

/// An answer to a challenge, for `riskline grade`.
pub static ANSWER_FILE: FileKind =
    FileKind { name: "answer", title: "Answer to a Riskline challenge", table: &ANSWER };

/// More findings than this are no review.
const MOST_FINDINGS: usize = 100;

static DECISIONS: Choices<Decision> = Choices(&[
    ("accept", Decision::Accept, "Merge it as it is."),
    ("modify", Decision::Modify, "Merge it after a change. It needs a finding."),
    ("reject", Decision::Reject, "Do not merge it. It needs a finding."),
]);

static HINTS: Choices<HintLevel> = Choices(&[
    ("none", HintLevel::None, "No hint."),
    ("strategy", HintLevel::Strategy, "Where to begin to look, in words."),
    ("region", HintLevel::Region, "The lines in which something is to be found."),
    ("reveal", HintLevel::Reveal, "The whole truth."),
]);

static ANSWER: Table = Table {
    when: Some(When { key: "decision", is: &["modify", "reject"], needs: &["finding"], owns: &[] }),
    ..Table::new(
        "an answer",
        "One whole answer to one challenge, which `riskline grade` scores.",
        &[
            Key::new(
                "challenge",
                NAME,
                "The challenge that it answers, as `pack/challenge`. It may be left out; if it is there, only that challenge is graded with it.",
            ),
            Key::new("decision", Shape::Choice(&DECISIONS), "Whether the suggestion may be merged.").needed(),
            Key::new(
                "sure",
                Shape::Number(Number { from: 0, to: 100, only: &[50, 65, 80, 95] }),
                "How sure you are of the decision, in percent: 50, 65, 80 or 95.",
            )
            .needed(),
            Key::new("hint", Shape::Choice(&HINTS), "The last hint that was looked at.")
                .or(Value::Text("none")),
            Key::new(
                "finding",
                Shape::List(&Shape::Table(&FINDING), at_most(MOST_FINDINGS)),
                "The lines that you mark, and what is wrong with them.",
            ),
            Key::new(
                "patch",
                Shape::CodeByPath,
                "The whole new text of the files that you change: `\"notes.py\" = '''...'''`.",
            ),
        ],
    )
};

const FILE: Key =
    Key::new("file", NAME, "The path of the file. It may be left out where the challenge has one file only.");
const LINES: Key =
    Key::new("lines", Shape::Lines, "A line or a range of lines: `\"13\"` or `\"13-16\"`.").needed();

static FINDING: Table = Table::new(
    "a finding",
    "Lines that are weak.",
    &[
        FILE,
        LINES,
        Key::new("cwe", Shape::Cwe, "The weakness's number in the Common Weakness Enumeration."),
        Key::new("reason", PROSE, "What is wrong, in your own words."),
        Key::new("boundary", Shape::Table(&BOUNDARY), "Where the untrusted data enters, at most 3 lines."),
    ],
);

static BOUNDARY: Table = Table::new("a boundary", "Lines where untrusted data enters.", &[FILE, LINES]);
