//! What a challenge needs and a draft has not: written with gaps in it, so that the file loads.

use super::super::toml_text::{Section, comment, toml_text};
use super::{Anchor, ChallengeDraft, FileDraft, FixDraft, GAP, SiteDraft};
use crate::core::challenge::{FileRole, Language, Severity, SiteKind};

impl ChallengeDraft {
    /// The draft with a file, a weakness where it is flawed, and a decoy.
    pub(super) fn completed(&self) -> Self {
        let mut whole = self.clone();
        if !whole.files.iter().any(|file| file.role == FileRole::Suggested) {
            whole.files.push(self.empty_file());
        }
        if whole.flawed && !whole.sites.iter().any(|site| site.kind == SiteKind::Weakness) {
            let about = [
                "The loader needs a place here: this one stands in for the weak lines until you move the anchor.",
            ];
            whole.sites.extend(whole.stand_in(SiteKind::Weakness, "the-site", &about));
        }
        if !whole.sites.iter().any(|site| site.kind == SiteKind::Decoy) {
            let about = [
                "A place that looks risky and is safe; two to four are usual, and they should look at least as suspicious",
                "as a weak one. This one stands in for the first until you move the anchor.",
            ];
            whole.sites.extend(whole.stand_in(SiteKind::Decoy, "", &about));
        }
        whole
    }

    fn empty_file(&self) -> FileDraft {
        let language = self.language;
        let lines = [
            "the code as the assistant wrote it",
            "the lines that the site is about",
            "lines that look risky and are safe",
        ];
        let code: String =
            lines.iter().map(|line| remark(language, &format!("{GAP} {line}")) + "\n").collect();
        FileDraft {
            path: usual_path(language).to_owned(),
            role: FileRole::Suggested,
            language: None,
            before: None,
            code,
        }
    }

    /// A site at a line that no site of the draft has yet: the loader wants one.
    fn stand_in(&self, kind: SiteKind, id: &str, about: &[&str]) -> Option<SiteDraft> {
        let suggested = self.files.iter().filter(|file| file.role == FileRole::Suggested);
        let anchor = suggested.flat_map(|file| {
            let free = move |anchor: &Anchor| {
                let taken = self.sites.iter().filter(|site| site.anchor.file == file.path);
                let mut taken = taken.flat_map(|site| site.also.iter().chain([&site.anchor]));
                let lines = anchor.lines(&file.code);
                !taken.any(|other| overlap(lines, other.lines(&file.code)))
            };
            let anchor = |number| Anchor::of_lines(&file.path, &file.code, number..=number);
            // The first lines are imports and headers; the weakness stands before the decoy.
            let count = file.code.lines().count();
            (count / 3 + 1..=count).chain(1..=count / 3).filter_map(anchor).filter(free)
        });
        Some(SiteDraft {
            about: about.iter().map(|line| (*line).to_owned()).collect(),
            id: id.to_owned(),
            kind,
            anchor: anchor.into_iter().next()?,
            also: Vec::new(),
            entries: Vec::new(),
            cwes: self.usual_cwe().into_iter().collect(),
            cwe_note: String::new(),
            severity: Severity::High,
            why: String::new(),
        })
    }

    /// The first weakness of the draft's family.
    fn usual_cwe(&self) -> Option<u32> {
        let catalogue = crate::content::catalogue();
        catalogue.family(&self.family).and_then(|family| family.cwes.first().copied())
    }
}

