use super::schema::{self, MIGRATIONS};
use super::*;
use crate::core::answer::{Answer, Boundary, Confidence, Decision, Finding, HintLevel};
use crate::core::attempt::{ChallengeKey, Draft, PatchRun, Place, Places, Stage, StageTimes};
use crate::core::challenge::CheckKind;
use crate::core::lines::LineRange;
use crate::core::matching::{FindingOutcome, Matching, Naming, SiteOutcome, Tally, Tracing};
use crate::core::next::Past;
use crate::core::score::{DropReason, Dropped, Part};
use crate::core::verdict::{CheckReport, Exchange, Grading, NotJudged, RunReport, Trace, Verdict};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn keys() -> impl Strategy<Value = ChallengeKey> {
    ("[a-c]", "[a-d]").prop_map(|(pack, challenge)| ChallengeKey::new(pack, challenge))
}

fn ranges() -> impl Strategy<Value = LineRange> {
    (1usize..500, 1usize..500).prop_map(|(a, b)| LineRange::new(a, b))
}

/// Any text at all, with what hurts most: quotes, NUL, escapes, wide and combining characters.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just("'; DROP TABLE attempt; --\0\u{1b}[2J\u{202e}e\u{301}汉\n".to_owned())]
}

fn findings() -> impl Strategy<Value = Finding> {
    (texts(), ranges(), option::of(any::<u32>()), texts(), option::of((texts(), ranges()))).prop_map(
        |(file, lines, cwe, reason, boundary)| Finding {
            file,
            lines,
            cwe,
            reason,
            boundary: boundary.map(|(file, lines)| Boundary { file, lines }),
        },
    )
}

fn decisions() -> impl Strategy<Value = Decision> {
    prop_oneof![Just(Decision::Accept), Just(Decision::Modify), Just(Decision::Reject)]
}

fn hints() -> impl Strategy<Value = HintLevel> {
    prop_oneof![
        Just(HintLevel::None),
        Just(HintLevel::Strategy),
        Just(HintLevel::Region),
        Just(HintLevel::Reveal)
    ]
}

fn sures() -> impl Strategy<Value = Confidence> {
    (0usize..4).prop_map(|step| Confidence::STEPS[step])
}

fn patches() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(texts(), texts(), 0..3)
}

fn reports() -> impl Strategy<Value = RunReport> {
    let check = (texts(), any::<bool>(), option::of(texts()), any::<bool>(), texts(), texts(), any::<u32>())
        .prop_map(|(name, attack, site, open, evidence, said, millis)| CheckReport {
            name,
            kind: if attack { CheckKind::Exploit } else { CheckKind::Function },
            site,
            hidden: open,
            verdict: if open { Verdict::Open } else { Verdict::Holds },
            evidence,
            exchange: vec![Exchange { who: said.clone(), did: said.clone(), got: said.clone() }],
            trace: vec![Trace { kind: "sql".to_owned(), what: said }],
            millis: u64::from(millis),
        });
    (vec(check, 0..3), texts(), any::<bool>()).prop_map(|(checks, console, judged)| {
        if judged {
            RunReport {
                checks,
                console,
                grading: Grading::Structure,
                ..RunReport::not_judged(NotJudged::Timeout, "too slow")
            }
        } else {
            RunReport::not_judged(NotJudged::Syntax, console)
        }
    })
}

fn stage_times() -> impl Strategy<Value = StageTimes> {
    vec((0usize..6, any::<u32>()), 0..6).prop_map(|all| {
        let mut times = StageTimes::default();
        for (stage, millis) in all {
            times.add(Stage::ALL[stage], u64::from(millis));
        }
        times
    })
}

fn places() -> impl Strategy<Value = Places> {
    (texts(), btree_map(texts(), (any::<u16>(), any::<u16>(), any::<u16>()), 0..3)).prop_map(|(file, at)| {
        Places {
            file,
            at: at
                .into_iter()
                .map(|(path, (line, column, top))| {
                    (path, Place { line: line.into(), column: column.into(), top: top.into() })
                })
                .collect(),
        }
    })
}

