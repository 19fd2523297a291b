//! What one task did, kept in Rust: neither the lab's code nor the guest's can change what was noted.

use crate::core::verdict::{CodePlace, Exchange, NotJudged, Trace};
use crate::judge::engine::Finish;
use crate::judge::job::{Outcome, Stop};

/// The record of a task.
#[derive(Default)]
pub(super) struct Record {
    exchange: Vec<Exchange>,
    trace: Vec<Trace>,
    console: String,
    /// The outcome that an exploit check stated last.
    pub stated: Option<(bool, String)>,
    /// The first thing that the lab had not.
    pub lacks: Option<(String, Option<CodePlace>)>,
    /// The first sign of tampering.
    tampering: Option<String>,
    /// Where the run takes its random values from.
    pub seed: [u8; 32],
    /// Unix seconds that the lab's clock starts from.
    pub clock: f64,
    /// Bytes that may be printed, and as many recorded.
    pub budget: usize,
    recorded: usize,
    /// Ends the process with an outcome.
    pub finish: Option<Finish>,
}

impl Record {
    fn has_room(&mut self, bytes: usize) -> bool {
        let room = self.recorded + bytes <= self.budget;
        if room {
            self.recorded += bytes;
        }
        room
    }

    pub fn exchange(&mut self, who: String, did: String, got: String) {
        if self.has_room(who.len() + did.len() + got.len() + 16) {
            self.exchange.push(Exchange { who, did, got });
        }
    }

    pub fn trace(&mut self, kind: String, what: String) {
        if self.has_room(kind.len() + what.len() + 16) {
            self.trace.push(Trace { kind, what });
        }
    }

    /// Adds to the console. Whoever prints without end is not given the chance to carry on.
    pub fn write(&mut self, text: &str) {
        self.console.push_str(text);
        if self.console.len() > self.budget {
            self.flooded();
        }
    }

    fn flooded(&mut self) {
        let Some(finish) = self.finish.clone() else { return };
        let message = format!(
            "The code printed more than {} KiB: look for a loop that prints, or for debug output.",
            self.budget >> 10
        );
        let mut outcome = Outcome::stopped(Stop::new(NotJudged::Output, message));
        self.drain_into(&mut outcome);
        outcome.console.truncate(outcome.console.floor_char_boundary(4 << 10));
        outcome.exchange.truncate(8);
        outcome.trace.truncate(8);
        finish(&outcome);
    }

    /// Notes a sign of tampering; the first stands.
    pub fn tampered(&mut self, what: impl Into<String>) {
        self.tampering.get_or_insert_with(|| what.into());
    }

    /// The first sign of tampering.
    pub fn take_tampering(&mut self) -> Option<String> {
        self.tampering.take()
    }

    /// Drops what was noted while the world was built.
    pub fn forget(&mut self) {
        (self.exchange, self.trace, self.console, self.lacks) = Default::default();
        self.recorded = 0;
    }

    /// Moves what was recorded into an outcome.
    pub fn drain_into(&mut self, outcome: &mut Outcome) {
        outcome.exchange = std::mem::take(&mut self.exchange);
        outcome.trace = std::mem::take(&mut self.trace);
        outcome.console = std::mem::take(&mut self.console);
    }
}
