//! What the debrief says, as paragraphs: the score, the checks, the lesson, and the patches that others make.

use crate::app::reveal::{Ending, not_judged};
use crate::app::{secrets, text, traces};
use crate::core::answer::{Answer, HintLevel};
use crate::core::challenge::{Challenge, CheckKind, FixKind};
use crate::core::score::Score;
use crate::core::verdict::{CheckReport, Grading, Overall, RunOutcome, RunReport, Verdict};

/// Of what was really reached, so many entries are shown for a check.
const MOST_TRACES: usize = 5;

/// What a paragraph is; the theme decides what that looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    Heading,
    Plain,
    /// Beside the point.
    Quiet,
    /// Somebody's own words.
    Quote,
    /// Shown as it is, every sign of it.
    Verbatim,
    Good,
    Bad,
    Warning,
}

/// One paragraph, or a gap where both texts are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Para {
    pub tone: Tone,
    /// Columns that it is set in.
    pub indent: usize,
    /// Stands before the text on the first row only; the following rows are set in by its width.
    pub lead: String,
    /// Wrapped to the width there is.
    pub text: String,
}

impl Para {
    /// A paragraph.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, indent: 0, lead: String::new(), text: text.into() }
    }

    /// An empty row.
    pub fn gap() -> Self {
        Self::new(Tone::Plain, "")
    }

    /// The same behind a lead.
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// The same set in.
    pub fn indent(mut self, columns: usize) -> Self {
        self.indent = columns;
        self
    }
}

/// The score: each part with what it was worth, out of how much, and why.
pub fn score_page(score: &Score, answer: &Answer, evidence: Option<bool>) -> Vec<Para> {
    let earned: f64 = score.parts.iter().map(|p| p.earned).sum();
    let available: f64 = score.parts.iter().map(|p| p.available).sum();
    let mut paras = vec![
        Para::new(Tone::Heading, format!("{} of 100", score.points)),
        Para::new(
            Tone::Quiet,
            format!("{} of the {} points that could be earned here.", number(earned), number(available)),
        ),
        Para::gap(),
    ];
    for part in &score.parts {
        let tone = match part.earned / part.available.max(f64::EPSILON) {
            share if share >= 0.995 => Tone::Good,
            share if share < 0.005 => Tone::Bad,
            _ => Tone::Plain,
        };
        let lead = format!(
            "{:<10} {:>4} of {:>2}   ",
            part.kind.label(),
            number(part.earned),
            number(part.available)
        );
        paras.push(Para::new(tone, sentence(&part.explain())).lead(lead));
    }
    for dropped in &score.dropped {
        let lead = format!("{:<10} not counted  ", dropped.kind.label());
        paras.push(Para::new(Tone::Quiet, sentence(dropped.because.explain())).lead(lead));
    }
    if answer.hint != HintLevel::None {
        let took = match answer.hint {
            HintLevel::None => "",
            HintLevel::Strategy => "the hint where to begin",
            HintLevel::Region => "the hint which lines to look at",
            HintLevel::Reveal => "the truth",
        };
        paras.push(Para::gap());
        paras.push(Para::new(
            Tone::Warning,
            format!("You took {took}: everything but the fix counts {} times.", answer.hint.factor()),
        ));
    }
    paras.push(Para::gap());
    if evidence == Some(false) {
        paras.push(Para::new(
            Tone::Quiet,
            "This attempt is practice: only a first attempt without a hint counts in the skill report.",
        ));
    }
    paras.push(Para::new(
        Tone::Quiet,
        "Points are feedback on this challenge. They are never added up into a skill.",
    ));
    paras
}