fn runs() -> impl Strategy<Value = PatchRun> {
    (patches(), reports()).prop_map(|(patch, report)| PatchRun { patch, report })
}

fn drafts() -> impl Strategy<Value = Draft> {
    let said = (vec(findings(), 0..4), option::of(decisions()), option::of(sures()), hints(), any::<bool>());
    let done = (patches(), places(), places(), any::<u32>(), option::of(runs()), option::of(runs()));
    (keys(), 0usize..6, said, done, option::of(reports()), stage_times(), any::<i64>()).prop_map(
        |(key, stage, said, done, original_run, times, started_at)| Draft {
            key,
            hash: "hash".to_owned(),
            stage: Stage::ALL[stage],
            findings: said.0,
            decision: said.1,
            sure: said.2,
            hint: said.3,
            locked: said.4,
            patch: done.0,
            review_places: done.1,
            patch_places: done.2,
            runs: done.3,
            latest_run: done.4,
            scored_run: done.5,
            original_run,
            times,
            started_at,
        },
    )
}

fn scores() -> impl Strategy<Value = Score> {
    // Quarters are exact in every notation, so that equality means equality.
    (0u8..=100, 0u32..40, 0usize..3, 0usize..3, 0usize..4, 0usize..4).prop_map(
        |(points, quarters, found, missed, marked, strays)| Score {
            points,
            parts: vec![Part {
                kind: PartKind::Fix,
                earned: f64::from(quarters) / 4.0,
                available: 30.0,
                factor: 1.0,
                grounds: Grounds::Fix {
                    closed: found,
                    weaknesses: found + missed,
                    state: if points % 3 == 0 { FixState::NoPatch } else { FixState::Judged },
                },
            }],
            dropped: vec![Dropped { kind: PartKind::Trace, because: DropReason::NoEntries }],
            tally: Tally {
                weaknesses: found + missed,
                found,
                decoys: marked + 1,
                decoys_marked: marked,
                strays,
            },
        },
    )
}

fn attempts() -> impl Strategy<Value = Attempt> {
    let answer = (vec(findings(), 0..4), decisions(), sures(), hints())
        .prop_map(|(findings, decision, sure, hint)| Answer { findings, decision, sure, hint });
    let ran = (option::of(patches()), option::of(reports()), option::of(reports()));
    (keys(), answer, ran, scores(), stage_times(), any::<(i64, i64, bool)>(), texts()).prop_map(
        |(
            key,
            answer,
            (patch, patch_run, original_run),
            score,
            times,
            (started_at, finished_at, flawed),
            family,
        )| {
            Attempt {
                key,
                hash: "hash".to_owned(),
                program: "0.1.0".to_owned(),
                number: 1,
                started_at,
                finished_at,
                times,
                matching: Matching {
                    findings: vec![
                        FindingOutcome::Hit { site: 0, naming: Naming::Exact, tracing: Tracing::Right },
                        FindingOutcome::Stray,
                    ],
                    sites: vec![SiteOutcome::Missed, SiteOutcome::LeftAlone],
                },
                answer,
                patch,
                patch_run,
                original_run,
                score,
                family,
                flawed,
                evidence: false,
            }
        },
    )
}

/// One value of a strategy, for tests that need just any.
fn any_of<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> T {
    use proptest::strategy::ValueTree;
    strategy.new_tree(&mut proptest::test_runner::TestRunner::deterministic()).expect("a value").current()
}

fn attempt_at(key: &str, hint: HintLevel) -> Attempt {
    let mut attempt = any_of(attempts());
    attempt.key = key.parse().expect("a key");
    attempt.answer.hint = hint;
    attempt
}

fn draft_at(key: &str, started_at: i64) -> Draft {
    Draft::new(key.parse().expect("a key"), "hash", started_at)
}

fn file_in(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("deep/down/riskline.db")
}

