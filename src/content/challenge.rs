//! Reads one challenge: its own keys, brief, hints and files. Sites, checks and fixes have files of their own.

use super::anchor;
use super::keys::FORMAT;
use super::source::Problems;
use super::table::{Fields, Section, Text, short};
use super::{checks, fixes, hash, rules, sites};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::{
    Allow, Brief, Challenge, CodeFile, Difficulty, FileRole, Hints, Language, SiteKind,
};
use crate::core::lines::LineRange;

/// How many lines a file may have.
const MOST_LINES: usize = 2_000;
/// How many references are kept.
const MOST_REFERENCES: usize = 50;

/// Words that would tell whether something is wrong, or what.
const SPOILERS: &[&str] = &[
    "vulnerable",
    "vuln",
    "insecure",
    "secure",
    "unsafe",
    "safe",
    "exploit",
    "attack",
    "injection",
    "sqli",
    "xss",
    "csrf",
    "ssrf",
    "idor",
    "flaw",
    "flawed",
    "weak",
    "weakness",
    "clean",
    "bug",
    "buggy",
    "traversal",
    "bypass",
    "malicious",
];

/// Reads a challenge from its table. Everything wrong with it is reported; with an error there is no challenge.
pub(super) fn read(section: Section, catalogue: &Catalogue, problems: &mut Problems) -> Option<Challenge> {
    let before = problems.error_count();
    if !format_is_known(&section, problems) {
        return None;
    }
    let fields = section.fields(problems);
    let id = read_id(&fields, problems);
    let title = fields.text("title", problems);
    let language = fields.language("language", problems);
    let family = read_family(&fields, catalogue, problems);
    let minutes = fields.number("minutes", problems);
    let difficulty = read_difficulty(&fields, problems);
    let principle = fields.text("principle", problems);
    let references = read_references(&fields, problems);
    let talk = some_texts(&fields, "talk", problems);
    let brief = read_brief(&fields, problems);
    let files = read_files(&fields, language, problems);
    for text in [&id, &title].into_iter().flatten() {
        warn_of_spoiler(text, problems);
    }

    let sites =
        sites::read(&fields, &files.list, files.sound, catalogue.family(&family), catalogue, problems);
    let flawed = sites.list.iter().any(|s| s.kind == SiteKind::Weakness);
    let lab_setup =
        fields.table("lab", problems).and_then(|lab| lab.fields(problems).text("setup", problems));
    let scope = checks::Scope { fields: &fields, files: &files.list, sites: &sites, flawed, language };
    let checks = checks::read_checks(&scope, problems);
    let rules = rules::read_rules(&scope, &checks, problems);
    let decision = checks::read_decision(&scope, problems);
    let fixes = fixes::read(&scope, files.sound, problems);
    let hints = read_hints(&fields, &files, problems);
    let allows = read_allows(&fields, problems);

    let challenge = Challenge {
        id: owned(id),
        title: owned(title),
        language: language.unwrap_or(Language::Text),
        family,
        minutes: minutes.and_then(|m| u32::try_from(m).ok()).unwrap_or(1),
        difficulty,
        principle: owned(principle),
        references,
        talk,
        brief,
        hints,
        files: files.list,
        sites: sites.list,
        lab_setup: owned(lab_setup),
        checks,
        rules,
        decision,
        fixes,
        allows,
        hash: String::new(),
    };
    // Whether the parts fit together says nothing where some of them could not be read.
    if problems.error_count() == before {
        checks::judge_completeness(&challenge, &fields, problems);
    }
    (problems.error_count() == before).then(|| with_region_and_hash(challenge))
}

fn owned(text: Option<Text<'_>>) -> String {
    text.map(|t| t.value.to_owned()).unwrap_or_default()
}

/// Where no region was written, the first weakness or else the first decoy is shown.
fn with_region_and_hash(mut challenge: Challenge) -> Challenge {
    if challenge.hints.region.is_none() {
        let of_kind = |kind| challenge.sites.iter().find(|s| s.kind == kind);
        let site = of_kind(SiteKind::Weakness).or_else(|| of_kind(SiteKind::Decoy));
        challenge.hints.region = site.and_then(|s| Some((s.file, *s.core.first()?)));
    }
    challenge.hash = hash::of_challenge(&challenge);
    challenge
}

