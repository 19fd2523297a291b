//! What the judge needs of an interpreter.

use super::job::{Job, Outcome, Stop, Task};

/// An interpreter that runs checks of one language, inside a judge process that has locked itself in.
pub(super) trait Engine {
    /// Gets ready for runs of a challenge, before what is to be judged is known: `job` is that of its code as it is shown.
    /// Called once at most, before [`load`](Self::load). Runs none of the job's code.
    fn prepare(&mut self, _job: &Job) -> Result<(), Stop> {
        Ok(())
    }

    /// Builds the job's world: starts the lab, parses the files. Runs none of the job's code.
    fn load(&mut self, job: &Job) -> Result<(), Stop>;

    /// Runs one task. Called at most once in the life of a process: what a task leaves behind goes with it.
    ///
    /// `finish` sends an outcome at once, for code that must not be given another chance; it does not return.
    fn run(&mut self, task: &Task, finish: Finish) -> Outcome;
}

/// Sends an outcome and ends the process: a call does not come back.
pub(super) type Finish = std::rc::Rc<dyn Fn(&Outcome)>;