fn overlap(a: Option<(usize, usize)>, b: Option<(usize, usize)>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

/// How a challenge's truth will be proven: checks or rules, and the known patches.
pub(super) fn proof(draft: &ChallengeDraft) -> Vec<String> {
    let weaknesses: Vec<&SiteDraft> =
        draft.sites.iter().filter(|site| site.kind == SiteKind::Weakness).collect();
    let mut parts = match draft.language {
        Language::Python | Language::JavaScript | Language::TypeScript => checks(draft, &weaknesses),
        Language::Go | Language::Java | Language::Terraform | Language::Yaml | Language::Dockerfile => {
            rules(draft, &weaknesses)
        }
        _ => return vec![no_proof(draft)],
    };
    parts.extend(fixes(draft, &weaknesses));
    parts
}

fn checks(draft: &ChallengeDraft, weaknesses: &[&SiteDraft]) -> Vec<String> {
    let gap = |what: &str| remark(draft.language, &format!("{GAP} {what}")) + "\n";
    let mut lab = Section::new("[lab]").about(["What every check starts from: users, rows, hosts, files."]);
    lab.text("setup", &gap("what the checks need, if anything"));
    let mut function = Section::new("[[check]]");
    function.text("kind", "function").text("name", &format!("{GAP} what the code is for"));
    function.text("code", &gap("call the code as its users do, and `expect` what they want"));
    let mut parts = vec![lab.render(), function.render()];
    let sites: Vec<Option<&str>> = match weaknesses {
        [] => vec![None],
        some => some.iter().map(|site| Some(site.id.as_str())).collect(),
    };
    for site in sites {
        let of = site.map(|id| format!(" at {id}")).unwrap_or_default();
        for (hidden, name) in [(false, "the attack"), (true, "the same weakness reached in another way")] {
            let mut check = Section::new("[[check]]");
            check.text("kind", "exploit").text("name", &format!("{GAP} {name}{of}"));
            if let Some(id) = site {
                check.text("site", id);
            }
            if hidden {
                check.raw("hidden", true);
            }
            check.text("code", &gap("make the attack, and state with `exploited` whether it worked"));
            parts.push(check.render());
        }
    }
    parts
}

fn rules(draft: &ChallengeDraft, weaknesses: &[&SiteDraft]) -> Vec<String> {
    let about = [
        "Rules see a reading of the file: `riskline pack tree FILE` prints it. Write down what is right, not what is wrong.",
    ];
    let path = suggested(draft);
    let rule = |kind: &str, name: &str, site: Option<&str>, file: &str| {
        let mut rule = Section::new("[[rule]]");
        rule.text("kind", kind).text("name", &format!("{GAP} {name}"));
        if let Some(site) = site {
            rule.text("site", site);
        }
        rule.text("file", file).text("rule", &format!("regex: '{GAP} {name}'\n"));
        rule.render()
    };
    let mut parts = vec![comment(about) + &rule("must", "what the code is for", None, path)];
    for site in weaknesses {
        let name = format!("what may not be there any more at {}", site.id);
        parts.push(rule("must_not", &name, Some(&site.id), &site.anchor.file));
    }
    if weaknesses.is_empty() {
        parts.push(rule("must_not", "what a mutant puts in", None, path));
    }
    parts
}

/// Neither run nor read by rules: only a flaw of the design can be judged, and that without a patch.
fn no_proof(draft: &ChallengeDraft) -> String {
    let language = draft.language;
    let about = format!("{language} is neither run nor read by rules, so no patch of it can be judged.");
    let mut decision = Section::new("[decision]").about([about.as_str()]);
    decision.raw("patch", false);
    decision.render()
}

fn fixes(draft: &ChallengeDraft, weaknesses: &[&SiteDraft]) -> Vec<String> {
    let wanted: &[(&str, &str)] = if weaknesses.is_empty() {
        &[("mutant", "the flaw that an assistant might have written here"), ("mutant", "another such flaw")]
    } else {
        &[
            ("reference", "the right code, and no more of it than the weakness needs"),
            ("wrong", "a patch that looks right and leaves an attack open"),
            ("wrong", "another such patch"),
        ]
    };
    let place = weaknesses.first().copied().or_else(|| draft.sites.first()).map(|site| &site.anchor);
    let Some(place) = place else { return Vec::new() };
    let several = draft.files.iter().filter(|file| file.role == FileRole::Suggested).count() > 1;
    let part = |(kind, what): &(&str, &str)| {
        if let Some(known) = draft.reference.as_ref().filter(|_| *kind == "reference") {
            return known_fix(kind, known);
        }
        let mut fix = Section::new("[[fix]]");
        fix.text("kind", kind).text("note", &format!("{GAP} {what}"));
        let mut edit = Section::new("[[fix.edit]]");
        if several {
            edit.text("file", &place.file);
        }
        let with = format!("{} {}", place.at, remark(draft.language, &format!("{GAP} {what}")));
        edit.text("find", &place.at).some_text("after", place.after.as_ref()).text("with", &with);
        fix.render() + "\n" + &edit.render()
    };
    wanted.iter().map(part).collect()
}

/// A patch that is known whole.
fn known_fix(kind: &str, known: &FixDraft) -> String {
    let mut fix = Section::new("[[fix]]");
    fix.text("kind", kind).text("note", &known.note);
    for (path, code) in &known.code {
        fix.text(&format!("code.{}", toml_text(path)), code);
    }
    fix.render()
}

/// The first file that may be patched.
fn suggested(draft: &ChallengeDraft) -> &str {
    let found = draft.files.iter().find(|file| file.role == FileRole::Suggested);
    found.map_or("", |file| file.path.as_str())
}

/// A line that the language takes for a comment.
fn remark(language: Language, text: &str) -> String {
    match language {
        Language::JavaScript | Language::TypeScript | Language::Go | Language::Java => format!("// {text}"),
        Language::Sql => format!("-- {text}"),
        Language::Html | Language::Markdown => format!("<!-- {text} -->"),
        Language::Json | Language::Text => text.to_owned(),
        _ => format!("# {text}"),
    }
}

/// What a file of that language may be called.
pub(super) fn usual_path(language: Language) -> &'static str {
    match language {
        Language::Python => "app.py",
        Language::JavaScript => "app.js",
        Language::TypeScript => "app.ts",
        Language::Go => "main.go",
        Language::Java => "App.java",
        Language::Terraform => "main.tf",
        Language::Yaml => "config.yml",
        Language::Dockerfile => "Dockerfile",
        Language::Sql => "schema.sql",
        Language::Html => "page.html",
        Language::Json => "config.json",
        Language::Toml => "config.toml",
        Language::Shell => "run.sh",
        Language::Markdown => "notes.md",
        Language::Text => "notes.txt",
    }
}
