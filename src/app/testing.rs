//! For tests of screens: keys in, screen out, with styles. Effects are done at once and in order, without threads.
//!
//! ```ignore
//! let mut game = Game::new(100, 30);
//! game.keys("enter enter j space c").text("idor").keys("enter");
//! insta::assert_snapshot!(game.screen());
//! ```

use super::event::{Effect, Event, RunJob, StoreReply};
use super::keymap::KeyMap;
use super::model::{ColourDepth, Finished, Looks, Model, Progress, Screen, Setup, ThemeChoice};
use super::play::Play;
use super::update::{open, update};
use crate::content::{catalogue, load_pack};
use crate::core::attempt::{Attempt, ChallengeKey, Draft};
use crate::core::challenge::Pack;
use crate::core::verdict::{NotJudged, RunReport};
use crate::highlight::{Document, HighlightReply, Highlighter};
use crate::ui;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What stands in for the judge.
type JudgeStandIn = Box<dyn Fn(&RunJob) -> RunReport>;

/// A game without a terminal.
pub struct Game {
    pub model: Model,
    terminal: Terminal<TestBackend>,
    judge: JudgeStandIn,
    /// Runs that were started; they end at once unless [`hold_runs`](Self::hold_runs) was asked for.
    held: Option<Vec<RunJob>>,
    /// Unix time in milliseconds; each event comes a second after the one before.
    pub now: i64,
    /// Drafts as they were kept last.
    pub drafts: BTreeMap<ChallengeKey, Draft>,
    /// Attempts in the order of finishing.
    pub attempts: Vec<Attempt>,
    /// Every effect so far, but colours and drafts.
    pub effects: Vec<Effect>,
    highlighter: Highlighter,
}

/// The shipped pack of that id, from the sources.
pub fn shipped(id: &str) -> Arc<Pack> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("challenges").join(id);
    let loaded = load_pack(&path, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)));
    Arc::new(loaded.pack)
}

