//! `riskline pack guide`: the guide for authors, which lies beside the built-in packs.

use super::super::{CommandError, Exit};
use crate::content::built_in_page;
use clap::Args;
use std::io::Write;

/// Which page is asked for.
#[derive(Debug, Args)]
pub struct GuideArgs {
    /// Print the reference instead: what the lab has, rules, every key
    #[arg(long)]
    reference: bool,
}

/// Prints the page, in Markdown.
///
/// # Errors
/// Where it cannot be written.
pub fn run(args: &GuideArgs, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let name = if args.reference { "REFERENCE.md" } else { "README.md" };
    let page = built_in_page(name).expect("both pages are compiled in with the packs they lie beside");
    out.write_all(page.as_bytes())?;
    Ok(Exit::Done)
}