/// Whether the format is one that this program reads; a newer one is reported alone, as all else would be guesswork.
pub(super) fn format_is_known(section: &Section, problems: &mut Problems) -> bool {
    let Some(value) = section.table.get("format") else { return true };
    let fields = section.clone().fields(&mut Problems::new(problems.source));
    match fields.number("format", problems) {
        Some(FORMAT) => true,
        Some(newer) => {
            problems.error(
                "unknown-format",
                value.span(),
                format!("format {newer} is newer than this program, which reads format {FORMAT}"),
                "update riskline, or ask the author for the older format",
            );
            false
        }
        // Reported already; the rest is still read.
        None => true,
    }
}

/// A short name: `[a-z0-9-]+`.
pub(super) fn read_id<'t>(fields: &Fields<'t, '_>, problems: &mut Problems) -> Option<Text<'t>> {
    let id = fields.text("id", problems)?;
    check_id("id", &id, problems).then_some(id)
}

/// Whether a text is a short name; reports it if it is none.
pub(super) fn check_id(key: &str, id: &Text<'_>, problems: &mut Problems) -> bool {
    if is_id(id.value) {
        return true;
    }
    let help = id_from(id.value).map(|better| format!("such as `{better}`")).unwrap_or_default();
    let message = format!("`{key}` may hold the letters a-z, digits and `-`, at most 64 of them");
    problems.error("bad-id", id.span.clone(), message, help);
    false
}

/// The short name nearest to a text, if it holds anything that can stand in one.
pub fn id_from(text: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let all: String = text.to_lowercase().chars().map(plain).collect();
    let words: Vec<&str> = all.split('-').filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(64).collect();
    Some(id.trim_matches('-').to_owned()).filter(|id| is_id(id))
}

/// Whether a text is a short name.
pub fn is_id(id: &str) -> bool {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=64).contains(&id.len()) && id.bytes().all(good) && !id.starts_with('-') && !id.ends_with('-')
}

/// The family's id; empty, and reported, where it is not known.
fn read_family(fields: &Fields, catalogue: &Catalogue, problems: &mut Problems) -> String {
    let Some(family) = fields.text("family", problems) else { return String::new() };
    if catalogue.family(family.value).is_some() {
        return family.value.to_owned();
    }
    let help = match problems.nearest(family.value, catalogue.families().iter().map(|f| f.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let all: Vec<_> = catalogue.families().iter().map(|f| f.id.as_str()).collect();
            format!("the families are: {}", all.join(", "))
        }
    };
    problems.error("unknown-family", family.span, format!("`{}` is no family", short(family.value)), help);
    String::new()
}

fn read_difficulty(fields: &Fields, problems: &mut Problems) -> Difficulty {
    let Some(section) = fields.table("difficulty", problems) else {
        if !fields.has("difficulty") {
            let help = "write `difficulty = { cues = 1, plausibility = 1, distance = 1 }`, each from 0 to 2";
            problems.error("missing-key", fields.span(), "`difficulty` is missing in a challenge", help);
        }
        return Difficulty::default();
    };
    let fields = section.fields(problems);
    let mut level = |key| fields.number(key, problems).and_then(|n| u8::try_from(n).ok()).unwrap_or(0);
    Difficulty { cues: level("cues"), plausibility: level("plausibility"), distance: level("distance") }
}

fn read_references(fields: &Fields, problems: &mut Problems) -> Vec<String> {
    let mut out = Vec::new();
    for reference in fields.texts("references", problems).into_iter().take(MOST_REFERENCES) {
        if !reference.value.starts_with("https://") && !reference.value.starts_with("http://") {
            problems.warning("not-an-address", reference.span, "a reference should begin with https://", "");
        }
        out.push(reference.value.to_owned());
    }
    out
}

fn some_texts(fields: &Fields, key: &'static str, problems: &mut Problems) -> Vec<String> {
    let texts = fields.texts(key, problems);
    let most = fields.most(key).unwrap_or(usize::MAX);
    if texts.len() > most {
        let message = format!("`{key}` has {} entries; {most} is the most", texts.len());
        problems.error("too-many", fields.span_of(key), message, "");
    }
    texts.into_iter().take(most).map(|t| t.value.to_owned()).collect()
}

