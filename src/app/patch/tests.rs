//! The patch stage through the one door: keys in, model and effects out.

use super::*;
use crate::app::event::{Event, JobId};
use crate::app::keymap::KeyMap;
use crate::app::model::{Looks, Model, Progress, Screen, Setup};
use crate::app::overlay::Overlay;
use crate::app::update::update;
use crate::core::attempt::{ChallengeKey, Draft};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Pack, Severity};
use crate::core::testing;
use crate::core::verdict::{CodePlace, NotJudged, RunOutcome, RunReport, Verdict};
use crate::judge::Which;
use crossterm::event::{KeyCode, KeyModifiers};
use std::collections::BTreeMap;

/// The game at the patch stage of a challenge with one hidden check and a context file.
struct Game {
    model: Model,
    now: i64,
    effects: Vec<Effect>,
}

impl Game {
    fn new() -> Self {
        let mut challenge = testing::challenge(20, vec![testing::weakness("w", "5-6", Severity::High)]);
        let mut hidden = challenge.checks[1].clone();
        hidden.name = "attacks through the export".into();
        hidden.hidden = true;
        challenge.checks.push(hidden);
        let mut context = testing::file("db.py", 5);
        context.role = FileRole::Context;
        challenge.files.push(context);
        let pack = Arc::new(Pack {
            id: "pack".into(),
            title: "Pack".into(),
            promise: String::new(),
            version: "1".into(),
            authors: Vec::new(),
            licence: "MIT".into(),
            allows: Vec::new(),
            challenges: vec![challenge],
        });
        let key = ChallengeKey::new("pack", "one");
        let mut draft = Draft::new(key, "", 0);
        draft.locked = true;
        draft.stage = Stage::Patch;
        draft.original_run = Some(report(&pack, &[Verdict::Holds, Verdict::Open, Verdict::Open]));
        let mut model = Model::new(Setup {
            packs: vec![pack.clone()],
            catalogue: Arc::new(Catalogue::default()),
            keys: KeyMap::default(),
            looks: Looks::default(),
            progress: Progress::default(),
            mouse: true,
            light: false,
            unkept: None,
            size: (100, 30),
            now: 0,
        });
        let play = Play::new(pack, 0, Some(draft), &mut model.shared);
        model.screen = Screen::Play(Box::new(play));
        model.shared.take_effects();
        Self { model, now: 1_000, effects: Vec::new() }
    }

    fn event(&mut self, event: Event) -> &mut Self {
        self.now += 10;
        self.effects = update(&mut self.model, self.now, event);
        self
    }

    /// Presses keys, written as in the config.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let (mut modifiers, mut rest) = (KeyModifiers::NONE, key);
            for (name, modifier) in [
                ("ctrl-", KeyModifiers::CONTROL),
                ("alt-", KeyModifiers::ALT),
                ("shift-", KeyModifiers::SHIFT),
            ] {
                if let Some(after) = rest.strip_prefix(name) {
                    modifiers |= modifier;
                    rest = after;
                }
            }
            let code = match rest {
                "enter" => KeyCode::Enter,
                "esc" => KeyCode::Esc,
                "tab" => KeyCode::Tab,
                "space" => KeyCode::Char(' '),
                "up" => KeyCode::Up,
                "down" => KeyCode::Down,
                "left" => KeyCode::Left,
                "right" => KeyCode::Right,
                "home" => KeyCode::Home,
                "end" => KeyCode::End,
                "backspace" => KeyCode::Backspace,
                _ if rest.len() > 1 && rest.starts_with('f') => {
                    KeyCode::F(rest[1..].parse().expect("f and a number"))
                }
                _ => KeyCode::Char(rest.chars().next().expect("a key has a name")),
            };
            self.event(Event::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    fn play(&self) -> &Play {
        match &self.model.screen {
            Screen::Play(play) => play,
            _ => panic!("the challenge was left"),
        }
    }

    fn text(&self) -> String {
        self.play().editor().expect("the stage was entered").text()
    }

    fn question(&self) -> Option<&Confirm> {
        match self.model.overlays.last() {
            Some(Overlay::Confirm(confirm)) => Some(confirm),
            _ => None,
        }
    }

    fn job(&self) -> Option<(JobId, Which, BTreeMap<String, String>)> {
        self.effects.iter().find_map(|e| match e {
            Effect::RunJudge(job) => Some((job.id, job.which, job.files.clone())),
            _ => None,
        })
    }

    fn notice(&self) -> &str {
        self.model.shared.notice.as_ref().map_or("", |n| &n.text)
    }

    fn headline(&self) -> String {
        let lines = checks::headline(self.play(), &self.model.shared);
        lines.into_iter().map(|l| l.text).collect::<Vec<_>>().join(" ")
    }

    fn names(&self) -> Vec<&str> {
        checks::rows(self.play()).iter().map(|r| r.name).collect()
    }
}

fn report(pack: &Pack, verdicts: &[Verdict]) -> RunReport {
    testing::run(&pack.challenges[0], verdicts)
}

/// What a run of the visible checks reports.
fn tried(game: &Game, verdicts: &[Verdict]) -> RunReport {
    let mut report = report(&game.play().pack, &[Verdict::Holds; 3]);
    report.checks.retain(|c| !c.hidden);
    report.checks.iter_mut().zip(verdicts).for_each(|(check, v)| check.verdict = *v);
    report
}

#[test]
fn the_cursor_begins_at_the_weakness_and_typing_is_kept() {
    let mut game = Game::new();
    assert_eq!(game.play().editor().expect("entered").cursor_label(), (5, 1));
    game.press("x");
    assert!(game.text().contains("\nxline_5 = 5\n"));
    assert!(
        game.effects.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.patch["a.py"].contains("xline_5")))
    );
    assert!(game.effects.iter().any(|e| matches!(e, Effect::Highlight(_))));
    game.press("ctrl-z");
    assert!(game.play().draft.patch.is_empty());
}