/// A plain connection to the same file, as another program would have.
fn raw(store: &Store) -> Connection {
    Connection::open(store.path()).expect("opens")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_kept_is_what_was_said(drafts in vec(drafts(), 1..6), attempts in vec(attempts(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&file_in(&folder)).unwrap();
        let mut kept = Vec::new();
        for attempt in attempts {
            let back = store.finish(attempt.clone()).unwrap();
            prop_assert_eq!(&Attempt { number: back.number, evidence: back.evidence, ..attempt }, &back);
            kept.push(back);
        }
        let mut latest = BTreeMap::new();
        for (now, draft) in drafts.into_iter().enumerate() {
            store.save_draft(&draft, now as i64).unwrap();
            latest.insert(draft.key.clone(), draft);
        }
        drop(store);

        let store = Store::open(&file_in(&folder)).unwrap();
        prop_assert_eq!(&store.attempts().unwrap().read, &kept);
        for (key, draft) in &latest {
            let found = store.draft(key).unwrap();
            prop_assert_eq!(found.as_ref(), Some(draft));
        }
        for attempt in &kept {
            let of_key: Vec<_> = kept.iter().filter(|a| a.key == attempt.key).cloned().collect();
            let last = store.latest_attempt(&attempt.key).unwrap();
            prop_assert_eq!(last.as_ref(), of_key.last());
            prop_assert_eq!(of_key.iter().map(|a| a.number).collect::<Vec<_>>(), (1..=of_key.len() as u32).collect::<Vec<_>>());
            prop_assert_eq!(store.attempts_at(&attempt.key).unwrap().read, of_key);
        }

        let evidence: Vec<_> = kept.iter().filter(|a| a.evidence).collect();
        let counts = store.counts().unwrap();
        prop_assert_eq!(counts.reviews, evidence.len());
        prop_assert_eq!(counts.found, evidence.iter().map(|a| a.score.tally.found).sum::<usize>());
        prop_assert_eq!(counts.decoys_marked, evidence.iter().map(|a| a.score.tally.decoys_marked).sum::<usize>());
        prop_assert!(counts.found <= counts.weaknesses && counts.fixes_held <= counts.fixes);

        let states = store.states().unwrap();
        for (key, state) in &states {
            let first = kept.iter().find(|a| &a.key == key);
            prop_assert_eq!(state.first.as_ref().map(|f| f.points), first.map(|a| a.score.points));
            prop_assert_eq!(state.begun, latest.contains_key(key));
        }
        let past = store.past().unwrap().read;
        prop_assert_eq!(past.len(), kept.len());
        for (past, a) in past.into_iter().zip(&kept) {
            let day = past.day;
            prop_assert_eq!(past, Past::of(a.key.clone(), a.family.clone(), day, &a.answer, &a.score));
        }
        prop_assert_eq!(store.first_finished().unwrap(), Some(kept[0].finished_at));
        prop_assert_eq!(states.len(), kept.iter().map(|a| &a.key).chain(latest.keys()).collect::<std::collections::BTreeSet<_>>().len());
    }
}

#[test]
fn only_the_first_attempt_without_a_hint_is_evidence() {
    let store = Store::in_memory().unwrap();
    assert!(store.finish(attempt_at("p/a", HintLevel::None)).unwrap().evidence);
    let second = store.finish(attempt_at("p/a", HintLevel::None)).unwrap();
    assert_eq!((second.number, second.evidence), (2, false));
    assert!(!store.finish(attempt_at("p/b", HintLevel::Strategy)).unwrap().evidence);
    assert_eq!(store.counts().unwrap().reviews, 1);
}

#[test]
fn giving_up_after_the_truth_leaves_no_first_attempt() {
    let spoil_by: [fn(&mut Draft); 2] = [|d| d.locked = true, |d| d.hint = HintLevel::Strategy];
    for spoil in spoil_by {
        let store = Store::in_memory().unwrap();
        let mut seen = draft_at("p/a", 1);
        spoil(&mut seen);
        store.save_draft(&seen, 2).unwrap();
        store.discard_draft(&seen.key, 3).unwrap();
        assert_eq!(store.finish(attempt_at("p/a", HintLevel::None)).unwrap().number, 2);

        seen.key = "p/b".parse().unwrap();
        store.save_draft(&seen, 2).unwrap();
        store.save_draft(&draft_at("p/b", 9), 9).unwrap();
        assert!(!store.finish(attempt_at("p/b", HintLevel::None)).unwrap().evidence);
    }
}

#[test]
fn beginning_anew_or_going_on_costs_nothing() {
    let store = Store::in_memory().unwrap();
    store.save_draft(&draft_at("p/a", 1), 1).unwrap();
    store.discard_draft(&"p/a".parse().unwrap(), 2).unwrap();
    let mut draft = draft_at("p/a", 3);
    store.save_draft(&draft, 3).unwrap();
    draft.locked = true;
    store.save_draft(&draft, 4).unwrap();
    store.save_draft(&draft, 5).unwrap();
    assert!(store.finish(attempt_at("p/a", HintLevel::None)).unwrap().evidence);
}

#[test]
fn finishing_drops_the_draft_and_state_follows() {
    let store = Store::in_memory().unwrap();
    let key: ChallengeKey = "p/a".parse().unwrap();
    assert_eq!(store.states().unwrap().get(&key), None);
    assert_eq!(ChallengeState::default().label(), "new");
    store.save_draft(&draft_at("p/a", 1), 1).unwrap();
    assert_eq!(store.states().unwrap()[&key].label(), "begun");
    assert_eq!(store.latest_draft().unwrap(), Some(key.clone()));
    let kept = store.finish(attempt_at("p/a", HintLevel::None)).unwrap();
    let state = store.states().unwrap()[&key].clone();
    assert_eq!((state.label(), state.begun, state.finished), ("done", false, 1));
    assert_eq!(state.first.map(|f| f.points), Some(kept.score.points));
    assert_eq!(store.draft(&key).unwrap(), None);
    assert_eq!(store.latest_draft().unwrap(), None);
}

#[test]
fn finished_attempts_can_be_neither_changed_nor_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(&folder)).unwrap();
    store.finish(attempt_at("p/a", HintLevel::None)).unwrap();
    for sql in ["UPDATE attempt SET points = 100", "DELETE FROM attempt"] {
        let refused = raw(&store).execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("never"), "{refused}");
    }
}

