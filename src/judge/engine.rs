//! What the judge needs of an interpreter.

use super::job::{Job, Outcome, Stop, Task};

/// An interpreter that runs checks of one language, inside a judge process that has locked itself in.
pub(super) trait Engine {
    /// Builds the job's world: starts the lab, parses the files. Runs none of the job's code.
    fn load(&mut self, job: &Job) -> Result<(), Stop>;

    /// Runs one task. Called at most once in the life of a process: what a task leaves behind goes with it.
    ///
    /// `finish` sends an outcome at once, for code that must not be given another chance; it does not return.
    fn run(&mut self, task: &Task, finish: Finish) -> Outcome;
}

/// Sends an outcome and ends the process: a call does not come back.
pub(super) type Finish = std::rc::Rc<dyn Fn(&Outcome)>;
