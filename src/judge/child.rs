//! The judge process: reads one job, runs it, writes what happened.

use std::process::ExitCode;

/// The whole life of the judge process, `riskline __judge`.
pub fn child_main() -> ExitCode {
    ExitCode::FAILURE
}