#[test]
fn a_fix_counts_only_where_the_feature_still_works() {
    let mut score = any_of(scores());
    for (state, expected) in [
        (FixState::NoPatch, (0, 0)),
        (FixState::Unusable, (3, 0)),
        (FixState::BreaksFeature, (3, 0)),
        (FixState::Judged, (3, 2)),
    ] {
        let closed = if state == FixState::Unusable { 0 } else { 2 };
        score.parts[0].grounds = Grounds::Fix { closed, weaknesses: 3, state };
        assert_eq!(fixes(&score), expected, "{state:?}");
    }
}

#[test]
fn a_file_that_is_not_ours_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("riskline.db");
    let cases: [(&str, &dyn Fn()); 5] = [
        ("damaged", &|| {
            fs::write(&path, "this is no database, but it is long enough for a header".repeat(90)).unwrap()
        }),
        ("damaged", &|| {
            let store = Store::open(&path).unwrap();
            for _ in 0..20 {
                store.finish(attempt_at("p/a", HintLevel::None)).unwrap();
            }
            raw(&store).execute_batch("PRAGMA wal_checkpoint(truncate)").unwrap();
            drop(store);
            let mut bytes = fs::read(&path).unwrap();
            // The first page's list of tables.
            bytes[100..4096].fill(0xff);
            fs::write(&path, bytes).unwrap();
        }),
        ("newer", &|| {
            let store = Store::open(&path).unwrap();
            raw(&store).pragma_update(None, "user_version", MIGRATIONS.len() as i64 + 1).unwrap();
        }),
        ("another program", &|| {
            Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
        }),
        ("no edition", &|| {
            let store = Store::open(&path).unwrap();
            raw(&store).pragma_update(None, "user_version", 0).unwrap();
        }),
    ];
    for (expected, prepare) in cases {
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        prepare();
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
        assert_eq!(error.path(), Some(path.as_path()));
        assert!(!error.advice().is_empty());
        assert_eq!(fs::read(&path).unwrap(), before, "{expected}");

        let context = Context::for_test(folder.path(), 0);
        let (store, problem) = Store::for_play(&context).unwrap();
        assert!(!store.is_kept() && problem.is_some());
        store.save_draft(&draft_at("p/a", 1), 1).unwrap();
        assert_eq!(fs::read(&path).unwrap(), before, "{expected}");
    }
}

