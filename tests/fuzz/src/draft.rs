//! What the store keeps as text: an unfinished attempt is read back, gone on with on the screen, kept and read again.
//!
//! An input that begins with `{` is the record itself; of any other the bytes make one that has the right form.

use super::answer::{CHALLENGES, LIBRARY};
use super::input::{BITS, Input};
use super::loader::CATALOGUE;
use super::shown;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use riskline::app::event::Event;
use riskline::app::keymap::{Key, KeyMap};
use riskline::app::model::{Looks, Model, Progress, Setup};
use riskline::app::update::{open, update};
use riskline::core::attempt::{Attempt, ChallengeKey, Draft};
use riskline::core::challenge::{Challenge, Pack};
use riskline::store::Store;
use riskline::ui;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

const KEYS: &[&str] = &[
    "enter",
    "esc",
    "tab",
    "up",
    "down",
    "left",
    "right",
    "pgdn",
    "pgup",
    "home",
    "end",
    "space",
    "j",
    "k",
    "b",
    "n",
    "c",
    "v",
    "d",
    "u",
    "w",
    "a",
    "f7",
    "f10",
    "ctrl-z",
    "backspace",
    "delete",
    "1",
    "?",
    "/",
    "g",
    "G",
    "y",
    "*",
    "t",
    "r",
    "m",
];

thread_local! {
    static STORE: Store = Store::in_memory().expect("a database in memory");
}

/// The built-in packs with the challenges that are gone on with.
static PACKS: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
    let pack =
        |(key, _): &(ChallengeKey, _)| Arc::new(LIBRARY.pack(&key.pack).expect("it is there").pack.clone());
    CHALLENGES.iter().map(pack).collect()
});

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let (key, challenge) = &CHALLENGES[usize::from(data.len() % 2 == 1)];
    let record: Value = if data.first() == Some(&b'{') {
        let Ok(record) = serde_json::from_slice(data) else { return };
        // A finished attempt is only ever read, never gone on with.
        let _ = serde_json::from_value::<Attempt>(record);
        let Ok(record) = serde_json::from_slice(data) else { return };
        input.0 = &[];
        record
    } else {
        record(&mut input, challenge)
    };
    let Ok(mut draft) = serde_json::from_value::<Draft>(record) else { return };
    draft.key = key.clone();
    draft.hash.clone_from(&challenge.hash);

    let kept = STORE.with(|store| {
        store.save_draft(&draft, 1).expect("it is kept");
        store.draft(key).expect("it is read back").expect("it is there")
    });
    assert_eq!(serde_json::to_value(&kept).expect("JSON"), serde_json::to_value(&draft).expect("JSON"));
    play(kept, key, &mut input);
}

/// Goes on with a draft and presses keys; every frame is plain text.
fn play(draft: Draft, key: &ChallengeKey, input: &mut Input) {
    let size = input.pick(&[(100, 30), (80, 24), (60, 20), (40, 10), (200, 60)]);
    let mut model = Model::new(Setup {
        packs: PACKS.iter().filter(|pack| pack.id == key.pack).take(1).cloned().collect(),
        catalogue: Arc::new(CATALOGUE.clone()),
        keys: KeyMap::default(),
        looks: Looks::default(),
        progress: Progress { drafts: BTreeMap::from([(key.clone(), draft)]), ..Progress::default() },
        mouse: true,
        light: false,
        unkept: None,
        size,
        now: 1_800_000_000_000,
    });
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a test backend cannot fail");
    open(&mut model, key);
    let mut now = 1_800_000_000_000;
    let mut presses = 0;
    loop {
        let mut seen = None;
        terminal.draw(|frame| seen = Some(ui::draw(&model, frame))).expect("a test backend cannot fail");
        for cell in terminal.backend().buffer().content() {
            shown::plain(cell.symbol());
            assert!(!cell.symbol().contains('\n'), "{:?}", cell.symbol());
        }
        if let Some(seen) = seen {
            update(&mut model, now, Event::Drawn(seen));
        }
        if input.is_over() || presses == 12 {
            return;
        }
        presses += 1;
        now += 1_000;
        let event = match input.below(8) {
            0 => Event::Paste(input.text(BITS, 6)),
            1 => Event::Tick,
            _ => match input.pick(KEYS).parse::<Key>() {
                Ok(key) => Event::Key(key.event()),
                Err(error) => panic!("{error}"),
            },
        };
        update(&mut model, now, event);
    }
}

