//! The terminal: takes it and gives it back, reads events, draws, and runs what the model asks for.

mod background;
mod guard;
mod input;

mod shell;
mod work;

use crate::app::event::{Effect, Event};
use crate::app::model::Model;
use crate::app::update::update;
use crate::context::Context;
use crate::core::challenge::{FileRole, Language};
use crate::judge::{Judge, Limits};
use crate::store::{DraftSaver, Store};
use crate::ui;
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
pub use guard::Guard;
use input::Input;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use work::Workers;

/// How often the screen is looked at again while something on it changes with time.
const TICK: Duration = Duration::from_millis(120);

/// Nothing is waited for this long but the player.
const LONG: Duration = Duration::from_secs(3600);

/// At most so many events are taken in before a frame is drawn.
const BATCH: usize = 512;

/// Why the game could not be played.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    #[error("the game needs a terminal: its input or output is a file or a pipe")]
    NoTerminal,
    #[error("the terminal cannot be used")]
    Terminal(#[from] io::Error),
}

/// Something that came in.
enum Incoming {
    App(Event),
    /// The process is to stop, as a signal from outside says.
    Stopped,
    /// The process goes on after it was stopped from outside.
    Continued,
}

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Plays until the player quits. The terminal is given back before it returns, and everything is kept in `store`.
///
/// # Errors
/// Where there is no terminal, or it does not obey.
pub fn run(context: &Context, mut model: Model, store: Store) -> Result<(), TermError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TermError::NoTerminal);
    }
    // Our own theme without colours is used under NO_COLOR: crossterm would drop bold and reverse too.
    crossterm::style::force_color_output(true);
    if model.shared.editor.is_none() {
        model.shared.editor = context.editor().map(str::to_owned);
    }
    let guard = Guard::take(model.shared.mouse)?;
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
    let screen = Terminal::new(backend)?;
    let mut game = Game { guard, screen, context, input: None, workers: None, edits: 0 };
    let size = game.screen.size()?;
    let mut effects = update(&mut model, context.now(), Event::Resize(size.width, size.height));
    effects.extend(game.draw(&mut model)?);
    let (events, inbox) = channel();
    game.begin(&model, events, store)?;
    let result = game.perform(&mut model, effects).and_then(|_| game.play(&mut model, &inbox));
    game.end();
    result.map_err(TermError::from)
}

struct Game<'c> {
    guard: Guard,
    screen: Screen,
    context: &'c Context,
    input: Option<Input>,
    workers: Option<Workers>,
    edits: u64,
}

