//! Reads the rules that are held against the structure of code.

use super::challenge::file_of;
use super::checks::{Scope, site_of};
use super::source::Problems;
use super::table::{Fields, Text, short};
use crate::core::challenge::{Check, CodeFile, Language, Rule};
use crate::judge;

pub(super) fn read_rules(scope: &Scope, checks: &[Check], problems: &mut Problems) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for section in scope.fields.tables("rule", problems) {
        let fields = section.fields(problems);
        let kind = fields.choice("kind", problems);
        let name = fields.text("name", problems);
        let note = fields.text("note", problems).map(|t| t.value.to_owned());
        let hidden = fields.flag("hidden", problems).unwrap_or(false);
        let site = site_of(&fields, scope, problems);
        let files = files_of(&fields, scope, problems);
        let text = fields.text("rule", problems);
        if let (Some(text), Some(file)) = (&text, files.first()) {
            look_at(text, file.language, problems);
        }
        let (Some(kind), Some(text), false) = (kind, text, files.is_empty()) else { continue };
        let shown = match &name {
            Some(name) => name.value.to_owned(),
            None => {
                let help = "players see it beside the verdict";
                problems.warning("no-name", fields.span(), "a rule should have a `name`", help);
                format!("rule {}", rules.len() + 1)
            }
        };
        if checks.iter().any(|c| c.name == shown) || rules.iter().any(|r| r.name == shown) {
            let message = format!("there are two checks or rules `{}`", short(&shown));
            problems.error("duplicate-name", fields.span_of("name"), message, "");
        }
        let files = files.iter().map(|f| f.path.clone()).collect();
        rules.push(Rule { name: shown, kind, site, hidden, files, note, rule: text.value.to_owned() });
    }
    rules
}

/// The files that a rule reads: the one of `file`, or all that the pattern `files` fits.
fn files_of<'f>(fields: &Fields, scope: &Scope<'f, '_, '_>, problems: &mut Problems) -> Vec<&'f CodeFile> {
    let Some(pattern) = fields.text("files", problems) else {
        let only = file_of(fields, scope.files, scope.sites.sound, None, problems);
        return only.map(|at| &scope.files[at]).into_iter().collect();
    };
    if fields.has("file") {
        let message = "a rule has `file` or `files`, not both";
        problems.error("file-and-files", fields.key_span("file"), message, "");
    }
    let files: Vec<&CodeFile> = scope.files.iter().filter(|f| fits(pattern.value, &f.path)).collect();
    if files.is_empty() {
        let names: Vec<&str> = scope.files.iter().map(|f| f.path.as_str()).collect();
        let message = format!("`{}` fits no file of this challenge", short(pattern.value));
        problems.error("unknown-file", pattern.span, message, format!("the files are: {}", names.join(", ")));
    } else if let Some(other) = files.iter().find(|f| f.language != files[0].language) {
        let message = format!(
            "`{}` fits files of two languages: {} is {}, {} is {}",
            short(pattern.value),
            files[0].path,
            files[0].language,
            other.path,
            other.language
        );
        problems.error("two-languages", pattern.span, message, "a rule reads one language");
    }
    files
}

/// Whether a path is what a pattern says; `*` stands for any part of one name.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, rest)) => path.strip_prefix(before).is_some_and(|path| {
            let end = path.find('/').unwrap_or(path.len());
            (0..=end).any(|at| path.get(at..).is_some_and(|path| fits(rest, path)))
        }),
    }
}

/// Reports what makes a rule's text no rule, at its place.
fn look_at(text: &Text, language: Language, problems: &mut Problems) {
    if !judge::can_read(language) {
        let message = format!("this build cannot read {language}, so this rule is held against nothing");
        problems.warning("not-read", text.span.clone(), message, "");
        return;
    }
    // Where the text stands as it is written, without escapes, a place in it is one in the file.
    let written = problems.source.text().get(text.span.clone()).and_then(|value| value.find(text.value));
    for fault in judge::faults_of_rule(language, text.value) {
        let span = match written {
            Some(at) => text.span.start + at + fault.at.start..text.span.start + at + fault.at.end,
            None => text.span.clone(),
        };
        problems.error("bad-rule", span, fault.what, fault.help);
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_part_of_a_name() {
        assert!(fits("*.tf", "main.tf") && fits("infra/*.tf", "infra/main.tf") && fits("a*b*c", "aXbYc"));
        assert!(fits("main.tf", "main.tf") && fits("*", "main.tf"));
        assert!(!fits("*.tf", "infra/main.tf") && !fits("*.tf", "main.tf.json") && !fits("main", "main.tf"));
    }
}