fn read_brief(fields: &Fields, problems: &mut Problems) -> Brief {
    let Some(section) = fields.table("brief", problems) else {
        if !fields.has("brief") {
            let help = "it holds the `prompt` and the assistant's `reply`";
            problems.error("missing-key", fields.span(), "`[brief]` is missing in a challenge", help);
        }
        return Brief::default();
    };
    let fields = section.fields(problems);
    let ticket = fields.text("ticket", problems);
    let prompt = fields.text("prompt", problems);
    let reply = fields.text("reply", problems);
    let context = some_texts(&fields, "context", problems);
    let prompt_gap = fields.text("prompt_gap", problems);
    let better_prompt = fields.text("better_prompt", problems);
    Brief {
        ticket: owned(ticket),
        prompt: owned(prompt),
        reply: owned(reply),
        context,
        prompt_gap: prompt_gap.map(|t| t.value.to_owned()),
        better_prompt: better_prompt.map(|t| t.value.to_owned()),
    }
}

fn read_hints(fields: &Fields, files: &Files, problems: &mut Problems) -> Hints {
    let Some(section) = fields.table("hints", problems) else { return Hints::default() };
    let fields = section.fields(problems);
    let strategy = fields.text("strategy", problems).map(|t| t.value.to_owned());
    let region = fields.table("region", problems).and_then(|region| {
        let fields = region.fields(problems);
        file_and_lines(&fields, &files.list, files.sound, None, problems)
    });
    Hints { strategy, region }
}

/// The lints that the author lets stand, of a pack or of a challenge.
pub(super) fn read_allows(fields: &Fields, problems: &mut Problems) -> Vec<Allow> {
    let mut allows = Vec::new();
    for section in fields.tables("allow", problems) {
        let at = section.span.clone();
        let fields = section.fields(problems);
        let (lint, why) = (fields.text("lint", problems), fields.text("why", problems));
        if let (Some(lint), Some(why)) = (lint, why) {
            allows.push(Allow { lint: lint.value.to_owned(), why: why.value.to_owned(), at });
        }
    }
    allows
}

/// The file and lines of an anchor that may name a file; without one it lies in `usual`, or in the only file.
pub(super) fn file_and_lines(
    fields: &Fields,
    files: &[CodeFile],
    sound: bool,
    usual: Option<usize>,
    problems: &mut Problems,
) -> Option<(usize, LineRange)> {
    let file = file_of(fields, files, sound, usual, problems)?;
    Some((file, anchor::resolve(fields, &files[file], problems)?))
}

/// The file that a table's `file` names. Without that key: `usual`, or the only file there is.
pub(super) fn file_of(
    fields: &Fields,
    files: &[CodeFile],
    sound: bool,
    usual: Option<usize>,
    problems: &mut Problems,
) -> Option<usize> {
    let names = || files.iter().map(|f| f.path.as_str());
    let Some(path) = fields.text("file", problems) else {
        let only = if files.len() == 1 { Some(0) } else { usual };
        // A file that could not be read may be the one that is meant.
        if only.is_none() && !fields.has("file") && sound {
            let help = format!("the files are: {}", names().collect::<Vec<_>>().join(", "));
            problems.error(
                "missing-key",
                fields.span(),
                "`file` is needed, as there are several files",
                help,
            );
        }
        return only;
    };
    let found = files.iter().position(|f| f.path == path.value);
    if found.is_none() && sound {
        let help = match problems.nearest(path.value, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the files are: {}", names().collect::<Vec<_>>().join(", ")),
        };
        problems.error(
            "unknown-file",
            path.span,
            format!("`{}` is no file of this challenge", short(path.value)),
            help,
        );
    }
    found
}

/// The files that could be read, and whether that is all of them.
struct Files {
    list: Vec<CodeFile>,
    sound: bool,
}

fn read_files(fields: &Fields, language: Option<Language>, problems: &mut Problems) -> Files {
    let before = problems.error_count();
    let tables = fields.tables("file", problems);
    if tables.is_empty() && !fields.has("file") {
        problems.error("missing-key", fields.span(), "a challenge needs at least one `[[file]]`", "");
    }
    let mut list: Vec<CodeFile> = Vec::new();
    for section in tables {
        let fields = section.fields(problems);
        if let Some(file) = read_file(&fields, problems) {
            if let Some(other) = list.iter().find(|f| clash(&f.path, &file.path)) {
                let message = format!("`{}` clashes with the file `{}`", file.path, other.path);
                let help = "paths must differ by more than upper and lower case, and no file can be another's folder";
                problems.error("duplicate-file", fields.span_of("path"), message, help);
            }
            list.push(file);
        }
    }
    let sound = problems.error_count() == before;
    if sound && !list.iter().any(|f| f.role == FileRole::Suggested) {
        problems.error("nothing-suggested", fields.key_span("file"), "no file has the role `suggested`", "");
    }
    if let Some(language) = language.filter(|l| sound && !list.iter().any(|f| f.language == *l)) {
        let message = format!("no file is written in the challenge's language, {language}");
        problems.warning("no-file-in-language", fields.span_of("language"), message, "");
    }
    Files { list, sound }
}

