//! Reads an answer from a file, and reports everything that is wrong with it at its place.

use super::answer_keys::ANSWER_FILE;
use crate::content::Diagnostic;
use crate::content::keys::Use;
use crate::content::source::{Problems, Source};
use crate::content::table::{Fields, Section, as_text, short};
use crate::core::answer::{Answer, Boundary, Confidence, Decision, Finding};
use crate::core::attempt::ChallengeKey;
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{Challenge, FileRole};
use crate::core::lines::LineRange;
use crate::core::matching::{check_boundary, check_finding};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// An answer as it stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerFile {
    pub answer: Answer,
    /// New text by path; empty if no patch was given.
    pub patch: BTreeMap<String, String>,
}

/// Reads an answer to a challenge. `name` is the file's, for messages.
///
/// # Errors
/// Everything that is wrong with it, in file order.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    (key, challenge): (&ChallengeKey, &Challenge),
    catalogue: &Catalogue,
) -> Result<AnswerFile, Vec<Diagnostic>> {
    let source = Source::from_bytes(name, bytes).map_err(|problem| vec![*problem])?;
    let mut problems = Problems::new(&source);
    let (table, errors) = DeTable::parse_recoverable(source.text());
    for error in errors {
        problems.error("toml", error.span().unwrap_or(0..0), error.message().trim(), "");
    }
    let mut read = None;
    if !problems.has_errors() {
        let reader = Reader { key, challenge, catalogue };
        read = reader.answer(Section::new(ANSWER_FILE.table, table.span(), table.get_ref()), &mut problems);
    }
    match read {
        Some(answer) if !problems.has_errors() => Ok(answer),
        _ => Err(problems.into_list()),
    }
}

struct Reader<'a> {
    key: &'a ChallengeKey,
    challenge: &'a Challenge,
    catalogue: &'a Catalogue,
}

