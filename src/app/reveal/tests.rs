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
    insta::assert_snapshot!(told.join("\n"), @r#"
    ✓ found Object ownership [high severity · CWE-639 Authorization Bypass Through User-Controlled Key · named exactly]
    ! missed Object ownership [low severity · CWE-639 Authorization Bypass Through User-Controlled Key]
    ✗ false alarm line_22 = 22 [you named it CWE-79 Cross-site Scripting]
    ? nothing here line_50 = 50 []
    · found already line_16 = 16 []
    ○ safe, left alone line_31 = 31 []
    · counts neither way line_35 = 35 []
    "#);
    let texts = |i: usize| {
        items[i].texts.iter().map(|(who, t)| format!("{who:?}: {t}")).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(texts(0), @r#"
    Note: The data enters at line 12, as you marked.
    You: no owner in the query
    Author: Nothing ties the row to the user.
    "#);
    insta::assert_snapshot!(texts(2), @r#"
    Note: You gave no reason of your own.
    Author:
    "#);
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
    insta::assert_snapshot!([told(Some(862), None), told(Some(79), Some("3")), told(None, Some("12"))].join("\n"), @r#"
    high severity · CWE-639 Authorization Bypass Through User-Controlled Key · you named it CWE-862 Missing Authorization, which is of the same family | The data enters at line 12. You did not mark where.
    high severity · CWE-639 Authorization Bypass Through User-Controlled Key · you named it CWE-79 Cross-site Scripting, which is something else | The data enters at line 12. You marked line 3.
    high severity · CWE-639 Authorization Bypass Through User-Controlled Key · you did not name it | The data enters at line 12, as you marked.
    "#);
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
    for (index, check) in report.checks.iter_mut().enumerate() {
        check.exchange = vec![Exchange { who: "bob".into(), did: "GET /7".into(), got: "200".into() }];
        check.trace = vec![Trace { kind: "sql".into(), what: format!("SELECT {index}") }];
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

/// On the screen, with a judge that knows how the shipped challenge behaves.
pub mod screens {
    use super::*;
    use crate::app::event::RunJob;
    use crate::app::model::{ColourDepth, ThemeChoice};
    use crate::app::testing::Game;
    use crate::core::challenge::CheckKind;
    use crate::core::verdict::{CheckReport, Grading, RunOutcome};

    /// Every attack works on the original and is held off by anything else.
    pub fn judge(job: &RunJob) -> RunReport {
        let challenge = &job.pack.challenges[job.challenge];
        let original = job.files == challenge.originals();
        let checks = challenge.checks.iter().map(|c| {
            let exploit = c.kind == CheckKind::Exploit;
            let open = exploit && original && !challenge.is_clean();
            let step =
                |did: &str, got: &str| Exchange { who: "bob".into(), did: did.into(), got: got.into() };
            let got =
                if open { "200 {\"address\": \"canary-57a7\", \"id\": 7, \"total\": 129.0}" } else { "404" };
            CheckReport {
                name: c.name.clone(),
                kind: c.kind,
                site: c.site.clone(),
                hidden: c.hidden,
                verdict: if open { Verdict::Open } else { Verdict::Holds },
                evidence: if open { "bob sees where ana lives".into() } else { String::new() },
                exchange: vec![step("POST /login", "204 [sets session]"), step("GET /orders/7", got)],
                trace: vec![Trace {
                    kind: "sql".into(),
                    what: format!("SELECT id FROM orders WHERE id = ? ({})", if exploit { 7 } else { 8 }),
                }],
                millis: 1,
            }
        });
        let checks = checks.collect();
        RunReport {
            outcome: RunOutcome::Judged,
            checks,
            console: String::new(),
            millis: 5,
            grading: Grading::Run,
        }
    }

    pub fn at_reveal(columns: u16, rows: u16) -> Game {
        let mut game = Game::new(columns, rows).judge(judge);
        game.experienced()
            .open("orders-api/order-lookup")
            .keys("enter /")
            .text("def get_order")
            .keys("enter v j j j space c");
        game.text("639").keys("enter r").text("no owner in the query").keys("enter");
        game.keys("/").text("log.info").keys("enter space enter 2 + + enter enter");
        game
    }

    #[test]
    fn the_reveal_on_a_wide_screen() {
        insta::assert_snapshot!("reveal_100x30", at_reveal(100, 30).screen());
    }

    #[test]
    fn the_reveal_on_a_small_screen_and_without_colour() {
        insta::assert_snapshot!("reveal_80x24", at_reveal(80, 24).plain());
        let mut game = at_reveal(80, 24);
        game.looks(ThemeChoice::Dark, ColourDepth::None).keys("a j j");
        insta::assert_snapshot!("reveal_attack_80x24_no_colour", game.screen());
    }

    #[test]
    fn the_code_follows_the_findings_and_the_transcript() {
        let mut game = at_reveal(100, 30);
        let line = |game: &Game| game.play().cursor().line + 1;
        let first = line(&game);
        game.keys("j");
        assert!(line(&game) > first, "the false alarm stands below");
        game.keys("j");
        let decoy = line(&game);
        assert!(decoy < first, "the first decoy stands above");
        game.keys("a");
        assert_eq!(line(&game), first, "the attack is on the weakness");
        game.keys("j j");
        assert!(game.plain().contains("GET /orders/7 → 200 {\"address\""), "{}", game.plain());
        game.keys("esc c").keys("g G k");
        assert_eq!(game.play().reveal.focus, Focus::Code);
        game.keys("esc w");
        assert!(game.play().reveal.wide);
        game.keys("esc b");
        assert!(game.plain().contains("The ticket"));
    }

    #[test]
    fn every_size_is_drawn() {
        let mut game = at_reveal(60, 20);
        for (columns, rows) in [(60, 20), (61, 40), (99, 20), (100, 20), (140, 50), (220, 20)] {
            game.resize(columns, rows);
            game.keys("a pgdn pgup G g a c pgdn pgup c w pgdn pgup w n n n N z");
        }
    }

    #[test]
    fn what_was_not_judged_stands_there_in_words() {
        let mut game = Game::new(100, 30);
        game.experienced().open("orders-api/order-lookup").keys("enter space enter 3 + enter enter");
        let screen = game.plain();
        assert!(screen.contains("Not judged: this program cannot run the language."), "{screen}");
    }

    #[test]
    fn going_on_without_a_patch_is_asked_first() {
        let mut game = at_reveal(100, 30);
        game.keys("D");
        assert!(game.plain().contains("Go on without a patch?"));
        game.keys("esc");
        assert!(game.attempts.is_empty());
        game.keys("D enter");
        assert_eq!(game.attempts.len(), 1);
        assert!(game.drafts.is_empty() && game.model.shared.progress.drafts.is_empty());
    }

    #[test]
    fn clean_code_shows_what_is_safe_and_goes_on_to_the_debrief() {
        let mut game = Game::new(100, 30).judge(judge);
        let pack = crate::app::testing::shipped("orders-api");
        let clean = pack.challenges.iter().find(|c| c.is_clean()).expect("the pack has a clean challenge");
        game.experienced().open(&format!("orders-api/{}", clean.id)).keys("enter enter 1 + enter enter");
        let screen = game.plain();
        assert!(screen.contains("safe, left alone") && screen.contains("held off"), "{screen}");
        game.keys("enter");
        assert_eq!(game.attempts.len(), 1);
        assert_eq!(game.attempts[0].score.tally.weaknesses, 0);
    }
}