impl Game {
    /// A newcomer's game with the shipped pack `orders-api`, dark, in full colour.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::with_packs(vec![shipped("orders-api")], columns, rows)
    }

    /// A newcomer's game with these packs.
    pub fn with_packs(packs: Vec<Arc<Pack>>, columns: u16, rows: u16) -> Self {
        let now = 1_800_000_000_000;
        let model = Model::new(Setup {
            packs,
            catalogue: Arc::new(catalogue()),
            keys: KeyMap::default(),
            looks: Looks { theme: ThemeChoice::Auto, depth: ColourDepth::True },
            progress: Progress::default(),
            mouse: true,
            light: false,
            unkept: None,
            size: (columns, rows),
            now,
        });
        let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a test backend cannot fail");
        let mut game = Self {
            model,
            terminal,
            judge: Box::new(|_| {
                RunReport::not_judged(NotJudged::NoEngine, "There is no judge in this test.")
            }),
            held: None,
            now,
            drafts: BTreeMap::new(),
            attempts: Vec::new(),
            effects: Vec::new(),
            highlighter: Highlighter::new(),
        };
        game.draw();
        game
    }

    /// The same with another judge.
    pub fn judge(mut self, judge: impl Fn(&RunJob) -> RunReport + 'static) -> Self {
        self.judge = Box::new(judge);
        self
    }

    /// Lets runs go on until [`end_runs`](Self::end_runs).
    pub fn hold_runs(&mut self) -> &mut Self {
        self.held.get_or_insert_default();
        self
    }

    /// Ends the runs that were held.
    pub fn end_runs(&mut self) -> &mut Self {
        for job in self.held.take().unwrap_or_default() {
            let report = (self.judge)(&job);
            self.event(Event::JudgeDone { job: job.id, report });
        }
        self
    }

    /// Other looks.
    pub fn looks(&mut self, theme: ThemeChoice, depth: ColourDepth) -> &mut Self {
        self.model.shared.looks = Looks { theme, depth };
        self.draw();
        self
    }

    /// Not somebody's first challenge any more: keys are not explained.
    pub fn experienced(&mut self) -> &mut Self {
        let finished = Finished { attempts: 1, score: 71, hash: String::new(), at: 0 };
        self.model.shared.progress.finished.insert(ChallengeKey::new("other", "one"), finished);
        self.draw();
        self
    }

    /// Opens a challenge, named `pack/challenge`.
    pub fn open(&mut self, key: &str) -> &mut Self {
        let key: ChallengeKey = key.parse().expect("the test names a challenge");
        open(&mut self.model, &key);
        let effects = self.model.shared.take_effects();
        self.perform(effects);
        self.draw();
        self
    }

    /// Presses keys, written as in the config, apart by spaces.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.event(Event::Key(key_event(key)));
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.event(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
        self
    }

    /// Clicks the first place on the screen where `text` stands.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let at =
            self.find(text).unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{}", self.plain()));
        self.mouse(MouseEventKind::Down(MouseButton::Left), at);
        self.mouse(MouseEventKind::Up(MouseButton::Left), at)
    }

    /// Presses at one text and lets go at another.
    pub fn drag(&mut self, from: &str, to: &str) -> &mut Self {
        let at = |text: &str| self.find(text).unwrap_or_else(|| panic!("`{text}` is not on the screen"));
        let (from, to) = (at(from), at(to));
        self.mouse(MouseEventKind::Down(MouseButton::Left), from);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to);
        self.mouse(MouseEventKind::Up(MouseButton::Left), to)
    }

    /// The mouse does something.
    pub fn mouse(&mut self, kind: MouseEventKind, at: Position) -> &mut Self {
        self.event(Event::Mouse { kind, at })
    }

    /// Another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.terminal.autoresize().expect("a test backend cannot fail");
        self.event(Event::Resize(columns, rows))
    }

    /// Something happens, a second after the last; what it asks for is done, and a frame is drawn.
    pub fn event(&mut self, event: Event) -> &mut Self {
        self.now += 1000;
        let effects = update(&mut self.model, self.now, event);
        self.perform(effects);
        self.draw();
        self
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::SaveDraft(draft) => {
                    self.drafts.insert(draft.key.clone(), *draft);
                }
                Effect::DeleteDraft(key) => {
                    self.drafts.remove(&key);
                }
                Effect::FinishAttempt(attempt) => {
                    let mut attempt = *attempt;
                    attempt.number = 1;
                    attempt.evidence = Attempt::is_evidence(1, attempt.answer.hint);
                    self.drafts.remove(&attempt.key);
                    self.attempts.push(attempt.clone());
                    self.event(Event::Stored(StoreReply::Finished(Box::new(attempt))));
                }
                Effect::RunJudge(job) => match &mut self.held {
                    Some(held) => held.push(*job),
                    None => {
                        let report = (self.judge)(&job);
                        self.event(Event::JudgeDone { job: job.id, report });
                    }
                },
                Effect::Highlight(request) => {
                    let mut document = Document::new(request.language);
                    document.update(&mut self.highlighter, &request.text, || false);
                    let lines = document.spans().to_vec();
                    let reply = HighlightReply { doc: request.doc, version: request.version, lines };
                    self.event(Event::Highlighted(reply));
                }
                other => self.effects.push(other),
            }
        }
    }

    fn draw(&mut self) {
        let mut seen = super::event::Seen::default();
        let model = &self.model;
        self.terminal.draw(|frame| seen = ui::draw(model, frame)).expect("a test backend cannot fail");
        let effects = update(&mut self.model, self.now, Event::Drawn(seen));
        assert!(effects.is_empty(), "drawing asked for {effects:?}");
    }

    /// The challenge that is played.
    pub fn play(&self) -> &Play {
        match &self.model.screen {
            Screen::Play(play) => play,
            other => panic!("no challenge is played: {other:?}"),
        }
    }

    /// Where a text stands on the screen first.
    pub fn find(&self, text: &str) -> Option<Position> {
        let buffer = self.terminal.backend().buffer();
        for y in 0..buffer.area.height {
            let cells: Vec<&str> = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
            for x in 0..cells.len() {
                if cells[x..].concat().starts_with(text) {
                    return Some(Position::new(u16::try_from(x).unwrap_or(0), y));
                }
            }
        }
        None
    }

    /// The screen without styles.
    pub fn plain(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            out += row_text(buffer, y).trim_end();
            out.push('\n');
        }
        out
    }

    /// The screen, and below it the styles: one line a stretch of cells that look alike, `row:from-to  style  "text"`.
    pub fn screen(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let mut out = self.plain();
        out.push('\n');
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let style = buffer[(x, y)].style();
                let start = x;
                while x < buffer.area.width && buffer[(x, y)].style() == style {
                    x += 1;
                }
                let text: String = (start..x).map(|x| buffer[(x, y)].symbol()).collect();
                let named = describe(style);
                let unseen = text.trim().is_empty() && style.bg.is_none_or(|c| c == Color::Reset);
                if !named.is_empty() && !unseen {
                    out += &format!("{}:{}-{}  {named}  {:?}\n", y + 1, start + 1, x, text.trim());
                }
            }
        }
        out
    }
}

fn row_text(buffer: &ratatui::buffer::Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut skip = 0;
    for x in 0..buffer.area.width {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let symbol = buffer[(x, y)].symbol();
        skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
        out += symbol;
    }
    out
}

fn describe(style: Style) -> String {
    let mut parts = Vec::new();
    let colour = |c: Color| match c {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => format!("{other}").to_lowercase(),
    };
    if let Some(fg) = style.fg.filter(|c| *c != Color::Reset) {
        parts.push(colour(fg));
    }
    if let Some(bg) = style.bg.filter(|c| *c != Color::Reset) {
        parts.push(format!("on {}", colour(bg)));
    }
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if style.add_modifier.contains(modifier) {
            parts.push(name.to_owned());
        }
    }
    parts.join(" ")
}

/// The event of a key as it is written in the config.
fn key_event(text: &str) -> KeyEvent {
    let key: super::keymap::Key = text.parse().unwrap_or_else(|error| panic!("{error}"));
    key.event()
}
