//! The keys of a challenge.

use super::{
    ALLOWS, ANY, CODE, Choices, Count, FORMAT_KEY, FileKind, Key, NAME, Number, PROSE, Shape, Table, Value,
    When, at_most, some,
};
use crate::core::challenge::{CheckKind, FileRole, FixKind, RuleKind, Severity, SiteKind};

/// A challenge in a file of its own.
pub static CHALLENGE_FILE: FileKind =
    FileKind { name: "challenge", title: "Riskline challenge", table: &CHALLENGE };

const MOST_FILES: usize = 20;
const MOST_TEXTS: usize = 50;
const MOST_SITES: usize = 60;
const MOST_ANCHORS: usize = 30;
const MOST_CHECKS: usize = 60;
const MOST_FIXES: usize = 40;
const MOST_EDITS: usize = 60;

static ROLES: Choices<FileRole> = Choices(&[
    ("suggested", FileRole::Suggested, "Written by the assistant. It is reviewed, and may be patched."),
    ("context", FileRole::Context, "Already there. It is shown, and cannot be patched."),
]);

/// The kinds of site, also for the names of those that have none.
pub static SITE_KINDS: Choices<SiteKind> = Choices(&[
    ("weakness", SiteKind::Weakness, "Really weak. It needs `id`, `cwe` and `severity`."),
    ("decoy", SiteKind::Decoy, "Looks risky and is safe. To mark it is a false alarm."),
    ("neutral", SiteKind::Neutral, "A defensible nit. To mark it is neither right nor wrong."),
]);

static SEVERITIES: Choices<Severity> = Choices(&[
    ("low", Severity::Low, "Weighs 1 in the score."),
    ("medium", Severity::Medium, "Weighs 2 in the score."),
    ("high", Severity::High, "Weighs 3 in the score."),
    ("critical", Severity::Critical, "Weighs 4 in the score."),
]);

static CHECK_KINDS: Choices<CheckKind> = Choices(&[
    ("function", CheckKind::Function, "What the code is for: it must hold before and after a patch."),
    ("exploit", CheckKind::Exploit, "An attack: it works on the flawed code and must fail after a patch."),
]);

static RULE_KINDS: Choices<RuleKind> = Choices(&[
    ("must", RuleKind::Must, "Something in the file must match."),
    ("must_not", RuleKind::MustNot, "Nothing in the file may match."),
]);

static FIX_KINDS: Choices<FixKind> = Choices(&[
    ("reference", FixKind::Reference, "The model patch: it passes everything. A challenge has one."),
    ("right", FixKind::Right, "Another right patch, in another style: it passes everything, too."),
    ("wrong", FixKind::Wrong, "Keeps the feature and leaves an attack open."),
    ("partial", FixKind::Partial, "Closes just the weaknesses that its `sites` name."),
    ("mutant", FixKind::Mutant, "For clean code: puts a flaw in, so that its exploit checks succeed."),
]);

/// A challenge.
pub static CHALLENGE: Table = Table::new(
    "a challenge",
    "A request, the assistant's answer to it, the code, the truth about it, and the checks that prove that truth.",
    &[
        FORMAT_KEY,
        Key::new("id", Shape::Id, "Short name, unique in its pack, and the name of its file. It does not hint at the weakness.")
            .needed(),
        Key::new("title", NAME, "Name for people. It does not hint at the weakness.").needed(),
        Key::new(
            "language",
            Shape::Language,
            "The main language of the suggestion. Checks are written in it, where it is run.",
        )
        .needed(),
        Key::new(
            "family",
            Shape::Family,
            "The kind of weakness that the challenge trains; a clean challenge has one, too. `assets/families.toml` lists them.",
        )
        .needed(),
        Key::new("minutes", Number::between(1, 60), "How many minutes an attempt takes.").needed(),
        Key::new("difficulty", Shape::Table(&DIFFICULTY), "How hard the flaw is to see, in three numbers.").needed(),
        Key::new("principle", PROSE, "The lesson in one sentence, shown on the debrief.").needed(),
        Key::new(
            "references",
            Shape::List(&PROSE, ANY),
            "Addresses for further reading, each beginning with `https://`.",
        ),
        Key::new(
            "talk",
            Shape::List(&PROSE, at_most(MOST_TEXTS)),
            "Questions for whoever leads a workshop to ask after the reveal.",
        ),
        Key::new("brief", Shape::Table(&BRIEF), "What the player reads first.").needed(),
        Key::new("hints", Shape::Table(&HINTS), "Help that the player may ask for."),
        Key::new("file", Shape::List(&Shape::Table(&FILE), some(MOST_FILES)), "The code, one table a file.")
            .needed(),
        Key::new(
            "site",
            Shape::List(&Shape::Table(&SITE), at_most(MOST_SITES)),
            "What is so about places in the code: weaknesses, and places that only look like one. A challenge without a weakness is clean.",
        ),
        Key::new("lab", Shape::Table(&LAB), "The small world in which the checks run."),
        Key::new(
            "check",
            Shape::List(&Shape::Table(&CHECK), at_most(MOST_CHECKS)),
            "Tests that run the code. Only Python, JavaScript and TypeScript are run; other languages have rules.",
        ),
        Key::new(
            "rule",
            Shape::List(&Shape::Table(&RULE), at_most(MOST_CHECKS)),
            "Rules that are held against the structure of a file, where its language is not run.",
        ),
        Key::new(
            "decision",
            Shape::Table(&DECISION),
            "What each decision is worth, where the usual worth is not right.",
        ),
        Key::new(
            "fix",
            Shape::List(&Shape::Table(&FIX), at_most(MOST_FIXES)),
            "Known patches, which prove that the checks tell right from wrong.",
        ),
        ALLOWS,
    ],
);

