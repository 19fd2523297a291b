//! A pack and its challenges as the rest of the program sees them: checked, and with every anchor resolved to lines.

use super::lines::LineRange;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A set of challenges that belong together.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Short name, unique among the loaded packs: `[a-z0-9-]+`.
    pub id: String,
    /// Name for people. Neutral: it never hints at a weakness.
    pub title: String,
    /// One sentence: what a player can do after the pack.
    pub promise: String,
    /// The pack's own version, free text such as `1.2`.
    pub version: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// SPDX expression of the pack's licence.
    pub licence: String,
    /// The lints that its author lets stand in all of it.
    pub allows: Vec<Allow>,
    /// The challenges in playing order.
    pub challenges: Vec<Challenge>,
}

/// A lint that its author lets stand, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The lint's name as it is written; whether there is such a lint is not known here.
    pub lint: String,
    /// The author's reason.
    pub why: String,
    /// Where its table stands: bytes of the text of its file, line ends counted as one.
    pub at: Range<usize>,
}

/// One request, the assistant's answer to it, the code, the truth about it and the checks that prove that truth.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// Short name, unique in its pack: `[a-z0-9-]+`.
    pub id: String,
    /// Name for people, without a spoiler.
    pub title: String,
    /// Main language of the suggestion.
    pub language: Language,
    /// Id of the family of weakness it trains, for clean challenges too. Known in `assets/families.toml`.
    pub family: String,
    /// Minutes an attempt takes, 1 to 60.
    pub minutes: u32,
    /// How hard it is to see.
    pub difficulty: Difficulty,
    /// The lesson in one sentence.
    pub principle: String,
    /// Addresses for further reading.
    pub references: Vec<String>,
    /// Prompts for whoever leads a workshop.
    pub talk: Vec<String>,
    /// What the player reads first.
    pub brief: Brief,
    /// Hints in the order in which they are offered.
    pub hints: Hints,
    /// The code, in the author's order. Never empty.
    pub files: Vec<CodeFile>,
    /// Everything the author says about places in the code, in file order.
    pub sites: Vec<Site>,
    /// Code, in the challenge's language, that prepares the lab before each check.
    pub lab_setup: String,
    /// Checks that run the code.
    pub checks: Vec<Check>,
    /// Structural rules, for languages that are not run.
    pub rules: Vec<Rule>,
    /// What each decision is worth, and whether a patch is asked for.
    pub decision: DecisionTable,
    /// Known patches: the reference, wrong and partial fixes, and mutants of clean code.
    pub fixes: Vec<Fix>,
    /// The lints that its author lets stand.
    pub allows: Vec<Allow>,
    /// SHA-256, in hex, over everything that bears on an answer; tells one edition of a challenge from the next.
    pub hash: String,
}

impl Challenge {
    /// The weaknesses, in file order.
    pub fn weaknesses(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter().filter(|s| s.kind == SiteKind::Weakness)
    }

    /// Whether the code is right as it stands.
    pub fn is_clean(&self) -> bool {
        self.weaknesses().next().is_none()
    }

    /// Whether a patch is asked for: there is a weakness and its author says that it can be patched.
    pub fn is_patchable(&self) -> bool {
        !self.is_clean() && self.decision.patch
    }

    /// The file of that path.
    pub fn file(&self, path: &str) -> Option<&CodeFile> {
        self.files.iter().find(|f| f.path == path)
    }

    /// The site of that id.
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|s| s.id == id)
    }

    /// The reference fix: every flawed challenge that can be patched has one.
    pub fn reference(&self) -> Option<&Fix> {
        self.fixes.iter().find(|f| f.kind == FixKind::Reference)
    }

    /// The original text of every file, by path: what a patch starts from.
    pub fn originals(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|f| (f.path.clone(), f.code.clone())).collect()
    }

    /// The original files with those of `changed` laid over them.
    pub fn with_changes(&self, changed: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut files = self.originals();
        files.extend(changed.iter().map(|(p, c)| (p.clone(), c.clone())));
        files
    }
}

/// A language that a challenge or a file can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Python,
    JavaScript,
    TypeScript,
    Go,
    Java,
    Terraform,
    Yaml,
    Dockerfile,
    Sql,
    Html,
    Json,
    Toml,
    Shell,
    Markdown,
    Text,
}

