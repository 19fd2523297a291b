//! How long the screen takes: the first frame, and from a key to the frame that shows it.

use super::Timing;
use crate::app::event::{Effect, Event};
use crate::app::keymap::KeyMap;
use crate::app::model::{Looks, Model, Progress, Setup};
use crate::app::update;
use crate::commands::CommandError;
use crate::core::answer::{Confidence, Decision};
use crate::core::attempt::{ChallengeKey, Draft, Stage};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, Pack};
use crate::highlight::HighlightService;
use crate::ui;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Columns and rows of the terminal that is drawn to.
const SIZE: (u16, u16) = (100, 30);
/// Lines of the file that is looked at.
const LINES: usize = 400;
/// Keys that are pressed.
const KEYS: usize = 300;

/// The game on a terminal that writes its escape sequences to nowhere.
struct Screen {
    model: Model,
    terminal: Terminal<CrosstermBackend<io::Sink>>,
    highlighter: HighlightService,
    replies: mpsc::Receiver<crate::highlight::HighlightReply>,
    now: i64,
}

impl Screen {
    fn new(catalogue: &Catalogue, pack: Pack, draft: Option<Draft>) -> io::Result<Self> {
        let area = Rect::new(0, 0, SIZE.0, SIZE.1);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let terminal = Terminal::with_options(CrosstermBackend::new(io::sink()), options)?;
        let (send, replies) = mpsc::channel();
        // A screen that is gone needs no more colours.
        let highlighter = HighlightService::start(move |reply| drop(send.send(reply)));
        let mut progress = Progress::default();
        progress.drafts.extend(draft.map(|draft| (draft.key.clone(), draft)));
        let model = Model::new(Setup {
            packs: vec![Arc::new(pack)],
            catalogue: Arc::new(catalogue.clone()),
            keys: KeyMap::default(),
            looks: Looks::default(),
            progress,
            mouse: true,
            light: false,
            unkept: None,
            size: SIZE,
            now: 0,
        });
        Ok(Self { model, terminal, highlighter, replies, now: 0 })
    }

    fn draw(&mut self) -> io::Result<()> {
        let mut seen = None;
        self.terminal.draw(|frame| seen = Some(ui::draw(&self.model, frame)))?;
        if let Some(seen) = seen {
            self.take(Event::Drawn(seen));
        }
        Ok(())
    }

    fn take(&mut self, event: Event) {
        let effects = update::update(&mut self.model, self.now, event);
        for effect in effects {
            if let Effect::Highlight(request) = effect {
                self.highlighter.request(request);
            }
        }
    }

    /// Takes in all colours that are on their way.
    fn settle(&mut self) -> io::Result<()> {
        self.draw()?;
        while let Ok(reply) = self.replies.recv_timeout(Duration::from_millis(500)) {
            self.take(Event::Highlighted(reply));
        }
        self.draw()
    }

    fn open(&mut self, key: &ChallengeKey) {
        update::open(&mut self.model, key);
        // What opening asked for comes out with the next event.
        self.take(Event::Tick);
    }

    /// Presses keys in turn and times each up to its frame.
    fn press(&mut self, name: &'static str, keys: &[KeyCode]) -> io::Result<Timing> {
        let mut times = Vec::with_capacity(KEYS);
        for code in keys.iter().cycle().take(KEYS) {
            self.now += 50;
            let start = Instant::now();
            self.take(Event::Key(KeyEvent::new(*code, KeyModifiers::NONE)));
            self.draw()?;
            times.push(start.elapsed());
            while let Ok(reply) = self.replies.try_recv() {
                self.take(Event::Highlighted(reply));
            }
        }
        Ok(Timing::from_times(name, times))
    }
}

/// The first frame on Home, and keys in Review and in the editor on a file of 400 lines.
pub(super) fn measure(
    catalogue: &Catalogue,
    pack: &Pack,
    challenge: &Challenge,
) -> Result<Vec<Timing>, CommandError> {
    let failed = |e: io::Error| CommandError::new(format!("the screen could not be drawn: {e}"));
    let mut first = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        Screen::new(catalogue, pack.clone(), None).and_then(|mut screen| screen.draw()).map_err(failed)?;
        first.push(start.elapsed());
    }
    let mut timings = vec![Timing::from_times("first frame, packs in hand", first)];

    let long = Pack { challenges: vec![lengthened(challenge)], ..pack.clone() };
    let key = ChallengeKey::new(long.id.clone(), challenge.id.clone());
    let mut screen = Screen::new(catalogue, long.clone(), None).map_err(failed)?;
    screen.open(&key);
    screen.take(Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
    screen.settle().map_err(failed)?;
    let moves = [KeyCode::Down, KeyCode::Down, KeyCode::Down, KeyCode::PageDown, KeyCode::Up];
    timings.push(screen.press("key to frame in Review, 400 lines", &moves).map_err(failed)?);

    let draft = Draft {
        stage: Stage::Patch,
        locked: true,
        decision: Some(Decision::Modify),
        sure: Some(Confidence::default()),
        ..Draft::new(key.clone(), challenge.hash.clone(), 0)
    };
    let mut screen = Screen::new(catalogue, long, Some(draft)).map_err(failed)?;
    screen.open(&key);
    screen.settle().map_err(failed)?;
    let typing = ['i', 'f', ' ', 'x', ' ', '=', ' ', '"'].map(KeyCode::Char);
    let typing: Vec<KeyCode> = typing.into_iter().chain([KeyCode::Down, KeyCode::Enter]).collect();
    timings.push(screen.press("key to frame in the editor, 400 lines", &typing).map_err(failed)?);
    Ok(timings)
}

/// The challenge with its first file made longer, by code that nothing is said about.
fn lengthened(challenge: &Challenge) -> Challenge {
    let mut challenge = challenge.clone();
    if let Some(file) = challenge.files.first_mut() {
        for number in file.line_count()..LINES {
            file.code += &match number % 4 {
                0 => format!("def order_total_{number}(lines, currency=\"EUR\"):\n"),
                1 => format!("    # Every line counts once, whatever its position ({number}).\n"),
                2 => "    total = sum(line[\"price\"] * line[\"count\"] for line in lines)\n".to_owned(),
                _ => "    return {\"total\": round(total, 2), \"currency\": currency}\n".to_owned(),
            };
        }
    }
    challenge
}
