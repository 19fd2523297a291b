//! The `riskline` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|first| first == riskline::judge::CHILD_ARGUMENT) {
        return riskline::judge::child_main();
    }
    riskline::cli::main()
}
