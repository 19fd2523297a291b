//! Reads the command line, runs what it asks for, and turns the result into an exit code.

use crate::app::keymap::KeyMap;
use crate::commands::{self, CommandError, Exit};
use crate::config::LoadedConfig;
use crate::content::chars::visible;
use crate::content::{Library, catalogue};
use crate::context::Context;
use crate::core::attempt::ChallengeKey;
use crate::core::catalogue::Catalogue;
use crate::store::{ChallengeState, Store};
use crate::term::{self, TermError};
use anstyle::{AnsiColor, Style};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  riskline                                     play; the first challenge explains the keys
  riskline play orders-api/order-lookup        play one challenge
  riskline play ./my-pack                      play a pack that you are writing
  riskline list                                every challenge, and how far you have come
  riskline judge order-lookup                  run its checks; with --file NAME=PATH, on your code
  riskline pack check ./my-pack                prove that a pack is sound
  riskline explain few-decoys                  what a finding means, with an example
  riskline grade order-lookup --answer a.toml  score an answer from a file
  riskline config --init                       write a settings file with every setting explained
  riskline doctor                              try what holds on this machine

Exit codes:
  0  done, and everything holds
  1  something is unsound or does not hold
  2  not done: the command line, a file or the terminal is not as it must be
  3  the code was not judged

Where things are kept: `riskline config` says it. RISKLINE_HOME=DIR moves everything to one folder.
NO_COLOR=1 turns colours off.";