/// Each check before and after the patch, with what it sent and what came back.
pub fn checks_page(
    challenge: &Challenge,
    before: Option<&RunReport>,
    after: Option<&RunReport>,
) -> Vec<Para> {
    let mut paras = Vec::new();
    let grading = before.or(after).map(|r| r.grading);
    if grading == Some(Grading::Structure) {
        paras.push(Para::new(Tone::Quiet, "The code was not run: rules were held against its structure."));
        paras.push(Para::gap());
    }
    match before {
        None => paras.push(Para::new(Tone::Warning, "The checks were not run on the original code.")),
        Some(run) => paras.extend(run_problem("The original code", run)),
    }
    match after {
        None if challenge.is_patchable() => {
            paras.push(Para::new(Tone::Quiet, "No patch was submitted, so there is no after."));
        }
        None => {}
        Some(run) => {
            paras.extend(run_problem("Your patch", run));
            let (tone, text) = match run.overall() {
                Overall::Fixed if run.grading == Grading::Structure => {
                    (Tone::Good, "With your patch the feature is there and no weakness is.")
                }
                Overall::Open if run.grading == Grading::Structure => {
                    (Tone::Bad, "With your patch the feature is there, and at least one weakness still is.")
                }
                Overall::Fixed => {
                    (Tone::Good, "With your patch the feature works and every attack is held off.")
                }
                Overall::Open => {
                    (Tone::Bad, "With your patch the feature works, and at least one attack does too.")
                }
                Overall::BreaksFeature => (Tone::Bad, "Your patch breaks the feature."),
                Overall::NotJudged => (Tone::Warning, "Your patch could not be judged in full."),
            };
            paras.push(Para::new(tone, text));
        }
    }
    for kind in [CheckKind::Function, CheckKind::Exploit] {
        let rows = pair_up(kind, before, after);
        if rows.is_empty() {
            continue;
        }
        let heading = match kind {
            CheckKind::Function => "What the code is for",
            CheckKind::Exploit => challenge.grading().attacks_title(),
        };
        paras.push(Para::gap());
        paras.push(Para::new(Tone::Heading, heading));
        for (old, new) in rows {
            paras.extend(check(challenge.is_patchable(), before.zip(old), after.zip(new)));
        }
    }
    paras
}

fn run_problem(whose: &str, run: &RunReport) -> Option<Para> {
    let RunOutcome::NotJudged { reason, message, at } = &run.outcome else { return None };
    let place = at.as_ref().map_or(String::new(), |at| format!(" ({}, line {})", at.file, at.line));
    Some(
        Para::new(Tone::Warning, format!("{}{place}", not_judged(*reason, message)))
            .lead(format!("{whose}: ")),
    )
}

type Pair<'a> = (Option<&'a CheckReport>, Option<&'a CheckReport>);

/// The checks of both runs, each check once, in the order in which they come.
fn pair_up<'a>(
    kind: CheckKind,
    before: Option<&'a RunReport>,
    after: Option<&'a RunReport>,
) -> Vec<Pair<'a>> {
    let of = |run: Option<&'a RunReport>| -> Vec<&'a CheckReport> {
        run.map_or_else(Vec::new, |r| r.checks.iter().filter(|c| c.kind == kind).collect())
    };
    let mut later = of(after);
    let mut rows: Vec<Pair> = Vec::new();
    for old in of(before) {
        let same = later.iter().position(|new| new.name == old.name && new.site == old.site);
        rows.push((Some(old), same.map(|i| later.remove(i))));
    }
    rows.extend(later.into_iter().map(|new| (None, Some(new))));
    rows
}

type Said<'a> = Option<(&'a RunReport, &'a CheckReport)>;

/// One check, before and after the patch; where there can be no patch, just as it was.
fn check(patchable: bool, old: Said, new: Said) -> Vec<Para> {
    let Some((_, either)) = new.or(old) else { return Vec::new() };
    let hidden = if either.hidden { "  (hidden until now)" } else { "" };
    let mut paras = vec![Para::gap(), Para::new(Tone::Plain, format!("{}{hidden}", either.name))];
    let same = old.zip(new).is_some_and(|((_, a), (_, b))| traces::went_alike(a, b));
    for (when, said) in [("before", old), ("after", new)] {
        let Some((run, report)) = said else { continue };
        let (sign, word, tone) = verdict(report);
        let evidence = match report.evidence.trim() {
            "" => String::new(),
            text => format!(": {text}"),
        };
        let when = if patchable { format!("{when:<6} ") } else { String::new() };
        let indent = when.len() + 4;
        paras.push(Para::new(tone, format!("{word}{evidence}")).lead(format!("{when}{sign} ")).indent(2));
        // What went alike is told once.
        if same && when.starts_with("before") {
            continue;
        }
        for step in &report.exchange {
            let who = if step.who.is_empty() { String::new() } else { format!("{}  ", step.who) };
            let text = secrets::short(&format!("{} → {}", step.did, step.got));
            paras.push(Para::new(Tone::Verbatim, text).lead(who).indent(indent));
        }
        // A function check proves nothing by what it reached.
        let most = if report.kind == CheckKind::Exploit { MOST_TRACES } else { 0 };
        for trace in traces::own(run, report, most) {
            paras.push(Para::new(Tone::Verbatim, traces::line(trace)).lead("reached ").indent(indent));
        }
    }
    paras
}

