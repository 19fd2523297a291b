//! `riskline licenses`: whose work is in the program, and under which terms.

use std::io::{self, Write};

/// Every crate in the program with its holders, and the texts of their licences; a test keeps it current.
const NOTICES: &str = include_str!("../../assets/notices.txt");

const OWN: &str = "\
Riskline
========

Riskline may be used under the MIT licence or the Apache License 2.0, as you like. The challenges that come with it
may be used under the same terms. It contains the work of others, listed below.

Whole numbers in Python code are the work of malachite-base, malachite-bigint, malachite-nz and malachite-q. These are
under the GNU Lesser General Public License 3.0, which gives you the right to put another edition of them into the
program. To do so, get the source of Riskline, get the source of these crates from https://crates.io, change it as you
like, and add to the end of Riskline's Cargo.toml, for each crate that you changed:

    [patch.crates-io]
    malachite-base = { path = \"../malachite-base\" }

Then run `cargo build --release`. You may take the program apart to find faults in such changes.

SQLite is in the public domain.
";

/// Writes every notice, as plain text.
///
/// # Errors
/// Where `out` cannot be written.
pub fn run(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{OWN}\n{NOTICES}")?;
    let listing = two_face::acknowledgement::listing();
    for (title, licenses) in
        [("Syntax definitions", listing.for_syntaxes()), ("Colour themes", listing.for_themes())]
    {
        writeln!(out, "{title}\n{}\n", "=".repeat(title.len()))?;
        for license in licenses.iter().filter(|l| l.needs_acknowledgement()) {
            writeln!(out, "{}\n\n{}\n", license.rel_path.display(), license.text.trim())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_notice_that_is_asked_for_is_there() {
        let mut out = Vec::new();
        super::run(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for part in [
            "MIT licence or the Apache License 2.0",
            "malachite-bigint 0.9.2",
            "GNU LESSER GENERAL PUBLIC LICENSE",
            "GNU GENERAL PUBLIC LICENSE",
            "[patch.crates-io]",
            "rustpython-vm 0.5.0",
            "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
            "Syntax definitions",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains('\u{1b}'), "nothing in it reaches the terminal as a command");
    }
}
