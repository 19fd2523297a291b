//! Takes the terminal and gives it back, whatever happens.

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, KeyboardEnhancementFlags,
    PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use std::io::{self, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Holds the terminal in the state in which the game can be drawn. Dropping it, or a panic of the thread that made it, gives the
/// terminal back.
pub struct Guard {
    taken: Arc<AtomicBool>,
    mouse: bool,
}

impl Guard {
    /// Takes the terminal. The panic hook is in place before anything is changed.
    ///
    /// # Errors
    /// Where the terminal does not obey; it is given back first.
    pub fn take(mouse: bool) -> io::Result<Self> {
        let guard = Self { taken: Arc::new(AtomicBool::new(false)), mouse };
        let taken = Arc::clone(&guard.taken);
        let owner = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // What a worker does wrong becomes an event of its own and must not be written over the screen.
            if thread::current().id() == owner {
                give_back(&taken);
                before(info);
            }
        }));
        guard.enter()?;
        Ok(guard)
    }

    /// Takes the terminal again after [`leave`](Self::leave).
    ///
    /// # Errors
    /// Where the terminal does not obey.
    pub fn enter(&self) -> io::Result<()> {
        self.taken.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let mut out = io::stdout();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if cfg!(unix) {
            // Terminals that do not know it ignore it; asking first would cost the first frame.
            execute!(out, PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES))?;
        }
        set_mouse(self.mouse)
    }

    /// Gives the terminal back for a while.
    pub fn leave(&self) {
        give_back(&self.taken);
    }

    /// Takes the mouse, or leaves it to the terminal.
    ///
    /// # Errors
    /// Where the terminal does not obey.
    pub fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.mouse = mouse;
        set_mouse(mouse)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back(&self.taken);
        if !thread::panicking() {
            drop(panic::take_hook());
        }
    }
}

/// Undoes everything, once. Failures are ignored: nobody is left to be told, and the other steps are still worth trying.
fn give_back(taken: &AtomicBool) {
    if !taken.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = queue!(out, EndSynchronizedUpdate);
    if cfg!(unix) {
        let _ = queue!(out, PopKeyboardEnhancementFlags);
    }
    let _ = queue!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

#[cfg(unix)]
fn set_mouse(mouse: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if mouse {
        // Clicks, drags and the wheel. Not every move: nothing here follows the pointer.
        out.write_all(b"\x1b[?1000h\x1b[?1002h\x1b[?1006h")?;
        out.flush()
    } else {
        execute!(out, DisableMouseCapture)
    }
}

#[cfg(not(unix))]
fn set_mouse(mouse: bool) -> io::Result<()> {
    if mouse {
        execute!(io::stdout(), crossterm::event::EnableMouseCapture)
    } else {
        execute!(io::stdout(), DisableMouseCapture)
    }
}