impl Language {
    /// Every language with its name in pack files and its name for people.
    pub const ALL: &[(Language, &str, &str)] = &[
        (Language::Python, "python", "Python"),
        (Language::JavaScript, "javascript", "JavaScript"),
        (Language::TypeScript, "typescript", "TypeScript"),
        (Language::Go, "go", "Go"),
        (Language::Java, "java", "Java"),
        (Language::Terraform, "terraform", "Terraform"),
        (Language::Yaml, "yaml", "YAML"),
        (Language::Dockerfile, "dockerfile", "Dockerfile"),
        (Language::Sql, "sql", "SQL"),
        (Language::Html, "html", "HTML"),
        (Language::Json, "json", "JSON"),
        (Language::Toml, "toml", "TOML"),
        (Language::Shell, "shell", "Shell"),
        (Language::Markdown, "markdown", "Markdown"),
        (Language::Text, "text", "Text"),
    ];

    /// The language's name in pack files.
    pub fn id(self) -> &'static str {
        Self::row(self).1
    }

    /// The language's name for people.
    pub fn label(self) -> &'static str {
        Self::row(self).2
    }

    /// The language of that name in pack files.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == id).map(|row| row.0)
    }

    /// The language that a file's name suggests; plain text where it suggests none.
    pub fn from_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "Dockerfile" || name.ends_with(".dockerfile") {
            return Self::Dockerfile;
        }
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "py" => Self::Python,
            "js" | "mjs" | "cjs" | "jsx" => Self::JavaScript,
            "ts" | "tsx" | "mts" | "cts" => Self::TypeScript,
            "go" => Self::Go,
            "java" => Self::Java,
            "tf" | "hcl" => Self::Terraform,
            "yml" | "yaml" => Self::Yaml,
            "sql" => Self::Sql,
            "html" | "htm" | "jinja" | "j2" => Self::Html,
            "json" => Self::Json,
            "toml" => Self::Toml,
            "sh" | "bash" => Self::Shell,
            "md" => Self::Markdown,
            _ => Self::Text,
        }
    }

    fn row(self) -> &'static (Language, &'static str, &'static str) {
        Self::ALL.iter().find(|row| row.0 == self).expect("every language has a row, a test proves it")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// How hard the flaw is to see, each 0 to 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Difficulty {
    /// How few cues point at it.
    pub cues: u8,
    /// How plausible the code and the reply are.
    pub plausibility: u8,
    /// How far apart the parts are that must be seen together: 0 a line, 1 a function, 2 several files.
    pub distance: u8,
}

impl Difficulty {
    /// The sum of the three, 0 to 6.
    pub fn total(self) -> u8 {
        self.cues + self.plausibility + self.distance
    }
}

/// The request and what came back, as a reviewer would meet them.
#[derive(Debug, Clone, Default)]
pub struct Brief {
    /// What the team wanted.
    pub ticket: String,
    /// What the assistant was asked.
    pub prompt: String,
    /// What the assistant said about its code.
    pub reply: String,
    /// What a reviewer of this project would know.
    pub context: Vec<String>,
    /// What the prompt left out; shown on the debrief only.
    pub prompt_gap: Option<String>,
    /// A prompt that would have asked for it; shown on the debrief only.
    pub better_prompt: Option<String>,
}

/// The author's help. The last hint, the reveal of the truth, needs no text.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Where to begin to look, in words.
    pub strategy: Option<String>,
    /// File index and lines that the region hint shows: by default those of the first weakness, or the first decoy.
    pub region: Option<(usize, LineRange)>,
}

/// One file of a challenge.
#[derive(Debug, Clone)]
pub struct CodeFile {
    /// Path inside the challenge, with `/` between its parts.
    pub path: String,
    /// Whether it may be patched.
    pub role: FileRole,
    /// Its language, from its name unless the author says otherwise.
    pub language: Language,
    /// The text before the suggestion, where the suggestion changes existing code.
    pub before: Option<String>,
    /// The text that is reviewed. Ends with a newline.
    pub code: String,
}

impl CodeFile {
    /// How many lines the reviewed text has.
    pub fn line_count(&self) -> usize {
        self.code.lines().count()
    }
}

/// What a file is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileRole {
    /// Written by the assistant; may be patched.
    Suggested,
    /// Already there; shown, not patchable.
    Context,
}