impl Game<'_> {
    /// Starts what can wait until the first frame is on the screen.
    fn begin(&mut self, model: &Model, events: Sender<Incoming>, store: Store) -> io::Result<()> {
        if let Some(question) = background::background_question(self.context, model.shared.looks) {
            let mut out = io::stdout();
            out.write_all(question)?;
            out.flush()?;
        }
        input::watch_signals(events.clone())?;
        self.input = Some(Input::start(events.clone())?);
        let judge = Judge::new(self.context.exe.clone(), Limits::default());
        // Without a thread for it nothing is kept; play goes on.
        let saver = DraftSaver::new(store).ok();
        let workers = Workers::start(events, judge, saver);
        warm(model, &workers);
        self.workers = Some(workers);
        Ok(())
    }

    fn play(&mut self, model: &mut Model, inbox: &Receiver<Incoming>) -> io::Result<()> {
        let mut going = true;
        while going {
            let wait = if model.wants_ticks() { TICK } else { LONG };
            let first = match inbox.recv_timeout(wait) {
                Ok(incoming) => incoming,
                Err(RecvTimeoutError::Timeout) => Incoming::App(Event::Tick),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            let rest: Vec<Incoming> = inbox.try_iter().take(BATCH).collect();
            for incoming in std::iter::once(first).chain(rest) {
                going = self.take(model, incoming)?;
                if !going {
                    break;
                }
            }
            if going {
                let effects = self.draw(model)?;
                going = self.perform(model, effects)?;
            }
        }
        Ok(())
    }

    /// Takes in what came. Says whether the game goes on.
    fn take(&mut self, model: &mut Model, incoming: Incoming) -> io::Result<bool> {
        let event = match incoming {
            Incoming::App(event) => event,
            Incoming::Stopped => {
                self.outside(shell::stop_alone)?;
                Event::Resumed
            }
            Incoming::Continued => {
                self.guard.enter()?;
                Event::Resumed
            }
        };
        if let (Event::JudgeDone { job, .. } | Event::Proved { job, .. }, Some(workers)) =
            (&event, &mut self.workers)
        {
            workers.ended(*job);
        }
        let effects = update(model, self.context.now(), event);
        self.perform(model, effects)
    }

    /// Draws a frame and tells the model what it showed.
    fn draw(&mut self, model: &mut Model) -> io::Result<Vec<Effect>> {
        let mut seen = crate::app::event::Seen::default();
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(|frame| seen = ui::draw(model, frame))?;
        queue!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.screen.backend_mut())?;
        Ok(update(model, self.context.now(), Event::Drawn(seen)))
    }

    /// Does what the model asks for. Says whether the game goes on.
    fn perform(&mut self, model: &mut Model, effects: Vec<Effect>) -> io::Result<bool> {
        let mut effects: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit => return Ok(false),
                Effect::Redraw => self.blank()?,
                Effect::SetMouseCapture(mouse) => self.guard.set_mouse(mouse)?,
                Effect::CopyToClipboard(text) => shell::copy(&text)?,
                Effect::Suspend => {
                    self.outside(shell::stop)?;
                    effects.extend(update(model, self.context.now(), Event::Resumed));
                }
                Effect::OpenEditor { path, text, line } => {
                    self.edits += 1;
                    let (number, command) = (self.edits, model.shared.editor.clone().unwrap_or_default());
                    let result = self.outside(|| shell::edit(&command, &path, &text, line, number))?;
                    self.blank()?;
                    let event = Event::EditorReturned { path, result };
                    effects.extend(update(model, self.context.now(), event));
                }
                Effect::EditPack(pack, challenge, part) => {
                    if let Some((file, line)) = pack.place(challenge, &part) {
                        effects.push_front(Effect::EditFile(file, line));
                    }
                }
                Effect::EditFile(file, line) => {
                    let command = model.shared.editor.clone().unwrap_or_default();
                    let result = self.outside(|| shell::edit_file(&command, &file, line))?;
                    self.blank()?;
                    effects.extend(update(model, self.context.now(), Event::FileEdited(result)));
                }
                other => self.hand_over(other),
            }
        }
        Ok(true)
    }

    /// What is done on other threads.
    fn hand_over(&mut self, effect: Effect) {
        let now = self.context.now();
        let Some(workers) = &mut self.workers else { return };
        match effect {
            Effect::SaveDraft(draft) => workers.save(*draft, now),
            Effect::DeleteDraft(key) => workers.discard(key, now),
            Effect::FinishAttempt(attempt) => workers.finish(*attempt),
            Effect::TrustPack(pack, what) => workers.trust(pack, what, now),
            Effect::ReadyJudge(pack, challenge) => workers.ready(&pack.challenges[challenge]),
            Effect::ReleaseJudge => workers.release(),
            Effect::RunJudge(job) => workers.run(*job),
            Effect::Prove(job, pack, challenge) => workers.prove(job, pack, challenge),
            Effect::ReadPack(path, known) => workers.read_pack(path, known),
            Effect::CancelJudge(job) => workers.cancel(job),
            Effect::Highlight(request) => workers.highlight(request),
            Effect::Quit
            | Effect::Redraw
            | Effect::SetMouseCapture(_)
            | Effect::CopyToClipboard(_)
            | Effect::Suspend
            | Effect::OpenEditor { .. }
            | Effect::EditPack(..)
            | Effect::EditFile(..) => {}
        }
    }

    /// Clears the terminal, so that the next frame is drawn whole. `Terminal::clear` would ask the terminal where its cursor is, and
    /// wait for an answer that the thread which reads the keyboard may have taken.
    fn blank(&mut self) -> io::Result<()> {
        self.screen.backend_mut().clear_region(ClearType::All)?;
        self.screen.swap_buffers();
        Ok(())
    }

    /// Gives the terminal away while `work` is done.
    fn outside<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        if let Some(input) = &self.input {
            input.pause();
        }
        self.guard.leave();
        let result = shell::stopping_as_usual(work);
        self.guard.enter()?;
        self.blank()?;
        if let Some(input) = &self.input {
            input.resume();
        }
        Ok(result)
    }

    fn end(mut self) {
        if let Some(workers) = self.workers.take() {
            workers.end();
        }
    }
}

/// Has the colours of every language in the packs loaded before they are needed: the first text of a language is slow.
fn warm(model: &Model, workers: &Workers) {
    let mut languages: Vec<Language> = model.shared.challenges().map(|(_, _, c)| c.language).collect();
    languages.sort();
    languages.dedup();
    for language in languages {
        let name = format!("warm/{}", language.id());
        let doc = crate::app::doc::Doc::new(name.as_str(), "", language, FileRole::Context, "x = \"1\"\n");
        workers.highlight(doc.highlight());
    }
}
