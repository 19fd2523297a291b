//! Questions on a terminal, a line each.

use super::super::CommandError;
use crate::content::chars::visible;
use anstyle::Style;
use std::io::{BufRead, Write};

/// Where questions are put and answers come from.
pub struct Dialogue<'d> {
    /// What is typed.
    pub input: &'d mut dyn BufRead,
    /// Where the questions are shown.
    pub out: &'d mut dyn Write,
}

/// One of several answers: what it is chosen by, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The answer itself.
    pub answer: String,
    /// A few words on it.
    pub about: String,
}

impl Choice {
    /// A choice and what it is about.
    pub fn new(answer: impl Into<String>, about: impl Into<String>) -> Self {
        Self { answer: answer.into(), about: about.into() }
    }
}

impl Dialogue<'_> {
    /// Asks until `understand` takes the answer; what it says instead is shown. Enter alone gives the usual answer, where
    /// there is one. Nobody answering any more is an error.
    pub fn ask<T>(
        &mut self,
        question: &str,
        usual: Option<&str>,
        mut understand: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<T, CommandError> {
        let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
        loop {
            write!(self.out, "{bold}{question}{bold:#}")?;
            if let Some(usual) = usual.filter(|usual| !usual.is_empty()) {
                write!(self.out, " {dim}[{}]{dim:#}", visible(usual))?;
            }
            write!(self.out, " ")?;
            self.out.flush()?;
            let mut line = String::new();
            let read = self.input.read_line(&mut line);
            if !matches!(read, Ok(n) if n > 0) {
                writeln!(self.out)?;
                let hint = "Give the answers as flags: `riskline pack add --help` lists them.";
                return Err(CommandError::new("there was no answer, so nothing was written").hint(hint));
            }
            let answer = match (line.trim(), usual) {
                ("", Some(usual)) => usual,
                (typed, _) => typed,
            };
            match understand(answer) {
                Ok(value) => return Ok(value),
                Err(what) => writeln!(self.out, "  {}", what.replace('\n', "\n  "))?,
            }
        }
    }

    /// Asks for one of some answers: by its number, by itself, or by whatever words `find` understands. Finding one takes
    /// it; finding several asks which of them.
    pub fn choose(
        &mut self,
        question: &str,
        choices: Vec<Choice>,
        usual: Option<&str>,
        find: impl Fn(&str) -> Vec<Choice>,
    ) -> Result<String, CommandError> {
        let mut shown = choices;
        self.show(&shown)?;
        loop {
            let typed = self.ask(question, usual, |typed| match typed {
                "" => Err("Type a number, a name or a few words.".to_owned()),
                typed => Ok(typed.to_owned()),
            })?;
            let number = typed.parse::<usize>().ok().and_then(|n| shown.get(n.checked_sub(1)?));
            if let Some(choice) = number.or_else(|| shown.iter().find(|choice| choice.answer == typed)) {
                return Ok(choice.answer.clone());
            }
            let mut found = find(&typed);
            match found.len() {
                0 => writeln!(self.out, "  Nothing fits `{}`. Try other words.", visible(&typed))?,
                1 if found[0].answer == typed => return Ok(found.remove(0).answer),
                _ => {
                    shown = found;
                    self.show(&shown)?;
                }
            }
        }
    }

    fn show(&mut self, choices: &[Choice]) -> Result<(), CommandError> {
        let dim = Style::new().dimmed();
        let width = choices.iter().map(|choice| choice.answer.len()).max().unwrap_or(0);
        for (n, Choice { answer, about }) in choices.iter().enumerate() {
            writeln!(self.out, "  {:>2}  {answer:width$}  {dim}{about}{dim:#}", n + 1)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk<T>(
        typed: &str,
        with: impl FnOnce(&mut Dialogue) -> Result<T, CommandError>,
    ) -> (Result<T, CommandError>, String) {
        let (mut input, mut out) = (typed.as_bytes(), Vec::new());
        let result = with(&mut Dialogue { input: &mut input, out: &mut out });
        (result, anstream::adapter::strip_str(&String::from_utf8(out).expect("text")).to_string())
    }

    #[test]
    fn enter_takes_the_usual_answer_and_a_bad_one_is_asked_again() {
        let number = |typed: &str| typed.parse::<u32>().map_err(|_| "A number, please.".to_owned());
        let (answer, shown) = talk("five\n7\n", |d| d.ask("Minutes", Some("5"), number));
        assert_eq!(answer.expect("answered"), 7);
        assert_eq!(shown, "Minutes [5]   A number, please.\nMinutes [5] ");
        assert_eq!(talk("\n", |d| d.ask("Minutes", Some("5"), number)).0.expect("answered"), 5);
        assert!(talk("", |d| d.ask("Minutes", Some("5"), number)).0.is_err());
    }

    #[test]
    fn a_choice_is_made_by_number_name_or_words() {
        let choices = || vec![Choice::new("a", "first"), Choice::new("b", "second")];
        let find = |typed: &str| match typed {
            "words" => vec![Choice::new("c", "third"), Choice::new("d", "fourth")],
            "e" => vec![Choice::new("e", "exactly")],
            _ => Vec::new(),
        };
        for (typed, chosen) in
            [("2\n", "b"), ("a\n", "a"), ("nothing\nwords\n2\n", "d"), ("e\n", "e"), ("\n", "b")]
        {
            let (answer, shown) = talk(typed, |d| d.choose("Which", choices(), Some("b"), find));
            assert_eq!(answer.expect("chosen"), chosen, "{shown}");
        }
        let (answer, shown) = talk("words\n9\n\u{1b}[2J\n", |d| d.choose("Which", choices(), None, find));
        assert!(answer.is_err() && !shown.contains('\u{1b}'), "{shown}");
    }
}
