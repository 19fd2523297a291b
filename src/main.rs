//! The `riskline` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(first) if first == riskline::judge::CHILD_ARGUMENT => riskline::judge::child_main(),
        Some(first) if first == riskline::judge::PROBE_ARGUMENT => riskline::judge::probe_main(),
        _ => riskline::cli::main(),
    }
}