/// Practise deciding whether code that an AI assistant wrote may be merged.
///
/// Each challenge shows a request, the assistant's answer and its code. You mark what is weak, decide whether it may be
/// merged and say how sure you are. Then you see the attack run, mend the code, and see the attack run again. Nothing
/// leaves this machine, and no network is needed.
#[derive(Debug, Parser)]
#[command(name = "riskline", bin_name = "riskline", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    /// A folder with packs, or a pack; can be given several times
    ///
    /// Its packs come beside the built-in ones and those in your own folders.
    #[arg(long, global = true, value_name = "DIR")]
    packs: Vec<PathBuf>,
    /// Print and draw without colours
    #[arg(long, global = true)]
    no_color: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a pack or a challenge; without a target the same as `riskline` alone
    ///
    /// An attempt that was left unfinished goes on where it was.
    Play {
        /// A pack, `pack/challenge`, a challenge's name, or the path of a pack, a bundled pack or a challenge file
        #[arg(value_name = "TARGET")]
        target: Option<String>,
    },
    /// List every challenge, and how far you have come with it
    ///
    /// What a challenge is about, and whether its code is right, is only said with --truth: it spoils the game.
    List {
        /// Print a JSON array instead of a table
        #[arg(long)]
        json: bool,
        /// Say the family of each challenge, and whether its code is right
        #[arg(long)]
        truth: bool,
    },
    /// Run code against the checks of a challenge
    ///
    /// Prints every verdict with what was sent and what came back. Exit code 0 where everything holds, 1 where a check
    /// does not, 3 where the code was not judged.
    Judge(commands::judge::JudgeArgs),
    /// Work on packs of your own
    #[command(subcommand)]
    Pack(commands::pack::PackCommand),
    /// Explain what a finding means, with an example of wrong and right
    Explain(commands::explain::ExplainArgs),
    /// Score a whole answer from a file, by the rules of the game
    ///
    /// The file is TOML:
    ///
    ///   challenge = "orders-api/order-lookup"
    ///   decision  = "modify"                 # accept, modify or reject
    ///   sure      = 80                       # 50, 65, 80 or 95 percent
    ///   [[finding]]
    ///   file  = "orders.py"
    ///   lines = "13-16"
    ///   cwe   = 639
    ///   boundary = { file = "orders.py", lines = "12" }
    ///   [patch]                              # whole files, as they are to be
    ///   "orders.py" = '''...'''
    ///
    /// A patch is run against every check, hidden ones too. Nothing is kept.
    #[command(verbatim_doc_comment)]
    Grade {
        /// The challenge: `pack/challenge`, or its name where only one pack has it
        challenge: String,
        /// The file with the answer
        #[arg(long, value_name = "FILE")]
        answer: PathBuf,
        /// Print score, grounds and report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show where the settings are and what holds
    ///
    /// Prints the folders in use as comments, and the settings as a file that would hold them. Exit code 2 where the
    /// settings file is unsound; the program starts all the same, with the defaults.
    Config(ConfigArgs),
    /// Try what holds on this machine, and say what to do about what does not
    ///
    /// Tries every barrier around the judge, runs a challenge in every language, and looks at the terminal, at the folder in
    /// which attempts are kept, at the packs and at the clock. Nothing is changed. Exit code 1 where something is to be done.
    Doctor {
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print whose work is in the program, and under which terms
    Licenses,
    /// Measure how long the things take that a player waits for; for developers
    ///
    /// Prints median and 95th percentile of the first frame, of a key up to its frame, of the judge, of loading packs and
    /// of keeping a draft. Nothing of the player's is touched.
    Bench {
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct ConfigArgs {
    /// Write a settings file in which everything is explained and commented out
    #[arg(long, conflicts_with = "keys")]
    init: bool,
    /// List every action with its name and its keys
    #[arg(long)]
    keys: bool,
}

/// The whole program: arguments in, exit code out.
pub fn main() -> ExitCode {
    let context = Context::from_system();
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let args: Vec<OsString> = std::env::args_os().collect();
    let plain = context.no_color() || args.iter().any(|arg| arg == "--no-color");
    let choice = |auto| if plain { anstream::ColorChoice::Never } else { auto };
    let stdout = io::stdout();
    let stderr = io::stderr();
    let out_choice = choice(anstream::AutoStream::choice(&stdout));
    let err_choice = choice(anstream::AutoStream::choice(&stderr));
    // Neither is locked: while the game runs, other threads must be able to give the terminal back.
    let mut out = BufWriter::new(anstream::AutoStream::new(stdout, out_choice));
    let mut err = anstream::AutoStream::new(stderr, err_choice);
    let exit = run(&args, &context, terminal, &mut out, &mut err);
    ExitCode::from(exit.code())
}

/// Does what `args` ask for; the first of them is the program's own name. `terminal` says whether there is one to play
/// in. Errors are printed here, once.
pub fn run(
    args: &[OsString],
    context: &Context,
    terminal: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let parsed = Cli::command().try_get_matches_from(args).and_then(|m| Cli::from_arg_matches(&m));
    let result = match parsed {
        Ok(cli) => perform(cli, context.clone(), terminal, out, err),
        Err(error) => return refuse(&error, out, err),
    };
    match result.and_then(|exit| Ok(out.flush().map(|()| exit)?)) {
        Ok(exit) => exit,
        // Whoever read the output has gone, as `head` does once it has enough.
        Err(error) if error.is_closed_output() => Exit::Done,
        Err(error) => {
            let red = AnsiColor::Red.on_default().bold();
            // Nobody is left to tell where this cannot be written either.
            let _ = writeln!(err, "{}{red}error:{red:#} {error}", error.report_text());
            Exit::Refused
        }
    }
}

/// What clap says: help and version are no errors.
fn refuse<'w>(error: &clap::Error, out: &'w mut dyn Write, err: &'w mut dyn Write) -> Exit {
    let text = error.render();
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let stream = if asked_for { out } else { err };
    // A reader that has gone is no error, and there is no one to tell of another.
    let _ = write!(stream, "{}", text.ansi()).and_then(|()| stream.flush());
    if asked_for { Exit::Done } else { Exit::Refused }
}

fn perform(
    cli: Cli,
    mut context: Context,
    terminal: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, CommandError> {
    if cli.no_color {
        context = context.with_variable("NO_COLOR", "1");
    }
    let (settings, keys) = commands::config::settings(&context);
    context = context.with_packs(settings.config.packs.iter().cloned().chain(cli.packs));
    match cli.command {
        None => play(&context, &settings, keys, None, terminal),
        Some(Command::Play { target }) => play(&context, &settings, keys, target.as_deref(), terminal),
        Some(Command::List { json, truth }) => {
            let packs = Packs::read(&context, &settings, err)?;
            let states = states(&context, err)?;
            let state = |key: &ChallengeKey| states.get(key).map_or("new", ChallengeState::label).to_owned();
            commands::list::list(&packs.library, commands::list::Options { json, truth }, state, out)
        }
        Some(Command::Judge(args)) => {
            let mut packs = Packs::read(&context, &settings, err)?;
            commands::judge::run(&context, (&mut packs.library, &packs.catalogue), &args, out, err)
        }
        Some(Command::Pack(command)) => {
            commands::pack::run(command, &context, (&settings, keys, terminal), out, err)
        }
        Some(Command::Explain(args)) => commands::explain::run(&args, out),
        Some(Command::Grade { challenge, answer, json }) => {
            let packs = Packs::read(&context, &settings, err)?;
            commands::grade::run(
                &context,
                (&packs.library, &packs.catalogue),
                (&challenge, &answer),
                json,
                out,
                err,
            )
        }
        Some(Command::Doctor { json }) => commands::doctor::run(&context, &settings, terminal, json, out),
        Some(Command::Licenses) => {
            commands::licenses::run(out)?;
            Ok(Exit::Done)
        }
        Some(Command::Bench { json }) => commands::bench::run(&context, json, out),
        Some(Command::Config(args)) => {
            say_problems(&settings, err)?;
            if args.init {
                commands::config::init(&context, out)
            } else if args.keys {
                commands::config::keys(&keys, out)
            } else {
                commands::config::show(&context, &settings, out)
            }
        }
    }
}

/// The packs for a command that prints.
struct Packs {
    library: Library,
    catalogue: Catalogue,
}

impl Packs {
    /// Reads them, and says in a line each which of them could not be read.
    fn read(context: &Context, settings: &LoadedConfig, err: &mut dyn Write) -> io::Result<Self> {
        say_problems(settings, err)?;
        let catalogue = catalogue();
        let library = commands::library::load(context, &catalogue);
        let yellow = AnsiColor::Yellow.on_default().bold();
        for problem in library.problems.iter().filter(|problem| problem.has_errors()) {
            let path = visible(&problem.path);
            writeln!(
                err,
                "{yellow}left out:{yellow:#} the pack {path}; `riskline pack check {path}` says why"
            )?;
        }
        Ok(Self { library, catalogue })
    }
}

/// How far the player has come. Listing makes no database, and one that cannot be read is said and left out.
fn states(context: &Context, err: &mut dyn Write) -> io::Result<BTreeMap<ChallengeKey, ChallengeState>> {
    let Some(path) = context.folders.database().filter(|path| path.exists()) else {
        return Ok(BTreeMap::new());
    };
    match Store::open(&path).and_then(|store| store.states()) {
        Ok(states) => Ok(states),
        Err(problem) => {
            let yellow = AnsiColor::Yellow.on_default().bold();
            writeln!(
                err,
                "{yellow}left out:{yellow:#} what you have played. {}",
                CommandError::from(problem)
            )?;
            Ok(BTreeMap::new())
        }
    }
}

fn play(
    context: &Context,
    settings: &LoadedConfig,
    keys: KeyMap,
    target: Option<&str>,
    terminal: bool,
) -> Result<Exit, CommandError> {
    if !terminal {
        return Err(TermError::NoTerminal.into());
    }
    let game = commands::play::prepare(context, settings, keys, target)?;
    term::run(context, game.model, game.store)?;
    Ok(Exit::Done)
}

/// Says what is wrong with the settings, so that nobody wonders why they do not hold.
fn say_problems(settings: &LoadedConfig, err: &mut dyn Write) -> io::Result<()> {
    for problem in &settings.problems {
        write!(err, "{}", problem.render(true))?;
    }
    if !settings.problems.is_empty() {
        let faint = Style::new().dimmed();
        writeln!(err, "{faint}The settings are unsound, so the defaults hold.{faint:#}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
