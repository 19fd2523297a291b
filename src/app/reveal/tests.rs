use super::*;
use crate::core::answer::{Answer, Confidence, Decision};
use crate::core::catalogue::{Catalogue, Cwe};
use crate::core::challenge::{Challenge, Severity};
use crate::core::matching::match_findings;
use crate::core::testing::{self, boundary, challenge, decoy, family, finding, lines, site, weakness};
use crate::core::verdict::{Exchange, NotJudged, RunReport, Trace, Verdict};

fn catalogue() -> Catalogue {
    let cwe = |id, name: &str| Cwe { id, name: name.into(), words: Vec::new() };
    let cwes = vec![
        cwe(79, "Cross-site Scripting"),
        cwe(639, "Authorization Bypass Through User-Controlled Key"),
        cwe(862, "Missing Authorization"),
    ];
    Catalogue::new(vec![family()], cwes).expect("the test's catalogue is sound")
}

fn answer(findings: Vec<crate::core::answer::Finding>, decision: Decision) -> Answer {
    Answer { findings, decision, sure: Confidence::default(), ..Answer::default() }
}

fn all(challenge: &Challenge, answer: &Answer) -> Vec<Item> {
    let matching = match_findings(challenge, &family(), &answer.findings);
    items(challenge, &catalogue(), answer, &matching)
}

fn flawed() -> Challenge {
    let mut weak = weakness("any-order", "13-16", Severity::High);
    weak.entries = vec![(0, lines("12"))];
    weak.why = "Nothing ties the row to the user.".into();
    let sites = vec![
        weak,
        weakness("other", "40-41", Severity::Low),
        decoy("log", "22"),
        decoy("key", "31"),
        site("style", crate::core::challenge::SiteKind::Neutral, "35"),
    ];
    challenge(60, sites)
}

#[test]
fn each_finding_and_each_site_is_told_once() {
    let challenge = flawed();
    let mut hit = finding("14-15", Some(639));
    hit.reason = "no owner in the query".into();
    hit.boundary = boundary("a.py", "12");
    let answer = answer(
        vec![hit, finding("22", Some(79)), finding("50", None), finding("16", None), finding("35", None)],
        Decision::Modify,
    );
    let items = all(&challenge, &answer);
    let told: Vec<String> = items
        .iter()
        .map(|i| format!("{} {} {} [{}]", i.outcome.sign(), i.outcome.label(), i.title, i.facts))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"");
    let texts = |i: usize| {
        items[i].texts.iter().map(|(who, t)| format!("{who:?}: {t}")).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(texts(0), @"");
    insta::assert_snapshot!(texts(2), @"");
    let signs = signs(&challenge, &answer, &items);
    assert!(signs[0][11].entry && signs[0][11].outcome.is_none());
    assert_eq!(signs[0][12].outcome, Some(Outcome::Found));
    assert!(!signs[0][12].marked && signs[0][13].marked);
    assert_eq!(signs[0][39].outcome, Some(Outcome::Missed));
    assert_eq!(signs[0][21].outcome, Some(Outcome::FalseAlarm));
    assert_eq!(signs[0][30].outcome, Some(Outcome::Safe));
    assert_eq!(signs[0][49].outcome, Some(Outcome::Stray));
    assert_eq!(signs[0][34].outcome, Some(Outcome::Neutral));
    assert_eq!(
        summary(&challenge, &answer),
        "You said modify, 65 % sure; the code has 2 weaknesses. That was right."
    );
}

#[test]
fn naming_and_tracing_are_put_into_words() {
    let challenge = flawed();
    let told = |cwe, at: Option<&str>| {
        let mut hit = finding("14", cwe);
        hit.boundary = at.and_then(|at| boundary("a.py", at));
        let items = all(&challenge, &answer(vec![hit], Decision::Modify));
        format!("{} | {}", items[0].facts, items[0].texts[0].1)
    };
    insta::assert_snapshot!([told(Some(862), None), told(Some(79), Some("3")), told(None, Some("12"))].join("\n"), @"");
}

#[test]
fn clean_code_has_only_what_is_safe() {
    let challenge = challenge(30, vec![decoy("one", "4"), decoy("two", "9")]);
    let answer = answer(vec![finding("4", None)], Decision::Reject);
    let outcomes: Vec<Outcome> = all(&challenge, &answer).iter().map(|i| i.outcome).collect();
    assert_eq!(outcomes, [Outcome::FalseAlarm, Outcome::Safe]);
    assert_eq!(
        summary(&challenge, &answer),
        "You said reject, 65 % sure; the code is right as it stands. That was wrong."
    );
}

fn attacked(challenge: &Challenge, verdicts: &[Verdict]) -> RunReport {
    let mut report = testing::run(challenge, verdicts);
    for check in &mut report.checks {
        check.exchange = vec![Exchange { who: "bob".into(), did: "GET /7".into(), got: "200".into() }];
        check.trace = vec![Trace { kind: "sql".into(), what: "SELECT 1".into() }];
        check.evidence = "bob sees it".into();
    }
    report
}

#[test]
fn the_transcript_has_every_step_and_hides_what_stays_hidden() {
    let mut challenge = flawed();
    let mut report = attacked(&challenge, &[Verdict::Holds, Verdict::Open, Verdict::Open]);
    let transcript = replay(&challenge, &report);
    assert_eq!(transcript.heading, "The attacks, on the code as the assistant wrote it");
    assert_eq!(transcript.attacks.len(), 2);
    assert_eq!(transcript.attacks[0].ending, Ending::Exploited);
    assert_eq!(transcript.attacks[0].site, Some(0));
    let rows = transcript.rows();
    assert_eq!(
        rows[..4],
        [AttackRow::Name(0), AttackRow::Step(0, 0), AttackRow::Reached(0, 0), AttackRow::Ending(0)]
    );
    report.checks[2].hidden = true;
    assert_eq!(replay(&challenge, &report).attacks.len(), 1);
    challenge.decision.patch = false;
    assert_eq!(replay(&challenge, &report).attacks.len(), 2);
}

#[test]
fn what_was_not_judged_is_said_in_words() {
    let challenge = flawed();
    let report = RunReport::not_judged(NotJudged::Timeout, "The run took more than 5 s.");
    let transcript = replay(&challenge, &report);
    assert_eq!(
        transcript.notice.as_deref(),
        Some("Not judged: the time limit passed. The run took more than 5 s.")
    );
    assert_eq!(transcript.rows(), [AttackRow::Notice]);
}