static DIFFICULTY: Table = Table::new(
    "`difficulty`",
    "How hard the flaw is to see: three numbers from 0, easy, to 2, hard.",
    &[
        Key::new("cues", Number::between(0, 2), "How few cues point at it.").needed(),
        Key::new("plausibility", Number::between(0, 2), "How plausible the code and the reply are.").needed(),
        Key::new(
            "distance",
            Number::between(0, 2),
            "How far apart the parts are that must be seen together: 0 a line, 1 a function, 2 several files.",
        )
        .needed(),
    ],
);

static BRIEF: Table = Table::new(
    "[brief]",
    "The request and what came back, as a reviewer would meet them.",
    &[
        Key::new("ticket", PROSE, "What the team wanted."),
        Key::new("prompt", PROSE, "What the assistant was asked.").needed(),
        Key::new("reply", PROSE, "What the assistant said about its code. It may claim more than is so.")
            .needed(),
        Key::new(
            "context",
            Shape::List(&PROSE, at_most(MOST_TEXTS)),
            "What a reviewer of this project would know: who may call what, whose data it is, which input is trusted.",
        ),
        Key::new("prompt_gap", PROSE, "What the prompt left out. Shown on the debrief only."),
        Key::new("better_prompt", PROSE, "A prompt that would have asked for it. Shown on the debrief only."),
    ],
);

static HINTS: Table = Table::new(
    "[hints]",
    "Help that the player may ask for; each costs some of the score.",
    &[
        Key::new("strategy", PROSE, "Where to begin to look, in words."),
        Key::new(
            "region",
            Shape::Table(&REGION),
            "The lines that the second hint shows. Without it: those of the first weakness, or else of the first decoy.",
        ),
    ],
);

static FILE: Table = Table::new(
    "[[file]]",
    "One file of the challenge.",
    &[
        Key::new(
            "path",
            Shape::Path,
            "Path inside the challenge, with `/` between its parts. It does not hint at the weakness.",
        )
        .needed(),
        Key::new("role", Shape::Choice(&ROLES), "Who wrote it. One file at least is `suggested`.")
            .or(Value::Text("suggested")),
        Key::new("language", Shape::Language, "Its language, where its name does not say it."),
        Key::new(
            "before",
            CODE,
            "The text before the suggestion, where that changes existing code. The challenge is then shown as a diff.",
        ),
        Key::new("code", CODE, "The text that is reviewed, at most 2,000 lines of it.").needed(),
    ],
);

const AT: Key =
    Key::new("at", CODE, "A text that stands in the file exactly once. All lines that it touches are meant.")
        .needed();
const AFTER: Key = Key::new(
    "after",
    CODE,
    "A text that stands in the file exactly once, before the one that is meant; then that one may occur more often.",
);
const THROUGH: Key =
    Key::new("through", CODE, "A text after `at`: all lines from `at` to the end of it are meant.");
const FILE_NAMED: Key =
    Key::new("file", NAME, "The path of the file. It may be left out where the challenge has one file only.");
const FILE_ELSEWHERE: Key =
    Key::new("file", NAME, "The path of the file, where it is another one than the site's.");

static ANCHOR: Table =
    Table::new("an anchor of the site's own file", "Lines of the site's own file.", &[AT, AFTER, THROUGH]);

static ENTRY: Table =
    Table::new("an entry", "Lines where untrusted data enters.", &[AT, AFTER, THROUGH, FILE_ELSEWHERE]);

static REGION: Table = Table::new("`region`", "Lines of a file.", &[AT, AFTER, THROUGH, FILE_NAMED]);

const ANCHORS: Shape = Shape::List(&Shape::Table(&ANCHOR), at_most(MOST_ANCHORS));