/// A place in the code about which the author says something.
#[derive(Debug, Clone)]
pub struct Site {
    /// Short name, unique in its challenge.
    pub id: String,
    /// What is so about the place.
    pub kind: SiteKind,
    /// Index into [`Challenge::files`].
    pub file: usize,
    /// The lines that count as the place itself, sorted and not overlapping. Never empty; the first is the main anchor.
    pub core: Vec<LineRange>,
    /// The lines that may be marked along without harm.
    pub context: Vec<LineRange>,
    /// Where the untrusted data enters: file index and lines.
    pub entries: Vec<(usize, LineRange)>,
    /// The weakness's numbers in the Common Weakness Enumeration; any of them is an exact name. Empty for decoys.
    pub cwes: Vec<u32>,
    /// How bad it is. Only weaknesses have one that counts.
    pub severity: Severity,
    /// The author's reason, shown after the answer.
    pub why: String,
}

impl Site {
    /// Whether `line` is a core line.
    pub fn is_core(&self, line: usize) -> bool {
        self.core.iter().any(|r| r.contains(line))
    }

    /// Whether `line` is a core or a context line.
    pub fn covers(&self, line: usize) -> bool {
        self.is_core(line) || self.context.iter().any(|r| r.contains(line))
    }
}

/// What is so about a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteKind {
    /// Really weak.
    Weakness,
    /// Looks risky and is safe.
    Decoy,
    /// A defensible nit: never scored.
    Neutral,
}

/// How bad a weakness is; its weight in every severity-weighted part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// Its weight: low 1, medium 2, high 3, critical 4.
    pub fn weight(self) -> f64 {
        match self {
            Self::Low => 1.0,
            Self::Medium => 2.0,
            Self::High => 3.0,
            Self::Critical => 4.0,
        }
    }

    /// Its name for people and in pack files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A test that runs the code.
#[derive(Debug, Clone)]
pub struct Check {
    /// What it shows, in a few words.
    pub name: String,
    /// Whether it must hold or tries an attack.
    pub kind: CheckKind,
    /// Id of the weakness that an exploit check attacks. Clean challenges may leave it out.
    pub site: Option<String>,
    /// Shown only once a patch has been submitted.
    pub hidden: bool,
    /// The test, in the challenge's language.
    pub code: String,
}

/// The two kinds of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckKind {
    /// What the code is for: must hold before and after the fix.
    Function,
    /// An attack: works on the original, must fail after the fix.
    Exploit,
}

/// A rule on the syntax tree, where a language is not run.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What it shows, in a few words.
    pub name: String,
    /// Whether the pattern must be there or must not.
    pub kind: RuleKind,
    /// Id of the weakness it speaks of; a rule without one guards the feature.
    pub site: Option<String>,
    /// Shown only once a patch has been submitted.
    pub hidden: bool,
    /// Paths of the files it reads, as if they were one. Never empty, and all of one language.
    pub files: Vec<String>,
    /// What the player is told where it does not hold.
    pub note: Option<String>,
    /// The rule, in ast-grep's YAML.
    pub rule: String,
}

/// The two kinds of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Something must match.
    Must,
    /// Nothing may match.
    MustNot,
}

/// What each decision is worth, 0 to 1, and whether a patch is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecisionTable {
    pub accept: f64,
    pub modify: f64,
    pub reject: f64,
    /// False for a design flaw that no patch of these files would mend.
    pub patch: bool,
}

impl DecisionTable {
    /// The usual table of a flawed challenge.
    pub const FLAWED: Self = Self { accept: 0.0, modify: 1.0, reject: 0.6, patch: true };
    /// The table of a clean challenge.
    pub const CLEAN: Self = Self { accept: 1.0, modify: 0.3, reject: 0.0, patch: false };
}

/// A known patch.
#[derive(Debug, Clone)]
pub struct Fix {
    pub kind: FixKind,
    /// What the patch does, or why it falls short.
    pub note: String,
    /// For a partial fix: ids of the sites that it closes.
    pub sites: Vec<String>,
    /// New text by path; files that are not named stay as they are.
    pub code: BTreeMap<String, String>,
}

/// What a known patch proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// Passes everything.
    Reference,
    /// Another right way: passes everything, too, which proves that the grading does not ask for one way.
    Right,
    /// Keeps the feature and leaves an attack open.
    Wrong,
    /// Closes just its own sites.
    Partial,
    /// On clean code: puts the flaw in, so that its exploit checks must succeed.
    Mutant,
}