/// Sign, words and tone of a verdict.
pub fn verdict(report: &CheckReport) -> (char, &'static str, Tone) {
    match (report.kind, report.verdict) {
        (CheckKind::Function, Verdict::Holds) => ('✓', "works", Tone::Good),
        (CheckKind::Function, Verdict::Fails | Verdict::Open) => ('✗', "broken", Tone::Bad),
        (CheckKind::Exploit, Verdict::Holds) => (Ending::HeldOff.sign(), Ending::HeldOff.label(), Tone::Good),
        (CheckKind::Exploit, Verdict::Open) => {
            (Ending::Exploited.sign(), Ending::Exploited.label(), Tone::Bad)
        }
        (_, Verdict::Fails | Verdict::NotJudged) => {
            (Ending::NotJudged.sign(), Ending::NotJudged.label(), Tone::Warning)
        }
    }
}

/// The lesson: the principle, what the prompt left out, a better prompt, where to read on, what to talk about.
pub fn lesson_page(challenge: &Challenge) -> Vec<Para> {
    let mut paras = vec![Para::new(Tone::Heading, challenge.principle.trim())];
    let brief = &challenge.brief;
    let mut section = |heading: &str, body: Vec<Para>| {
        if !body.is_empty() {
            paras.push(Para::gap());
            paras.push(Para::new(Tone::Heading, heading));
            paras.extend(body);
        }
    };
    let text = |tone, text: &str| -> Vec<Para> {
        text.trim().lines().map(|l| Para::new(tone, l.trim_end()).indent(2)).collect()
    };
    section("What the assistant was asked", text(Tone::Quote, &brief.prompt));
    section(
        "What the prompt left out",
        brief.prompt_gap.as_deref().map_or_else(Vec::new, |t| text(Tone::Plain, t)),
    );
    section(
        "A better prompt",
        brief.better_prompt.as_deref().map_or_else(Vec::new, |t| text(Tone::Quote, t)),
    );
    let list = |items: &[String]| {
        items.iter().map(|t| Para::new(Tone::Plain, t.trim()).lead("· ").indent(2)).collect::<Vec<_>>()
    };
    section("Read on", list(&challenge.references));
    section("To talk about", list(&challenge.talk));
    paras
}

/// The patches that others make, with the author's notes. On clean code: the changes that would have made it weak.
pub fn others_page(challenge: &Challenge) -> Vec<Para> {
    let mut paras = Vec::new();
    let mut section = |heading: &str, kind: FixKind, tone: Tone, sign: &str| {
        let notes: Vec<&str> =
            challenge.fixes.iter().filter(|f| f.kind == kind).map(|f| f.note.trim()).collect();
        if notes.is_empty() {
            return;
        }
        if !paras.is_empty() {
            paras.push(Para::gap());
        }
        paras.push(Para::new(Tone::Heading, heading));
        for note in notes {
            paras.push(Para::gap());
            paras.push(Para::new(tone, note).lead(format!("{sign} ")).indent(2));
        }
    };
    section("The reference", FixKind::Reference, Tone::Good, "✓");
    section("Other right patches", FixKind::Right, Tone::Good, "✓");
    section("Patches that keep the feature and leave an attack open", FixKind::Wrong, Tone::Plain, "✗");
    section("Patches that close a part", FixKind::Partial, Tone::Plain, "~");
    section("Changes that would have made it weak", FixKind::Mutant, Tone::Plain, "▲");
    if !paras.is_empty() {
        paras.push(Para::gap());
        paras.push(Para::new(Tone::Quiet, "Each of these can be looked at on the Diff page."));
    }
    paras
}

/// What comes next, and why. Here the family may be named: the attempt is over.
/// `keys` are those that start it and that go Home.
pub fn next_page(family: &str, why: &str, next: Option<String>, keys: &[String; 2]) -> Vec<Para> {
    let mut paras = Vec::new();
    if !family.is_empty() {
        paras.push(Para::new(Tone::Plain, family).lead("This challenge trained: "));
        paras.push(Para::new(Tone::Plain, sentence(why)).lead("Why it came: "));
        paras.push(Para::gap());
    }
    paras.push(Para::new(Tone::Heading, "Next"));
    let started = next.is_some();
    paras.push(match next {
        Some(next) => Para::new(Tone::Plain, next).indent(2),
        None => {
            Para::new(Tone::Plain, "There is nothing else to begin. What you began waits on Home.").indent(2)
        }
    });
    paras.push(Para::gap());
    let [start, home] = keys;
    let text = if started {
        format!(
            "`{start}` starts it, `{home}` goes Home. What it trains, and why it comes, is said once you have played it."
        )
    } else {
        format!("`{home}` goes Home.")
    };
    paras.push(Para::new(Tone::Quiet, text));
    paras
}

/// Points without needless decimals: `22.5`, `30`.
pub fn number(points: f64) -> String {
    let text = format!("{points:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut out = text::capital(text);
    if !out.ends_with(['.', '?']) {
        out.push('.');
    }
    out
}
