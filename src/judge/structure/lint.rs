//! Whether the text of a rule is one, told with its place, before anything is parsed with it.
//!
//! Patterns alone are not looked at here: only the judge process gives texts of a pack to a parser.

use super::super::rules::RuleFault;
use super::grammar::Syntax;
use super::yaml_tree::{Node, What, documents};
use crate::core::challenge::Language;
use ast_grep_core::language::Language as _;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most bytes of a rule.
const MOST_BYTES: usize = 16 << 10;
/// Rules may lie within each other this deep.
const MOST_DEPTH: usize = 16;
/// A rule may be made of so many.
const MOST_PARTS: usize = 300;
/// Bytes that a regular expression may take up.
const REGEX: usize = 1 << 20;

const WHOLE: &[&str] = &["rule", "constraints", "utils"];
const ALONE: &[&str] = &[
    "pattern", "kind", "regex", "nthChild", "inside", "has", "precedes", "follows", "all", "any", "not",
    "matches",
];
const RELATED: &[&str] = &[
    "pattern", "kind", "regex", "nthChild", "inside", "has", "precedes", "follows", "all", "any", "not",
    "matches", "stopBy", "field",
];
const PATTERN: &[&str] = &["context", "selector", "strictness"];

/// Everything that is wrong with a rule's text.
pub(crate) fn lint(language: Language, text: &str) -> Vec<RuleFault> {
    let fault = |at: Range<usize>, what: String| vec![RuleFault { at, what, help: String::new() }];
    if text.len() > MOST_BYTES {
        return fault(0..0, format!("a rule has at most {} KB", MOST_BYTES >> 10));
    }
    let documents = match documents(text) {
        Ok(documents) => documents,
        Err(bad) => return fault(bad.at, format!("this is not YAML: {}", bad.what)),
    };
    let [top] = documents.as_slice() else {
        return fault(0..0, "a rule is one YAML document".to_owned());
    };
    let mut lint =
        Lint { syntax: Syntax::of(language), helpers: BTreeMap::new(), parts: 0, faults: Vec::new() };
    lint.know_helpers();
    lint.whole(top);
    lint.faults
}

struct Lint {
    /// None where this build cannot read the language; then only the form is looked at.
    syntax: Option<Syntax>,
    /// Names that `matches` may use, with what they ask for.
    helpers: BTreeMap<String, Vec<String>>,
    parts: usize,
    faults: Vec<RuleFault>,
}

impl Lint {
    fn fault(&mut self, node: &Node, what: impl Into<String>, help: impl Into<String>) {
        self.faults.push(RuleFault { at: node.at.clone(), what: what.into(), help: help.into() });
    }