#[test]
fn a_record_that_cannot_be_read_is_said_and_play_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(&folder)).unwrap();
    store.save_draft(&draft_at("p/a", 1), 1).unwrap();
    raw(&store).execute("UPDATE draft SET record = '{\"key\": 7}'", []).unwrap();
    let error = store.draft(&"p/a".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("the draft of p/a cannot be read"), "{error}");
    store.save_draft(&draft_at("p/a", 2), 2).unwrap();
    assert!(store.draft(&"p/a".parse().unwrap()).unwrap().is_some());
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let error = Store::open(&folder.path().join("file/below/riskline.db")).unwrap_err();
    assert!(matches!(error, StoreError::Folder { .. }), "{error:?}");
    // The folder is there, but the database's own name is taken by a folder.
    fs::create_dir(folder.path().join("riskline.db")).unwrap();
    let error = Store::open(&folder.path().join("riskline.db")).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn a_full_disk_is_said_and_what_was_kept_stays() {
    let store = Store::in_memory().unwrap();
    let mut draft = draft_at("p/a", 1);
    store.save_draft(&draft, 1).unwrap();
    store.lock().pragma_update(None, "max_page_count", 1).unwrap();
    draft.patch.insert("a.py".to_owned(), "x".repeat(200_000));
    let error = store.save_draft(&draft, 2).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert_eq!(store.draft(&draft.key).unwrap(), Some(draft_at("p/a", 1)));

    let saver = DraftSaver::new(store).unwrap();
    saver.save(draft.clone(), 3);
    assert!(matches!(saver.flush(), Err(StoreError::Full { .. })));
    assert!(saver.problem().is_none(), "a failure is said once");
    saver.save(draft_at("p/a", 1), 4);
    saver.flush().unwrap();
}

#[test]
fn the_saver_keeps_the_last_draft_of_each_challenge() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let saver = DraftSaver::new(Store::open(&path).unwrap()).unwrap();
    let mut last = Vec::new();
    for key in ["p/a", "p/b"] {
        let mut draft = draft_at(key, 1);
        for runs in 0..500 {
            draft.runs = runs;
            saver.save(draft.clone(), i64::from(runs));
        }
        last.push(draft);
    }
    drop(saver);
    let store = Store::open(&path).unwrap();
    for draft in last {
        assert_eq!(store.draft(&draft.key).unwrap(), Some(draft));
    }
}

#[test]
fn a_finished_or_discarded_draft_does_not_come_back() {
    let saver = DraftSaver::new(Store::in_memory().unwrap()).unwrap();
    for round in 0..50 {
        let mut draft = draft_at("p/a", round);
        saver.save(draft.clone(), round);
        saver.finish(attempt_at("p/a", HintLevel::None)).unwrap();
        saver.flush().unwrap();
        assert_eq!(saver.store().draft(&draft.key).unwrap(), None);

        draft.key = "p/b".parse().unwrap();
        draft.locked = true;
        saver.save(draft.clone(), round);
        saver.discard(&draft.key, round).unwrap();
        saver.flush().unwrap();
        assert_eq!(saver.store().draft(&draft.key).unwrap(), None);
    }
    assert_eq!(saver.finish(attempt_at("p/b", HintLevel::None)).unwrap().number, 51);
}

