//! The judge process: locks itself in, follows the game's orders, writes what happened.

use super::engine::Engine;
use super::job::{Job, Line, Order, Stop, exit};
use super::{RULES, memory, sandbox, tasks};
use crate::core::challenge::Language;
use crate::core::verdict::NotJudged;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
#[cfg(unix)]
use std::os::fd::AsRawFd;
use std::process::ExitCode;
use std::time::Instant;

/// Stack of the thread that runs the interpreter: deep recursion must end in an error of the language, not in a crash.
const STACK: usize = 64 << 20;
/// Orders larger than this, all together, are none.
const ORDERS: u64 = 64 << 20;

/// What the command line of a judge process says. It comes from the game alone.
struct Arguments {
    /// None where rules are held against code and none is run.
    language: Option<Language>,
    memory: u64,
    seconds: u64,
}

/// The whole life of the judge process: `riskline __judge LANGUAGE MEMORY SECONDS`, or `rules` for the language.
///
/// The exit code tells only what cannot be written any more; all else is said in lines of JSON on standard output.
pub fn child_main() -> ExitCode {
    let Some(arguments) = Arguments::read() else { return ExitCode::from(2) };
    memory::ALLOCATOR.expect_growth();
    let run = std::thread::Builder::new().stack_size(STACK).spawn(move || work(&arguments));
    match run.map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        _ => ExitCode::FAILURE,
    }
}

impl Arguments {
    fn read() -> Option<Self> {
        let mut arguments = std::env::args().skip(2);
        let language = match arguments.next()? {
            name if name == RULES => None,
            name => Some(Language::from_id(&name)?),
        };
        let mut number = || arguments.next()?.parse().ok();
        Some(Self { language, memory: number()?, seconds: number()? })
    }
}

fn work(arguments: &Arguments) -> ExitCode {
    let started = Instant::now();
    let Ok((orders, mut out)) = own_pipes() else { return ExitCode::FAILURE };
    #[cfg(feature = "javascript")]
    if matches!(arguments.language, Some(Language::JavaScript | Language::TypeScript)) {
        super::javascript::prepare();
    }
    if sandbox::lock_process(arguments.memory, arguments.seconds).is_err() {
        return ExitCode::from(exit::UNLOCKED as u8);
    }
    #[cfg(unix)]
    let private = [orders.as_raw_fd(), out.as_raw_fd()];
    #[cfg(not(unix))]
    let private = [];
    let mut say = |line: &Line| {
        let text = serde_json::to_string(line).unwrap_or_default();
        // A game that does not listen any more has ended the run.
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    };
    let mut engine = match start(arguments.language) {
        Ok(engine) => engine,
        Err(stop) => {
            say(&Line::Stopped(stop));
            return ExitCode::SUCCESS;
        }
    };
    let mut orders = BufReader::new(orders.take(ORDERS));
    // Where there is no order any more, the game has no use for this process.
    while let Some(order) = read_order(&mut orders).transpose() {
        let mut run = |job: &Job| {
            say(&Line::Ready(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)));
            match engine.load(job) {
                Ok(()) => {
                    tasks::run_all(engine.as_mut(), job, &private, &mut say);
                    say(&Line::Done);
                }
                Err(stop) => say(&Line::Stopped(stop)),
            }
        };
        match order {
            Ok(Order::Prepare(job)) => {
                if let Err(stop) = engine.prepare(&job) {
                    say(&Line::Stopped(stop));
                    break;
                }
            }
            #[cfg(unix)]
            Ok(Order::RunApart(job)) => {
                if let Err(code) = tasks::apart(|| run(&job)) {
                    return ExitCode::from(code);
                }
            }
            #[cfg(not(unix))]
            Ok(Order::RunApart(job)) => {
                run(&job);
                break;
            }
            Ok(Order::Run(job)) => {
                run(&job);
                break;
            }
            Err(stop) => {
                say(&Line::Stopped(stop));
                break;
            }
        }
    }
    // The system takes everything back at once; taking an interpreter apart takes as long as a check.
    std::mem::forget(engine);
    ExitCode::SUCCESS
}

/// The next order; none where there is no more.
fn read_order(orders: &mut impl BufRead) -> Result<Option<Order>, Stop> {
    let bad = |e: String| {
        Stop::new(NotJudged::Protocol, format!("The judge was given no job that it can read: {e}."))
    };
    let mut text = Vec::new();
    if orders.read_until(b'\n', &mut text).map_err(|e| bad(e.to_string()))? == 0 {
        return Ok(None);
    }
    serde_json::from_slice(&text).map(Some).map_err(|e| bad(e.to_string()))
}

/// Starts the engine of a language, or the one that reads structure.
fn start(language: Option<Language>) -> Result<Box<dyn Engine>, Stop> {
    match language {
        #[cfg(feature = "rules")]
        None => Ok(Box::new(super::structure::Structure::default())),
        #[cfg(feature = "python")]
        Some(Language::Python) => Ok(Box::new(super::python::Python::start()?)),
        #[cfg(feature = "javascript")]
        Some(Language::JavaScript | Language::TypeScript) => {
            Ok(Box::new(super::javascript::JavaScript::start()?))
        }
        Some(other) => {
            Err(Stop::new(NotJudged::NoEngine, format!("This build cannot run {}.", other.label())))
        }
        #[cfg(not(feature = "rules"))]
        None => Err(Stop::new(NotJudged::NoEngine, "This build cannot hold rules against code.")),
    }
}

/// Takes the two pipes to the game under descriptors of their own and leaves nothing behind the standard ones, so that
/// nothing an interpreter prints can ever be taken for what the judge says.
#[cfg(unix)]
pub(super) fn own_pipes() -> std::io::Result<(File, File)> {
    use std::os::fd::AsFd;
    let job = File::from(std::io::stdin().as_fd().try_clone_to_owned()?);
    let out = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
    let null = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&null)?;
    rustix::stdio::dup2_stdout(&null)?;
    rustix::stdio::dup2_stderr(&null)?;
    Ok((job, out))
}

/// Takes the two pipes to the game. The interpreter's own standard streams are replaced by the lab, whose guests cannot
/// reach the ones behind them.
#[cfg(windows)]
pub(super) fn own_pipes() -> std::io::Result<(File, File)> {
    use std::os::windows::io::AsHandle;
    let job = File::from(std::io::stdin().as_handle().try_clone_to_owned()?);
    let out = File::from(std::io::stdout().as_handle().try_clone_to_owned()?);
    Ok((job, out))
}
