//! Holds what a judge process says against what it may say: every line in its place, every task once, and only verdicts
//! that a task of its kind can come to. Whoever says anything else is not believed at all.

use super::job::{Line, Outcome, Task};
use crate::core::challenge::CheckKind;
use crate::core::verdict::Verdict;

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Ended,
}

/// One talk with a judge process, from its first line to its last.
pub(super) struct Conversation {
    /// What each task is, by its index; none for the import.
    tasks: Vec<(Option<CheckKind>, State)>,
    ready: bool,
    over: bool,
}

/// Why a line is not believed: what the judge did, in the words after "The judge".
pub(super) type Breach = &'static str;

impl Conversation {
    pub fn new(tasks: &[Task]) -> Self {
        let kind = |task: &Task| match task {
            Task::Import => None,
            Task::Check { kind, .. } => Some(*kind),
            Task::Rule(held) => Some(held.kind),
        };
        let tasks = tasks.iter().map(|task| (kind(task), State::Waiting)).collect();
        Self { tasks, ready: false, over: false }
    }

    /// Takes the next line, or says why it has no place here.
    pub fn follow(&mut self, line: &Line) -> Result<(), Breach> {
        if self.over {
            return Err("went on after it had ended");
        }
        if !self.ready && !matches!(line, Line::Ready(_) | Line::Stopped(_)) {
            return Err("began before it was ready");
        }
        match line {
            Line::Ready(_) if self.ready => return Err("was ready twice"),
            Line::Ready(_) => self.ready = true,
            Line::Began(task) => self.step(*task, State::Waiting, State::Running)?,
            Line::Ended(task, outcome) => {
                self.step(*task, State::Running, State::Ended)?;
                if !fits(self.tasks[*task].0, outcome) {
                    return Err("gave a verdict that its task cannot have");
                }
            }
            Line::Overdue(_) if !self.tasks.iter().any(|(_, state)| *state == State::Running) => {
                return Err("waited for a task that does not run");
            }
            Line::Done if self.tasks.iter().any(|(_, state)| *state != State::Ended) => {
                return Err("said that it was done before it was");
            }
            Line::Overdue(_) | Line::Stopped(_) | Line::Done => self.over = true,
        }
        Ok(())
    }

    /// Whether the judge process has said its last word.
    pub fn is_over(&self) -> bool {
        self.over
    }

    fn step(&mut self, task: usize, from: State, to: State) -> Result<(), Breach> {
        let (_, state) = self.tasks.get_mut(task).ok_or("spoke of a task that it was not given")?;
        if *state != from {
            return Err("spoke of a task out of turn");
        }
        *state = to;
        Ok(())
    }
}

/// Whether a task can end so. A verdict and a reason for having none exclude each other, and an import has no verdict.
fn fits(kind: Option<CheckKind>, outcome: &Outcome) -> bool {
    match (kind, outcome.verdict, &outcome.stop) {
        (None, None, _) | (Some(_), None, Some(_)) => true,
        (Some(CheckKind::Function), Some(verdict), None) => {
            matches!(verdict, Verdict::Holds | Verdict::Fails)
        }
        (Some(CheckKind::Exploit), Some(verdict), None) => matches!(verdict, Verdict::Holds | Verdict::Open),
        _ => false,
    }
}