/// A record of the right form whose values fit the challenge or do not.
fn record(input: &mut Input, challenge: &Challenge) -> Value {
    let file = |input: &mut Input| match input.below(5) {
        0 => input.text(BITS, 3),
        n => challenge.files[n % challenge.files.len()].path.clone(),
    };
    let line = |input: &mut Input| match input.below(6) {
        0 => usize::MAX,
        1 => 0,
        _ => input.below(60),
    };
    let lines = |input: &mut Input| {
        let (a, b) = (line(input).max(1), line(input).max(1));
        format!("{}-{}", a.min(b), a.max(b))
    };
    let findings: Vec<Value> = (0..input.below(5))
        .map(|_| {
            let mut finding =
                json!({ "file": file(input), "lines": lines(input), "reason": input.text(BITS, 8) });
            if input.flip() {
                finding["cwe"] = json!(input.pick(&[639_u32, 862, 89, 0, u32::MAX]));
            }
            if input.flip() {
                finding["boundary"] = json!({ "file": file(input), "lines": lines(input) });
            }
            finding
        })
        .collect();
    let places = |input: &mut Input| {
        let at: BTreeMap<String, Value> = (0..input.below(4))
            .map(|_| (file(input), json!({ "line": line(input), "column": line(input), "top": line(input) })))
            .collect();
        json!({ "file": file(input), "at": at })
    };
    let patch = |input: &mut Input| {
        (0..input.below(3)).map(|_| (file(input), input.text(BITS, 20))).collect::<BTreeMap<String, String>>()
    };
    let run = |input: &mut Input| match input.flip() {
        true => Value::Null,
        false => json!({ "patch": patch(input), "report": report(input, challenge) }),
    };
    json!({
        "key": "p/c",
        "hash": "",
        "stage": input.pick(&["brief", "review", "decide", "reveal", "patch", "debrief"]),
        "findings": findings,
        "decision": input.pick(&[Some("accept"), Some("modify"), Some("reject"), None]),
        "sure": input.pick(&[Some(50), Some(65), Some(80), Some(95), None]),
        "hint": input.pick(&["none", "strategy", "region", "reveal"]),
        "locked": input.flip(),
        "patch": patch(input),
        "review_places": places(input),
        "patch_places": places(input),
        "runs": input.pick(&[0, 1, u32::MAX]),
        "latest_run": run(input),
        "scored_run": run(input),
        "original_run": if input.flip() { report(input, challenge) } else { Value::Null },
        "times": { "review": input.pick(&[0, 1000, u64::MAX]) },
        "started_at": input.pick(&[0, i64::MAX, i64::MIN, 1_700_000_000_000]),
    })
}

/// What a judge is said to have said; its checks are the challenge's or not.
fn report(input: &mut Input, challenge: &Challenge) -> Value {
    let names: Vec<&str> = challenge.checks.iter().map(|c| c.name.as_str()).collect();
    let checks: Vec<Value> = (0..input.below(6))
        .map(|_| {
            let name = if input.flip() && !names.is_empty() { input.pick(&names).to_owned() } else { input.text(BITS, 3) };
            let exchange: Vec<Value> = (0..input.below(3))
                .map(|_| json!({ "who": input.text(BITS, 2), "did": input.text(BITS, 4), "got": input.text(BITS, 9) }))
                .collect();
            json!({
                "name": name,
                "kind": input.pick(&["function", "exploit"]),
                "site": input.flip().then(|| input.text(BITS, 2)),
                "hidden": input.flip(),
                "verdict": input.pick(&["holds", "open", "fails", "not-judged"]),
                "evidence": input.text(BITS, 6),
                "exchange": exchange,
                "trace": [{ "kind": "sql", "what": input.text(BITS, 4) }],
                "millis": input.pick(&[0, u64::MAX]),
            })
        })
        .collect();
    let outcome = match input.flip() {
        true => json!({ "status": "judged" }),
        false => json!({
            "status": "not-judged",
            "reason": input.pick(&["syntax", "timeout", "crash", "broken-check"]),
            "message": input.text(BITS, 6),
            "at": { "file": input.text(BITS, 2), "line": input.pick(&[0, 3, usize::MAX]) },
        }),
    };
    json!({ "outcome": outcome, "checks": checks, "console": input.text(BITS, 9), "millis": 1, "grading": "run" })
}