fn read_file(fields: &Fields, problems: &mut Problems) -> Option<CodeFile> {
    let path = fields.text("path", problems);
    let role = match fields.has("role") {
        true => fields.choice("role", problems),
        false => Some(FileRole::Suggested),
    };
    let language = fields.language("language", problems);
    let before = fields.text("before", problems).map(|t| whole_lines(t.value));
    let code = fields.text("code", problems);
    if let Some(code) = code.as_ref().filter(|c| c.value.lines().count() > MOST_LINES) {
        problems.error("too-long", code.span.clone(), format!("a file may have {MOST_LINES} lines"), "");
    }
    let (path, code) = (path?, whole_lines(code?.value));
    if let Err(why) = check_path(path.value) {
        problems.error(
            "bad-path",
            path.span,
            format!("`{}` is no path inside a challenge: {why}", short(path.value)),
            "",
        );
        return None;
    }
    warn_of_spoiler(&path, problems);
    if before.as_ref() == Some(&code) {
        problems.warning(
            "no-change",
            fields.span_of("before"),
            "`before` is the same as `code`",
            "leave it out",
        );
    }
    let language = language.unwrap_or_else(|| Language::from_path(path.value));
    Some(CodeFile { path: path.value.to_owned(), role: role?, language, before, code })
}

/// The text with a newline at its end.
pub(super) fn whole_lines(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Whether a path stays inside the challenge on every system.
fn check_path(path: &str) -> Result<(), &'static str> {
    if path.starts_with('/') || path.contains('\\') || path.contains(':') {
        return Err("it must be relative, with `/` between its parts");
    }
    let odd = |c: char| !(c.is_alphanumeric() || "._-+@[]()/".contains(c));
    if path.contains(odd) {
        return Err("it may hold letters, digits and `._-+@[]()`");
    }
    for part in path.split('/') {
        match part {
            "" | "." => return Err("it has an empty part"),
            ".." => return Err("it leads out with `..`"),
            part if part.ends_with('.') => return Err("a part ends with a full stop"),
            part if part.starts_with('-') => return Err("a part begins with `-`, as options do"),
            part if is_device(part) => return Err("a part is the name of a device on Windows"),
            _ => {}
        }
    }
    Ok(())
}

/// Whether Windows takes a file of this name for a device, whatever its ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered =
        |port: &str| stem.strip_prefix(port).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn clash(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let holds = |a: &str, b: &str| b.strip_prefix(a).is_some_and(|rest| rest.starts_with('/'));
    a == b || holds(&a, &b) || holds(&b, &a)
}

fn warn_of_spoiler(text: &Text<'_>, problems: &mut Problems) {
    let lower = text.value.to_lowercase();
    let word = lower.split(|c: char| !c.is_alphanumeric()).find(|w| SPOILERS.contains(w));
    if let Some(word) = word {
        let help = "players see ids, titles and file names before they decide; keep them neutral";
        problems.warning(
            "spoiler",
            text.span.clone(),
            format!("`{word}` tells something about the truth"),
            help,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for good in [
            "a.py",
            "src/app/[id].ts",
            "Dockerfile",
            ".github/workflows/ci.yml",
            "größe.py",
            "console.py",
            "com.py",
        ] {
            assert_eq!(check_path(good), Ok(()), "{good}");
        }
        for bad in [
            "/etc/passwd",
            "../a",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "C:\\x",
            "c:x",
            "a\\b",
            "a/b.",
            "a b",
            "a\u{0}b",
            "~",
            "a/..",
            "",
            "CON",
            "src/nul.py",
            "Aux.tar.gz",
            "com1",
            "lpt9.txt",
            "-rf",
            "a/--help.py",
        ] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn files_that_would_overwrite_each_other_clash() {
        assert!(clash("a.py", "A.py") && clash("a", "a/b.py") && clash("a/b.py", "A"));
        assert!(!clash("a.py", "a.pyi") && !clash("a/b", "a/c"));
    }
}