    /// Takes in the program's own rules.
    fn know_helpers(&mut self) {
        let own = self.syntax.map_or("", |s| s.0.helpers);
        for helper in documents(own).into_iter().flatten().flat_map(items) {
            let entry = |key: &str| {
                entries(&helper).iter().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v.clone())
            };
            let Some(id) = entry("id").and_then(|id| id.text().map(str::to_owned)) else { continue };
            let arguments = entry("arguments").map(items).unwrap_or_default();
            self.helpers.insert(id, arguments.iter().filter_map(|a| a.text().map(str::to_owned)).collect());
        }
    }

    fn whole(&mut self, top: &Node) {
        if !entries(top).iter().any(|(key, _)| key.text() == Some("rule")) {
            return self.rule(top, ALONE, 0);
        }
        let utils =
            entries(top).iter().filter(|(key, _)| key.text() == Some("utils")).flat_map(|(_, v)| entries(v));
        self.helpers.extend(utils.filter_map(|(key, _)| Some((key.text()?.to_owned(), Vec::new()))));
        for (key, value) in entries(top) {
            match key.text().unwrap_or_default() {
                "rule" => self.rule(value, ALONE, 0),
                "constraints" | "utils" => {
                    entries(value).iter().for_each(|(_, rule)| self.rule(rule, ALONE, 0))
                }
                _ => self.unknown(key, WHOLE),
            }
        }
    }

    fn unknown(&mut self, key: &Node, known: &[&str]) {
        let name = key.text().unwrap_or_default().to_owned();
        self.fault(
            key,
            format!("`{name}` is no key of a rule"),
            format!("possible here are: {}", known.join(", ")),
        );
    }

    fn rule(&mut self, node: &Node, known: &[&str], depth: usize) {
        self.parts += 1;
        if depth > MOST_DEPTH || self.parts > MOST_PARTS {
            if self.parts <= MOST_PARTS + 1 {
                self.fault(node, "a rule this large or this deep is refused", "split it into several rules");
            }
            self.parts = MOST_PARTS + 2;
            return;
        }
        let What::Map(entries) = &node.what else {
            return self.fault(node, "a rule is a mapping, such as `kind: block`", "");
        };
        if entries.is_empty() {
            self.fault(node, "this rule asks for nothing", "");
        }
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            if !known.contains(&name) {
                self.unknown(key, known);
                continue;
            }
            self.part(name, value, depth);
        }
    }

    fn part(&mut self, name: &str, value: &Node, depth: usize) {
        match name {
            "pattern" => match &value.what {
                What::Map(entries) => {
                    for (key, _) in
                        entries.iter().filter(|(k, _)| !k.text().is_some_and(|k| PATTERN.contains(&k)))
                    {
                        self.unknown(key, PATTERN);
                    }
                }
                What::Scalar { text, .. } if !text.trim().is_empty() => {}
                _ => self.fault(value, "a pattern is a piece of code", ""),
            },
            "kind" => self.kind(value),
            "regex" => self.regex(value),
            "field" => {
                let known = |s: Syntax| value.text().is_some_and(|name| s.field_to_id(name).is_some());
                if self.syntax.is_some_and(|s| !known(s)) {
                    self.fault(
                        value,
                        format!("the grammar has no field `{}`", value.text().unwrap_or_default()),
                        "",
                    );
                }
            }
            "stopBy" => match value.text() {
                Some("end" | "neighbor") => {}
                Some(_) => self.fault(value, "`stopBy` is `end`, `neighbor` or a rule", ""),
                None => self.rule(value, ALONE, depth + 1),
            },
            "inside" | "has" | "precedes" | "follows" => self.rule(value, RELATED, depth + 1),
            "not" => self.rule(value, ALONE, depth + 1),
            "all" | "any" => match &value.what {
                What::List(rules) => rules.iter().for_each(|rule| self.rule(rule, ALONE, depth + 1)),
                _ => self.fault(value, format!("`{name}` takes a list of rules"), ""),
            },
            "matches" => self.matches(value, depth),
            _ => {}
        }
    }

    fn kind(&mut self, value: &Node) {
        let (Some(syntax), Some(text)) = (self.syntax, value.text()) else {
            if value.text().is_none() {
                self.fault(value, "a kind is a name", "");
            }
            return;
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for name in text.split(|c| !is_name(c)).filter(|name| !name.is_empty()) {
            if syntax.kind_to_id(name) == 0 {
                let help = "`riskline pack tree FILE` shows the kinds of a file";
                self.fault(
                    value,
                    format!("the grammar of {} has no kind `{name}`", syntax.0.language.label()),
                    help,
                );
            }
        }
    }

    fn regex(&mut self, value: &Node) {
        let Some(text) = value.text() else { return self.fault(value, "a regular expression is a text", "") };
        if let Err(error) = regex::RegexBuilder::new(text).size_limit(REGEX).build() {
            let what = error.to_string();
            let last = what.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            self.fault(value, format!("this regular expression is refused: {last}"), "");
        }
    }

    fn matches(&mut self, value: &Node, depth: usize) {
        let calls: Vec<(Node, Option<Node>)> = match &value.what {
            What::Scalar { .. } => vec![(value.clone(), None)],
            What::Map(calls) => calls.iter().map(|(name, with)| (name.clone(), Some(with.clone()))).collect(),
            What::List(_) => return self.fault(value, "`matches` takes the name of a rule", ""),
        };
        for (name, with) in calls {
            let id = name.text().unwrap_or_default().to_owned();
            let Some(wanted) = self.helpers.get(&id).cloned() else {
                let names = self.helpers.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                // Where the language cannot be read, its own rules are not known either.
                if self.syntax.is_some() {
                    self.fault(&name, format!("there is no rule `{id}`"), format!("there are: {names}"));
                }
                continue;
            };
            let given = with.as_ref().map(entries).unwrap_or_default();
            let has = |key: &String| given.iter().any(|(k, _)| k.text() == Some(key));
            if let Some(missing) = wanted.iter().find(|key| !has(key)) {
                self.fault(&name, format!("`{id}` needs `{missing}`"), "");
            }
            for (key, rule) in given {
                if !wanted.iter().any(|w| Some(w.as_str()) == key.text()) {
                    self.fault(key, format!("`{id}` takes no `{}`", key.text().unwrap_or_default()), "");
                }
                self.rule(rule, ALONE, depth + 1);
            }
        }
    }
}

fn entries(node: &Node) -> &[(Node, Node)] {
    match &node.what {
        What::Map(entries) => entries,
        _ => &[],
    }
}

fn items(node: Node) -> Vec<Node> {
    match node.what {
        What::List(items) => items,
        _ => Vec::new(),
    }
}