#[test]
fn shift_selects_and_copies_go_to_the_clipboard_and_to_other_files() {
    let mut game = Game::new();
    game.press("shift-end ctrl-c");
    assert!(game.effects.iter().any(|e| matches!(e, Effect::CopyToClipboard(t) if t == "line_5 = 5")));
    game.press("alt-t");
    assert_eq!(game.play().doc().path, "db.py");
    game.press("x");
    assert_eq!(game.notice(), "This file is here for context and cannot be changed.");
    game.press("shift-end ctrl-x alt-t down home ctrl-v");
    assert!(game.text().contains("\nline_1 = 1line_6 = 6\n"), "{}", game.text());
}

#[test]
fn running_is_free_and_shows_only_what_may_be_seen() {
    let mut game = Game::new();
    assert_eq!(game.names(), ["works", "attacks w"]);
    game.press("x f5");
    let (job, which, files) = game.job().expect("a run was asked for");
    assert_eq!(which, Which::Visible);
    assert!(files["a.py"].contains("xline_5") && files["db.py"].starts_with("line_1"));
    assert_eq!(game.headline(), "Running: starting. esc cancels.");
    let ok = tried(&game, &[Verdict::Holds, Verdict::Holds]);
    game.event(Event::JudgeProgress { job, progress: crate::judge::Progress::Started(2) });
    game.event(Event::JudgeProgress {
        job,
        progress: crate::judge::Progress::CheckDone(ok.checks[0].clone()),
    });
    assert_eq!(game.headline(), "Running: 1 of 2. esc cancels.");
    assert!(matches!(checks::rows(game.play())[1].now, Now::Waiting));
    game.press("f5");
    assert!(game.job().is_none(), "one run at a time");
    game.event(Event::JudgeDone { job, report: ok });
    assert_eq!(game.headline(), "Every check holds.");
    assert!(game.play().draft.scored_run.is_none());
    game.press("y");
    assert_eq!(game.headline(), "Every check holds. The code has changed since this run.");
}

#[test]
fn submitting_asks_once_and_is_scored_once() {
    let mut game = Game::new();
    game.press("x f9");
    assert!(
        game.question().is_some_and(|q| q.body[0].contains("scored") && q.body[0].contains("have not seen"))
    );
    game.press("esc");
    assert!(game.job().is_none() && game.question().is_none());
    game.press("alt-s enter");
    let (job, which, _) = game.job().expect("a run was asked for");
    assert_eq!(which, Which::All);
    let all = report(&game.play().pack, &[Verdict::Holds, Verdict::Holds, Verdict::Open]);
    game.event(Event::JudgeDone { job, report: all });
    assert!(game.play().draft.scored_run.is_some());
    assert_eq!(game.names(), ["works", "attacks w", "attacks through the export"]);
    game.press("f9");
    assert!(game.question().is_none());
    assert!(game.notice().contains("submitted and scored already"));
    game.press("f10");
    assert_eq!(game.play().stage(), Stage::Debrief);
}

#[test]
fn a_run_that_is_not_judged_is_not_scored_and_names_the_line() {
    let mut game = Game::new();
    game.press("x f9 enter");
    let (job, ..) = game.job().expect("a run was asked for");
    let mut broken = RunReport::not_judged(NotJudged::Syntax, "invalid syntax");
    if let RunOutcome::NotJudged { at, .. } = &mut broken.outcome {
        *at = Some(CodePlace { file: "a.py".into(), line: 9 });
    }
    game.event(Event::JudgeDone { job, report: broken });
    assert!(game.play().draft.scored_run.is_none());
    assert_eq!(
        game.headline(),
        "Not judged, not scored: the code does not parse. invalid syntax f4 goes to a.py line 9."
    );
    assert!(game.notice().contains("you can submit again"));
    assert_eq!(game.names(), ["works", "attacks w"], "hidden checks stay hidden");
    game.press("f4");
    assert_eq!(game.play().editor().expect("entered").cursor_label().0, 9);
    game.press("f9 enter");
    assert!(game.job().is_some());
}