impl Reader<'_> {
    fn answer(&self, section: Section<'_, '_>, problems: &mut Problems<'_>) -> Option<AnswerFile> {
        let fields = section.fields(problems);
        if let Some(named) = fields.text("challenge", problems)
            && named.value != self.key.to_string()
        {
            let message =
                format!("this answers `{}`, and `{}` is to be graded", short(named.value), self.key);
            problems.error("other-challenge", named.span, message, "");
        }
        let mut findings = Vec::new();
        for section in fields.tables("finding", problems) {
            findings.extend(self.finding(section, problems));
        }
        let decision = fields.choice("decision", problems);
        if let Some(decision @ (Decision::Modify | Decision::Reject)) = decision
            && !fields.has("finding")
        {
            let message = format!("`{}` needs a finding", decision.label());
            problems.error(
                "no-finding",
                fields.span_of("decision"),
                message,
                "add a [[finding]] that says why",
            );
        }
        let sure = fields.number("sure", problems);
        let sure = sure.and_then(|percent| match u8::try_from(percent).map(Confidence::try_from) {
            Ok(Ok(sure)) => Some(sure),
            _ => {
                let message = format!("{percent} is not one of 50, 65, 80, 95");
                problems.error("unknown-value", fields.span_of("sure"), message, "");
                None
            }
        });
        let hint = fields.choice("hint", problems).unwrap_or_default();
        let patch = fields.by_name("patch", problems).map(|table| self.patch(table, problems));
        let answer = Answer { findings, decision: decision?, sure: sure?, hint };
        Some(AnswerFile { answer, patch: patch.unwrap_or_default() })
    }

    fn finding(&self, section: Section<'_, '_>, problems: &mut Problems<'_>) -> Option<Finding> {
        let fields = section.fields(problems);
        let place = self.place(&fields, problems);
        let cwe = fields.number("cwe", problems).and_then(|number| u32::try_from(number).ok());
        if let Some(number) = cwe.filter(|n| self.catalogue.cwe(*n).is_none()) {
            let message = format!("CWE-{number} is not in the list of weaknesses");
            problems.error("unknown-cwe", fields.span_of("cwe"), message, "");
        }
        let reason = fields.text("reason", problems).map(|text| text.value.to_owned());
        let mut boundary = None;
        if let Some(section) = fields.table("boundary", problems) {
            let fields = section.fields(problems);
            if let Some((file, lines)) = self.place(&fields, problems) {
                let mark = Boundary { file, lines };
                if let Err(error) = check_boundary(self.challenge, &mark) {
                    problems.error("boundary", fields.span_of("lines"), error.to_string(), "");
                }
                boundary = Some(mark);
            }
        }
        let (file, lines) = place?;
        let mut finding = Finding { file, lines, cwe, reason: reason.unwrap_or_default(), boundary: None };
        if let Err(error) = check_finding(self.challenge, &finding) {
            problems.error("finding", fields.span_of("lines"), error.to_string(), "");
        }
        finding.boundary = boundary;
        Some(finding)
    }

    /// File and lines. The file may be left out where there is only one.
    fn place(&self, fields: &Fields<'_, '_>, problems: &mut Problems<'_>) -> Option<(String, LineRange)> {
        let file = match &self.challenge.files[..] {
            [only] if !fields.has("file") => Some(only.path.clone()),
            _ => fields.needed_text("file", problems).and_then(|text| {
                if self.challenge.file(text.value).is_none() {
                    let message = format!("the challenge has no file `{}`", short(text.value));
                    problems.error("unknown-file", text.span, message, self.files(|_| true));
                    return None;
                }
                Some(text.value.to_owned())
            }),
        };
        let lines = fields.text("lines", problems).and_then(|text| {
            let range = text.value.parse::<LineRange>();
            range.map_err(|error| problems.error("lines", text.span, error.to_string(), "")).ok()
        });
        Some((file?, lines?))
    }

    fn patch(&self, table: &DeTable<'_>, problems: &mut Problems<'_>) -> BTreeMap<String, String> {
        let mut patch = BTreeMap::new();
        for (key, value) in table {
            let path: &str = key.get_ref();
            match self.challenge.file(path).map(|file| file.role) {
                Some(FileRole::Suggested) => {
                    if let Some(text) = as_text("patch", value, Use::Code, problems) {
                        patch.insert(path.to_owned(), text.value.to_owned());
                    }
                }
                Some(FileRole::Context) => {
                    let message =
                        format!("`{}` was there before the suggestion and cannot be patched", short(path));
                    problems.error(
                        "not-patchable",
                        key.span(),
                        message,
                        self.files(|role| role == FileRole::Suggested),
                    );
                }
                None => {
                    let message = format!("the challenge has no file `{}`", short(path));
                    let help = self.files(|role| role == FileRole::Suggested);
                    problems.error("unknown-file", key.span(), message, help);
                }
            }
        }
        patch
    }

    fn files(&self, wanted: impl Fn(FileRole) -> bool) -> String {
        let names = self.challenge.files.iter().filter(|f| wanted(f.role)).map(|f| format!("`{}`", f.path));
        format!("possible are: {}", names.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::catalogue::{Cwe, Family};
    use crate::core::challenge::Severity;
    use crate::core::testing::{boundary, challenge, file, lines, weakness};

    fn two_files() -> Challenge {
        let mut c = challenge(40, vec![weakness("w", "10", Severity::High)]);
        c.files.push(file("b.py", 20));
        c.files[1].role = FileRole::Context;
        c
    }

    fn read_text(text: &str, challenge: &Challenge) -> Result<AnswerFile, String> {
        let cwe = Cwe { id: 639, name: "A name".into(), words: Vec::new() };
        let family = Family { id: "f".into(), title: "F".into(), cwes: vec![639], words: Vec::new() };
        let catalogue = Catalogue::new(vec![family], vec![cwe]).unwrap();
        let key = ChallengeKey::new("pack", "one");
        read("answer.toml", text.as_bytes().to_vec(), (&key, challenge), &catalogue)
            .map_err(|problems| problems.iter().map(|p| p.render(false)).collect())
    }

    #[test]
    fn a_whole_answer_is_read() {
        let text = "challenge = \"pack/one\"\ndecision = \"modify\"\nsure = 80\n\
            [[finding]]\nfile = \"a.py\"\nlines = \"9-10\"\ncwe = 639\nreason = \"no owner\"\n\
            boundary = { file = \"b.py\", lines = \"2\" }\n[patch]\n\"a.py\" = '''\nx = 1\n'''\n";
        let read = read_text(text, &two_files()).unwrap();
        assert_eq!(read.answer.decision, Decision::Modify);
        assert_eq!(read.answer.sure.percent(), 80);
        let expected = Finding {
            file: "a.py".into(),
            lines: lines("9-10"),
            cwe: Some(639),
            reason: "no owner".into(),
            boundary: boundary("b.py", "2"),
        };
        assert_eq!(read.answer.findings, [expected]);
        assert_eq!(read.patch, BTreeMap::from([("a.py".to_owned(), "x = 1\n".to_owned())]));
    }

    #[test]
    fn the_file_may_be_left_out_where_there_is_only_one() {
        let c = challenge(40, vec![]);
        let text = "decision = \"reject\"\nsure = 50\n[[finding]]\nlines = \"3\"\n";
        assert_eq!(read_text(text, &c).unwrap().answer.findings[0].file, "a.py");
        let error = read_text(text, &two_files()).unwrap_err();
        assert!(error.contains("`file` is missing in a finding"), "{error}");
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let text = "challenge = \"pack/two\"\ndecision = \"modfy\"\nsure = 70\nspeed = 3\n\
            [[finding]]\nfile = \"c.py\"\nlines = \"3\"\n\
            [[finding]]\nfile = \"a.py\"\nlines = \"16-13\"\n\
            [[finding]]\nfile = \"a.py\"\nlines = \"1-20\"\ncwe = 7\nboundary = { file = \"b.py\", lines = \"1-9\" }\n\
            [patch]\n\"b.py\" = \"\"\n\"d.py\" = \"\"\n";
        let report = read_text(text, &two_files()).unwrap_err();
        for part in [
            "answer.toml:1:13: error: this answers `pack/two`, and `pack/one` is to be graded",
            "answer.toml:2:12: error: `modfy` is no decision of an answer",
            "did you mean `modify`?",
            "answer.toml:3:8: error: 70 is not one of 50, 65, 80, 95",
            "answer.toml:4:1: error: `speed` is not a key of an answer",
            "answer.toml:6:8: error: the challenge has no file `c.py`",
            "possible are: `a.py`, `b.py`",
            "answer.toml:10:9: error: `16-13` is not a line or a range of lines",
            "answer.toml:13:9: error: a finding in `a.py` marks at most 8 lines, and this one marks 20",
            "answer.toml:14:7: error: CWE-7 is not in the list of weaknesses",
            "a trust boundary is at most 3 lines, and this one marks 9",
            "answer.toml:17:1: error: `b.py` was there before the suggestion and cannot be patched",
            "answer.toml:18:1: error: the challenge has no file `d.py`",
        ] {
            assert!(report.contains(part), "{part}\n---\n{report}");
        }
        for (text, part) in [
            ("decision = \"reject\"\nsure = 95\n", "answer.toml:1:12: error: `reject` needs a finding"),
            ("decision = \n", "answer.toml:1:"),
            ("", "`decision` is missing in an answer"),
        ] {
            let report = read_text(text, &two_files()).unwrap_err();
            assert!(report.contains(part), "{part}\n---\n{report}");
        }
    }
}
