//! Runs code against its checks, safely.
//!
//! [`Judge`] starts this program again as `riskline __judge`, hands it one job and reads what it says. The child locks
//! itself in before it reads anything, runs each check in a process of its own, and only its Rust side writes verdicts.

mod barriers;
mod child;
mod control;
mod conversation;
mod engine;
mod engines;
mod host;
#[cfg(feature = "javascript")]
mod javascript;
mod job;
mod memory;
mod plain;
mod plan;
mod probe;
mod process;
mod prove;
#[cfg(feature = "python")]
mod python;
mod report;
mod rules;
mod sandbox;
mod sqlite;
mod standby;
#[cfg(feature = "rules")]
mod structure;
mod tasks;

pub use barriers::{Barrier, Holds, barrier_ids, stoppers, try_attempt, try_barriers};
pub use child::child_main;
pub use control::{Limits, Progress, RunControl, Which};
pub use engines::{EngineInfo, engines};
pub use host::Judge;
pub use plan::can_judge;
pub use probe::{Attempt, Tried, probe_main};
pub use prove::{Memory, Unsound, prove, prove_again};
pub(crate) use rules::{can_read, faults_of_rule, file_as_rules_see_it};
pub use sandbox::landlock_level;

/// What the judge process is told instead of a language where it holds rules against code and runs none.
const RULES: &str = "rules";

/// The first argument that makes this program a judge process.
pub const CHILD_ARGUMENT: &str = "__judge";

/// The first argument that makes this program try one of the barriers around a judge process.
pub const PROBE_ARGUMENT: &str = "__probe";