#[test]
fn esc_cancels_a_run_and_the_run_says_so() {
    let mut game = Game::new();
    game.press("f5");
    let (job, ..) = game.job().expect("a run was asked for");
    game.press("esc");
    assert!(game.effects.iter().any(|e| matches!(e, Effect::CancelJudge(id) if *id == job)));
    game.event(Event::JudgeDone { job, report: RunReport::not_judged(NotJudged::Cancelled, "") });
    assert_eq!(game.headline(), "Not judged, not scored: the run was cancelled.");
}

#[test]
fn going_on_without_having_submitted_is_asked_about() {
    let mut game = Game::new();
    game.press("f10");
    assert!(game.question().is_some_and(|q| q.body[0].contains("no points")));
    game.press("n");
    assert_eq!(game.play().stage(), Stage::Patch);
    game.press("alt-d enter");
    assert_eq!(game.play().stage(), Stage::Debrief);
}

#[test]
fn the_original_comes_back_after_a_question_and_undo_brings_the_patch_back() {
    let mut game = Game::new();
    let original = game.text();
    game.press("x alt-x");
    assert!(game.question().is_some());
    game.press("enter");
    assert_eq!(game.text(), original);
    game.press("ctrl-z");
    assert!(game.text().contains("xline_5"));
}

#[test]
fn searching_and_going_to_a_line_take_typed_text() {
    let mut game = Game::new();
    game.press("ctrl-f L I N E _ 1 backspace backspace");
    assert_eq!(context(game.play()), Context::Search);
    game.press("esc ctrl-f l i n e _ 1 enter");
    assert_eq!(game.play().editor().expect("entered").cursor_label().0, 10);
    game.press("f3 f3");
    assert_eq!(game.play().editor().expect("entered").cursor_label().0, 12);
    game.press("shift-f3 ctrl-g 1 7 enter");
    assert_eq!(game.play().editor().expect("entered").cursor_label().0, 17);
    game.press("ctrl-g q enter");
    assert!(game.play().patch.prompt.is_some());
}

#[test]
fn the_players_own_editor_gets_the_text_and_gives_it_back() {
    let mut game = Game::new();
    game.press("f6");
    assert!(
        game.effects.iter().any(|e| matches!(e, Effect::OpenEditor { path, line: 5, .. } if path == "a.py"))
    );
    let text = game.text().replace("line_5", "five");
    game.event(Event::EditorReturned { path: "a.py".into(), result: Ok(text.clone()) });
    assert_eq!(game.text(), text);
    assert!(game.play().draft.patch.contains_key("a.py"));
    game.press("ctrl-z");
    assert!(game.text().contains("line_5"));
    game.event(Event::EditorReturned { path: "a.py".into(), result: Err("vi could not be started".into()) });
    assert_eq!(game.notice(), "vi could not be started");
}

#[test]
fn the_checks_have_keys_of_their_own() {
    let mut game = Game::new();
    game.press("f8 down enter");
    assert!(checks::rows(game.play())[1].unfolded);
    game.press("x");
    assert!(!game.play().editor().expect("entered").is_changed());
    game.press("esc x");
    assert!(game.play().editor().expect("entered").is_changed());
}

#[test]
fn a_draft_brings_text_and_place_back() {
    let mut game = Game::new();
    game.press("down x");
    let draft = game.model.shared.progress.drafts.values().next().expect("kept").clone();
    let pack = game.play().pack.clone();
    let play = Play::new(pack, 0, Some(draft), &mut game.model.shared);
    assert_eq!(play.editor().map(Editor::text), Some(game.text()));
    assert_eq!(play.editor().map(Editor::cursor_label), Some((6, 2)));
}

#[test]
fn the_changes_are_shown_as_a_diff_and_the_editor_comes_back() {
    let mut game = Game::new();
    game.press("f7");
    assert_eq!(context(game.play()), Context::Patch, "nothing was changed yet");
    game.press("x f7");
    assert_eq!(context(game.play()), Context::Diff);
    assert_eq!(game.play().patch.diff.as_ref().map(|d| d.summary()), Some("1 line added, 1 removed".into()));
    game.press("j enter f7 y");
    assert!(game.text().contains("\nxyline_5"));
    game.press("alt-v esc z");
    assert!(game.text().contains("\nxyzline_5"));
    game.press("f7 f5");
    assert!(game.job().is_none(), "a run is begun from the editor or the checks");
}