static SITE: Table = Table {
    when: Some(When {
        key: "kind",
        is: &["weakness"],
        needs: &["id", "cwe", "severity"],
        owns: &["cwe", "severity", "entry"],
    }),
    ..Table::new(
        "[[site]]",
        "A place in the code about which something is so.",
        &[
            Key::new(
                "id",
                Shape::Id,
                "Short name, by which checks and fixes name it. Only a weakness must have one.",
            ),
            Key::new("kind", Shape::Choice(&SITE_KINDS), "What is so about the place.").needed(),
            FILE_NAMED,
            AT,
            AFTER,
            THROUGH,
            Key::new("also", ANCHORS, "More lines that count as the place itself, each with an `at`."),
            Key::new("around", ANCHORS, "Lines that may be marked along without harm, each with an `at`."),
            Key::new(
                "entry",
                Shape::List(&Shape::Table(&ENTRY), at_most(MOST_ANCHORS)),
                "For a weakness: where the untrusted data enters.",
            ),
            Key::new(
                "cwe",
                Shape::List(&Shape::Cwe, Count { least: 1, most: None }),
                "For a weakness: its numbers in the Common Weakness Enumeration. Each of them is a right name for it.",
            ),
            Key::new("severity", Shape::Choice(&SEVERITIES), "For a weakness: how bad it is."),
            Key::new("why", PROSE, "The reason, shown to the player after the answer.").needed(),
        ],
    )
};

static LAB: Table = Table::new(
    "[lab]",
    "The small world in which the checks run: files, network, processes, mail, clock.",
    &[Key::new(
        "setup",
        CODE,
        "Code in the challenge's language that runs before each check. What it names, checks can use.",
    )],
);

const HIDDEN: Key = Key::new("hidden", Shape::Flag, "Whether it is told only once a patch was submitted.")
    .or(Value::Flag(false));

static CHECK: Table = Table {
    when: Some(When { key: "kind", is: &["exploit"], needs: &[], owns: &["site"] }),
    ..Table::new(
        "[[check]]",
        "A test that runs the code.",
        &[
            Key::new("kind", Shape::Choice(&CHECK_KINDS), "Whether it must hold or tries an attack.")
                .needed(),
            Key::new("name", NAME, "What it shows, in a few words. Unique in the challenge.").needed(),
            Key::new(
                "site",
                NAME,
                "For an exploit check: the `id` of the weakness that it attacks. Clean challenges leave it out.",
            ),
            HIDDEN,
            Key::new("code", CODE, "The test, in the challenge's language.").needed(),
        ],
    )
};

static RULE: Table = Table {
    apart: Some(["file", "files"]),
    ..Table::new(
        "[[rule]]",
        "A rule that is held against the structure of a file.",
        &[
            Key::new("kind", Shape::Choice(&RULE_KINDS), "Whether something or nothing may match.").needed(),
            Key::new("name", NAME, "What it shows, in a few words. Unique in the challenge."),
            Key::new("note", PROSE, "What the player is told where it does not hold."),
            Key::new(
                "site",
                NAME,
                "The `id` of the weakness that it speaks of. A rule without one guards the feature.",
            ),
            HIDDEN,
            FILE_NAMED,
            Key::new(
                "files",
                NAME,
                "A pattern for the paths of several files of one language, read as if they were one: `*.tf`. Instead of `file`.",
            ),
            Key::new("rule", CODE, "The rule, in ast-grep's YAML.").needed(),
        ],
    )
};

static DECISION: Table = Table::new(
    "[decision]",
    "What each decision is worth, from 0 to 1.",
    &[
        Key::new("accept", Shape::Share, "Usually 0 where there is a weakness, and 1 where there is none."),
        Key::new("modify", Shape::Share, "Usually 1 where there is a weakness, and 0.3 where there is none."),
        Key::new(
            "reject",
            Shape::Share,
            "Usually 0.6 where there is a weakness, 1 where no patch can mend it, and 0 where there is none.",
        ),
        Key::new(
            "patch",
            Shape::Flag,
            "`false` for a flaw in the design that no patch of these files would mend. Otherwise leave it out.",
        ),
    ],
);

static FIX: Table = Table {
    when: Some(When { key: "kind", is: &["partial"], needs: &["sites"], owns: &["sites"] }),
    ..Table::new(
        "[[fix]]",
        "A known patch: whole files as `code`, or pieces of them as `edit`.",
        &[
            Key::new("kind", Shape::Choice(&FIX_KINDS), "What it proves.").needed(),
            Key::new("note", PROSE, "What it does, or why it falls short.").needed(),
            Key::new(
                "sites",
                Shape::List(&NAME, Count { least: 1, most: None }),
                "For a partial fix: the ids of the weaknesses that it closes.",
            ),
            Key::new(
                "code",
                Shape::CodeByPath,
                "The whole new text of files: `code.\"notes.py\" = '''...'''`.",
            ),
            Key::new(
                "edit",
                Shape::List(&Shape::Table(&EDIT), at_most(MOST_EDITS)),
                "Pieces of files that are replaced, one after the other.",
            ),
        ],
    )
};

static EDIT: Table = Table::new(
    "[[fix.edit]]",
    "A piece of a file that is replaced.",
    &[
        Key::new(
            "file",
            NAME,
            "The path of the file. It may be left out where only one file can be patched.",
        ),
        Key::new("find", CODE, "The text that is replaced. It stands in the file exactly once.").needed(),
        Key::new(
            "after",
            CODE,
            "A text that stands in the file exactly once, before the one that is replaced; then that one may occur more often.",
        ),
        Key::new("with", CODE, "What takes its place. Empty to delete it.").there(),
    ],
);
