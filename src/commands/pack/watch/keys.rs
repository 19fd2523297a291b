//! The end of a watch: a key, or a signal.

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Listens for the end. Where there is a terminal its keys are read one by one until this is dropped.
pub(super) struct Keys {
    is_terminal: bool,
    ended: Arc<AtomicBool>,
}

impl Keys {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the terminal or the system does not let it.
    pub fn listen() -> io::Result<Self> {
        let ended = Arc::new(AtomicBool::new(false));
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP, signal_hook::consts::SIGINT]
        {
            signal_hook::flag::register(signal, Arc::clone(&ended))?;
        }
        if is_terminal {
            enable_raw_mode()?;
        }
        Ok(Self { is_terminal, ended })
    }

    /// Whether there is a terminal, which then wants a carriage return at the end of each line.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Waits for so long, or until something is pressed; says whether that is the end.
    ///
    /// # Errors
    /// Where the terminal cannot be read.
    pub fn wait(&self, time: Duration) -> io::Result<Heard> {
        if !self.is_terminal {
            std::thread::sleep(time);
        } else if event::poll(time)? {
            match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
                    match key.code {
                        KeyCode::Char('q') | KeyCode::Esc => return Ok(Heard::End),
                        KeyCode::Char('c' | 'd') if is_control => return Ok(Heard::End),
                        _ => {}
                    }
                }
                Event::Resize(..) => return Ok(Heard::Resized),
                _ => {}
            }
        }
        Ok(if self.ended.load(Ordering::Relaxed) { Heard::End } else { Heard::Nothing })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if self.is_terminal {
            // There is nothing left to do where the terminal does not take it.
            let _ = disable_raw_mode();
        }
    }
}

/// What came while it waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Nothing,
    Resized,
    End,
}