#[test]
fn a_file_of_the_first_edition_is_brought_to_the_present() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("riskline.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch(include_str!("../../tests/fixtures/store/edition-1.sql"))
        .unwrap();
    let store = Store::open(&path).unwrap();
    let attempts = store.attempts().unwrap().read;
    assert_eq!(store.past().unwrap().read.len(), attempts.len());
    assert_eq!(attempts.iter().map(|a| (a.number, a.evidence)).collect::<Vec<_>>(), [(1, true), (2, false)]);
    assert_eq!(attempts[0].patch.as_ref().map(BTreeMap::len), Some(1));
    assert!(store.draft(&"orders-api/order-export".parse().unwrap()).unwrap().is_some_and(|d| d.locked));
    assert_eq!(
        store.counts().unwrap(),
        Counts {
            reviews: 1,
            weaknesses: 1,
            found: 1,
            decoys: 2,
            decoys_marked: 0,
            strays: 1,
            fixes: 1,
            fixes_held: 1
        }
    );
    assert_eq!(store.finish(attempt_at("orders-api/order-lookup", HintLevel::None)).unwrap().number, 3);
}

#[test]
fn editions_are_brought_up_one_by_one_and_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("riskline.db");
    let later = [MIGRATIONS[0], "CREATE TABLE second (a)", "CREATE TABLE third AS SELECT * FROM second"];
    let broken = [MIGRATIONS[0], "CREATE TABLE second (a)", "CREATE NONSENSE"];
    let edition =
        |c: &Connection| c.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).unwrap();

    let mut connection = Connection::open(&path).unwrap();
    schema::prepare(&mut connection, &path, &later[..1]).unwrap();
    assert_eq!(edition(&connection), 1);
    assert!(schema::prepare(&mut connection, &path, &broken).is_err());
    assert_eq!(edition(&connection), 1);
    assert!(connection.prepare("SELECT * FROM second").is_err());
    schema::prepare(&mut connection, &path, &later).unwrap();
    assert_eq!(edition(&connection), 3);
    connection.prepare("SELECT * FROM third").unwrap();
    let error = schema::prepare(&mut connection, &path, &later[..2]).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 3, known: 2, .. }), "{error:?}");
}

#[test]
fn an_attempt_that_cannot_be_read_is_said_and_hides_no_other() {
    for damaged in ["{", "{}", "null", "[]"] {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&file_in(&folder)).unwrap();
        for key in ["p/a", "p/a", "p/b"] {
            store.finish(attempt_at(key, HintLevel::None)).unwrap();
        }
        let sql = format!(
            "DROP TRIGGER attempt_is_never_changed;
             UPDATE attempt SET record = '{damaged}' WHERE challenge = 'a' AND number = 2"
        );
        raw(&store).execute_batch(&sql).unwrap();
        drop(store);
        let store = Store::open(&file_in(&folder)).unwrap();
        let key = "p/a".parse().unwrap();
        let (all, one, past) =
            (store.attempts().unwrap(), store.attempts_at(&key).unwrap(), store.past().unwrap());
        assert_eq!((all.read.len(), one.read.len(), past.read.len()), (2, 1, 2), "{damaged}");
        for unread in [all.unread, one.unread, past.unread, vec![store.latest_attempt(&key).unwrap_err()]] {
            let said: Vec<String> = unread.iter().map(ToString::to_string).collect();
            assert!(
                said.len() == 1 && said[0].contains("attempt 2 at p/a cannot be read"),
                "{damaged}: {said:?}"
            );
        }
        assert!(store.latest_attempt(&"p/b".parse().unwrap()).unwrap().is_some());
    }
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let store = Store::open(path).unwrap();
                for round in 0..25 {
                    let mut draft = draft_at("p/shared", 1);
                    draft.runs = round;
                    store.save_draft(&draft, i64::from(round)).unwrap();
                    store.save_draft(&draft_at(&format!("p/own-{writer}-{round}"), 1), 1).unwrap();
                    store.finish(attempt_at("p/a", HintLevel::None)).unwrap();
                }
            });
        }
    });
    let store = Store::open(&path).unwrap();
    let mut numbers: Vec<_> = store.attempts().unwrap().read.iter().map(|a| a.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
    assert_eq!(store.states().unwrap().values().filter(|s| s.begun).count(), 101);
    assert_eq!(store.counts().unwrap().reviews, 1);
}

#[cfg(unix)]
#[test]
fn the_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    Store::open(&file_in(&folder)).unwrap();
    let mode = fs::metadata(folder.path().join("deep/down")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
