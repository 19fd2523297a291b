//! `riskline pack ...`: what those need who write packs.

mod add;
mod ask;
mod bundle;
mod check;
pub mod draft;
pub mod folder;
mod from_code;
mod guide;
mod new;
mod preview;
mod reading;
mod report;
pub mod schema;
mod stats;
pub mod toml_text;
mod tree;
mod watch;

use super::strangers::{Tell, announce_all, remember};
use super::{CommandError, Exit};
use crate::app::keymap::KeyMap;
use crate::config::LoadedConfig;
use crate::content::catalogue;
use crate::context::Context;
use crate::core::challenge::Challenge;
use crate::judge::{Judge, Limits, RunControl, prove};
use ask::Dialogue;
use clap::Subcommand;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// What can be done with packs of one's own.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// Print the guide for authors: from an idea to a proven challenge, with worked examples
    ///
    /// It is Markdown and long: `riskline pack guide | less`. With --reference it is the page to look things up in.
    Guide(guide::GuideArgs),
    /// Make a pack to start from: a flawed challenge and its safe twin that hold already
    ///
    /// Both pass `riskline pack check`, and comments in them say what matters where.
    New(new::NewArgs),
    /// Add a challenge to a pack, marked where you have to write
    ///
    /// On a terminal it asks for what the flags leave open. With --file the code is taken in; what a challenge needs beside
    /// it is there, too, with the mark `FILL IN:` wherever only its author knows, and `riskline pack check` lists the marks.
    Add(add::AddArgs),
    /// Prove that packs are sound, by reading them and by running what they claim
    ///
    /// Everything that is found is printed at once, each with a name that `riskline explain` explains. A flawed original
    /// must pass its function checks and lose to every attack, its reference must pass everything, a wrong fix must lose
    /// to an attack; a clean original must withstand every attack, each of which must succeed on a mutant. Exit code 1
    /// where there is an error.
    Check(check::CheckArgs),
    /// Print the JSON Schema of a kind of file, by which editors complete and check it
    ///
    /// A file says in its first line where its schema lies: `#:schema ./.schema/challenge.schema.json`. Editors with a
    /// TOML language server (Even Better TOML, Taplo, Tombi) read that line.
    Schema(schema::SchemaArgs),
    /// Show a file as rules see it, and its syntax tree, for writing rules
    Tree {
        /// A file in a language that rules can read; its name says which
        #[arg(value_name = "FILE")]
        path: PathBuf,
    },
    /// Write a pack into one file that can be mailed
    ///
    /// The file is played and checked as it is, and `riskline pack unbundle` makes a folder of it again. Every text
    /// stays exactly as it is; the comments of `pack.toml` are left out. Only a pack that loads is bundled.
    Bundle(bundle::BundleArgs),
    /// Make a folder of a bundled pack
    ///
    /// Nothing is overwritten, and nothing is written outside the new folder.
    Unbundle(bundle::UnbundleArgs),
    /// Look at a challenge from its author's side: the truth over the code, what decisions score, what every fix comes to
    ///
    /// Everything is read and run again as soon as a file of the pack changes. Nothing of what is played from here is kept.
    Preview(preview::PreviewArgs),
    /// Draft challenges from what a scanner found in your own code
    ///
    /// Every function in which something was found becomes a challenge: the function with what it needs and who calls
    /// it, the place and the number of the weakness. What only a person can say is marked, and `riskline pack check`
    /// lists the marks. Nothing outside the source folder is read, and what looks like a credential is told.
    FromSarif(from_code::FromSarifArgs),
    /// Draft a challenge from a range of your own git history
    ///
    /// The changed functions before and after become a challenge that shows the change; with --fixes the code before is
    /// the flawed suggestion, and the code after it the reference fix. What only a person can say is marked, and
    /// `riskline pack check` lists the marks. Only git is started, and nothing in the repository is changed.
    FromDiff(from_code::FromDiffArgs),
    /// Show what packs hold, in figures; spoils the truth
    ///
    /// Families, languages, the share of clean challenges, difficulty, and how many minutes, lines, weaknesses, decoys,
    /// checks and patches a challenge has. It tells what the challenges are about: it is for those who write packs.
    Stats(stats::StatsArgs),
}

/// Does what one of them asks for. `player` is what the terminal needs: settings, keys, and whether there is one.
///
/// # Errors
/// Where it could not be done; what is wrong with a pack is no error but a result.
pub fn run(
    command: PackCommand,
    context: &Context,
    player: (&LoadedConfig, KeyMap, bool),
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, CommandError> {
    match command {
        PackCommand::Guide(args) => guide::run(&args, out),
        PackCommand::New(args) => {
            let exit = new::run(&args, out)?;
            remember(context, &args.path());
            Ok(exit)
        }
        PackCommand::Add(args) => {
            let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
            add::run(&args, context, &mut Dialogue { input: &mut io::stdin().lock(), out }, terminal)
        }
        PackCommand::Check(args) => {
            announce_all(context, &args.paths, Tell::Place, err)?;
            let judge = Judge::new(context.exe.clone(), Limits::default());
            if args.watch {
                return watch::watch(&args.paths, &catalogue(), judge, out);
            }
            let prove = |challenge: &Challenge| prove(challenge, &judge, &RunControl::new());
            let progress = io::stderr().is_terminal().then_some(err);
            check::check(&args, &catalogue(), prove, check::Streams { out, progress })
        }
        PackCommand::Schema(args) => schema::run(&args, out),
        PackCommand::Tree { path } => tree::run(&path, out),
        PackCommand::Bundle(args) => bundle::bundle(&args, context, out),
        PackCommand::Unbundle(args) => bundle::unbundle(&args, out),
        PackCommand::Preview(args) => preview::run(&args, context, player),
        PackCommand::FromSarif(args) => from_code::from_sarif(&args, &catalogue(), out),
        PackCommand::FromDiff(args) => from_code::from_diff(&args, &catalogue(), out),
        PackCommand::Stats(args) => stats::run(&args, &catalogue(), out),
    }
}
