//! Keys, mouse and signals, each read on a thread of its own.

use super::Incoming;
use super::background::{BackgroundAnswer, Picked};
use crate::app::event::Event;
use crossterm::event::{self, Event as Raw};
use ratatui::layout::Position;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a read waits before it looks whether it is to pause.
const PATIENCE: Duration = Duration::from_millis(60);

/// Reads the keyboard; pauses while another program has the terminal.
#[derive(Clone)]
pub struct Input {
    state: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Default)]
struct State {
    wanted: bool,
    paused: bool,
    gone: bool,
}

impl Input {
    /// Starts reading.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(events: Sender<Incoming>) -> std::io::Result<Self> {
        let input = Self { state: Arc::default() };
        let state = Arc::clone(&input.state);
        thread::Builder::new().name("input".into()).spawn(move || {
            read(&state, &events);
            lock(&state.0).gone = true;
            state.1.notify_all();
        })?;
        Ok(input)
    }

    /// Stops reading, and returns once nothing is read any more.
    pub fn pause(&self) {
        let (state, changed) = &*self.state;
        let mut state = lock(state);
        state.wanted = true;
        while !state.paused && !state.gone {
            state = changed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Reads again.
    pub fn resume(&self) {
        let (state, changed) = &*self.state;
        lock(state).wanted = false;
        changed.notify_all();
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(state: &(Mutex<State>, Condvar), events: &Sender<Incoming>) {
    let mut answer = BackgroundAnswer::default();
    loop {
        {
            let mut now = lock(&state.0);
            while now.wanted {
                now.paused = true;
                state.1.notify_all();
                now = state.1.wait_timeout(now, PATIENCE).unwrap_or_else(PoisonError::into_inner).0;
            }
            now.paused = false;
        }
        let picked = match event::poll(PATIENCE) {
            Ok(true) => match event::read() {
                Ok(event) => answer.take(event),
                Err(_) => return gone(events),
            },
            Ok(false) if answer.is_holding() => answer.release(None),
            Ok(false) => continue,
            Err(_) => return gone(events),
        };
        let received = match picked {
            Picked::Held => Vec::new(),
            Picked::Light(light) => vec![Event::Background { light }],
            Picked::Events(list) => list.into_iter().filter_map(translate).collect(),
        };
        for event in received {
            if events.send(Incoming::App(event)).is_err() {
                return;
            }
        }
    }
}

/// The terminal is gone: so is the player.
fn gone(events: &Sender<Incoming>) {
    // Where nobody listens any more the program is ending anyway.
    let _ = events.send(Incoming::App(Event::Terminate));
}

fn translate(event: Raw) -> Option<Event> {
    Some(match event {
        Raw::Key(key) => Event::Key(key),
        Raw::Mouse(mouse) => Event::Mouse { kind: mouse.kind, at: Position::new(mouse.column, mouse.row) },
        Raw::Paste(text) => Event::Paste(text),
        Raw::Resize(columns, rows) => Event::Resize(columns, rows),
        Raw::FocusGained | Raw::FocusLost => return None,
    })
}

/// Turns signals into events: the end is told to the game first, so that nothing is lost; before a stop the terminal is
/// given back, and coming back redraws.
///
/// # Errors
/// Where handlers cannot be set.
#[cfg(unix)]
pub fn watch_signals(events: Sender<Incoming>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGTSTP])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let incoming = match signal {
                SIGCONT => Incoming::Continued,
                SIGTSTP => Incoming::Stopped,
                _ => Incoming::App(Event::Terminate),
            };
            if events.send(incoming).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Windows has no such signals; closing the window ends the input, which ends the game.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn watch_signals(_events: Sender<Incoming>) -> std::io::Result<()> {
    Ok(())
}
