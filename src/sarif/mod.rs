//! Reads what scanners found: results in SARIF 2.1.0, as far as each scanner keeps to it.
//!
//! Scanners differ in where they say things, and a file of results is untrusted. Every value is looked for where it may be,
//! and one that is not there, or is of another kind, is passed over.

mod paths;

pub use paths::resolve;

use crate::core::challenge::Severity;
use serde_json::Value;
use std::collections::BTreeSet;

/// The most bytes of a file of results.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most results that are read.
const MOST_RESULTS: usize = 50_000;
/// The most characters of a message that are kept.
const MOST_MESSAGE: usize = 2_000;

/// Something that a scanner found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The scanner's name.
    pub tool: String,
    /// The rule's id; empty where there is none.
    pub rule: String,
    /// What the scanner says about it.
    pub message: String,
    /// The rule in a few words; may be empty.
    pub title: String,
    pub severity: Severity,
    pub level: FindingLevel,
    /// The numbers of the weaknesses that it names, in the order in which they stand.
    pub cwes: Vec<u32>,
    pub place: Spot,
    /// Where the data that does the harm comes from, where the scanner followed it.
    pub source: Option<Spot>,
    /// Pages about the rule.
    pub help: Option<String>,
}

/// A scanner's own word for how much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum FindingLevel {
    Note,
    Warning,
    Error,
}

/// Lines of a file, as the scanner names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file's address with its base in front, not yet resolved.
    pub uri: String,
    /// From 1; `last` is never before `first`.
    pub first: usize,
    pub last: usize,
    /// The code there, where the results hold it.
    pub snippet: Option<String>,
}

/// What a file of results holds.
#[derive(Debug, Default)]
pub struct Results {
    pub findings: Vec<Finding>,
    /// Results that say that all is well, or that somebody has suppressed.
    pub passed_over: usize,
    /// Results without a place in a file.
    pub without_place: usize,
}

/// Why a file of results cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SarifError {
    #[error("this is not JSON: {0}")]
    NotJson(serde_json::Error),
    #[error("this is JSON, but not SARIF: it has no list `runs`")]
    NotSarif,
    #[error("this is SARIF {0}; only 2.1 is read")]
    Version(String),
}

/// Reads a file of results.
///
/// # Errors
/// Where it is no SARIF of a known version. Whatever else is odd about it is passed over.
pub fn read(text: &str) -> Result<Results, SarifError> {
    let log: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(SarifError::NotJson)?;
    if let Some(version) = log["version"].as_str().filter(|version| !version.starts_with("2.1")) {
        return Err(SarifError::Version(version.chars().take(20).collect()));
    }
    let runs = log["runs"].as_array().ok_or(SarifError::NotSarif)?;
    let mut results = Results::default();
    for run in runs {
        for result in list(&run["results"]).iter().take(MOST_RESULTS) {
            if is_passed_over(result) {
                results.passed_over += 1;
            } else {
                match finding(run, result) {
                    Some(finding) => results.findings.push(finding),
                    None => results.without_place += 1,
                }
            }
        }
    }
    Ok(results)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn index(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|n| usize::try_from(n).ok())
}

/// Whether a result says that nothing is wrong, is not there any more, or was suppressed by somebody.
fn is_passed_over(result: &Value) -> bool {
    let kind = result["kind"].as_str().unwrap_or("fail");
    let suppressed = list(&result["suppressions"])
        .iter()
        .any(|s| !matches!(s["status"].as_str(), Some("rejected" | "underReview")));
    !matches!(kind, "fail" | "open" | "review") || result["baselineState"] == "absent" || suppressed
}

fn finding(run: &Value, result: &Value) -> Option<Finding> {
    let rule = rule_of(run, result);
    let location = list(&result["locations"]).iter().find_map(|l| spot(run, &l["physicalLocation"]));
    let flow = list(&result["codeFlows"]).first().map_or(&Value::Null, |flow| &flow["threadFlows"]);
    let flow = list(flow).first().map_or(&Value::Null, |flow| &flow["locations"]);
    let place = location?;
    let source = list(flow).first().and_then(|step| spot(run, &step["location"]["physicalLocation"]));
    let id =
        result["ruleId"].as_str().or_else(|| result["rule"]["id"].as_str()).or_else(|| rule["id"].as_str());
    let message = message(rule, &result["message"]);
    let titles = [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"]];
    let title = titles.iter().find_map(|title| title.as_str()).unwrap_or_default();
    let level = level_of(rule, result);
    Some(Finding {
        tool: short(run["tool"]["driver"]["name"].as_str().unwrap_or("the scanner"), 80),
        rule: short(id.unwrap_or_default(), 200),
        message,
        title: short(title, 200),
        severity: severity_of(rule, result, level),
        level,
        cwes: cwes_of(run, rule, result),
        source: source.filter(|source| (&source.uri, source.first) != (&place.uri, place.first)),
        place,
        help: rule["helpUri"].as_str().filter(|uri| uri.starts_with("https://")).map(|uri| short(uri, 300)),
    })
}

fn short(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

/// The description of a result's rule; null where there is none.
fn rule_of<'v>(run: &'v Value, result: &'v Value) -> &'v Value {
    let component = &result["rule"]["toolComponent"];
    let tool = match index(&component["index"]) {
        Some(extension) => &run["tool"]["extensions"][extension],
        None => &run["tool"]["driver"],
    };
    let by_index = index(&result["ruleIndex"]).or_else(|| index(&result["rule"]["index"]));
    let id = result["ruleId"].as_str().or_else(|| result["rule"]["id"].as_str());
    // Some ids are those of a rule with a part of its own behind a slash.
    let is_it = |rule: &&Value| {
        let known = rule["id"].as_str();
        id.is_none()
            || known
                .is_some_and(|known| id.is_some_and(|id| id == known || id.starts_with(&format!("{known}/"))))
    };
    let indexed = by_index.and_then(|index| tool["rules"].get(index)).filter(is_it);
    let extensions = list(&run["tool"]["extensions"]).iter().flat_map(|e| list(&e["rules"]));
    let all = list(&tool["rules"]).iter().chain(extensions);
    indexed.or_else(|| id.and_then(|_| all.into_iter().find(is_it))).unwrap_or(&Value::Null)
}

/// A message's text, with the arguments in their places.
fn message(rule: &Value, message: &Value) -> String {
    let written = message["text"].as_str().or_else(|| message["markdown"].as_str());
    let by_id = || rule["messageStrings"][message["id"].as_str()?]["text"].as_str();
    let mut text = short(written.or_else(by_id).unwrap_or_default(), MOST_MESSAGE);
    for (n, argument) in list(&message["arguments"]).iter().enumerate().take(20) {
        // Arguments may hold places for others: without a bound at each step a small file makes a text of any length.
        let argument = short(argument.as_str().unwrap_or_default(), MOST_MESSAGE);
        text = short(&text.replace(&format!("{{{n}}}"), &argument), MOST_MESSAGE);
    }
    without_links(&text)
}

/// `[text](1)`, which points to a related place, as the text alone.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let end = rest[middle..].find(')').map(|at| middle + at);
        let open = rest[..middle].rfind('[');
        match (open, end) {
            (Some(open), Some(end)) => {
                out += &rest[..open];
                out += &rest[open + 1..middle];
                rest = &rest[end + 1..];
            }
            _ => {
                out += &rest[..middle + 2];
                rest = &rest[middle + 2..];
            }
        }
    }
    out + rest
}

fn level_of(rule: &Value, result: &Value) -> FindingLevel {
    let written = result["level"].as_str().or_else(|| rule["defaultConfiguration"]["level"].as_str());
    match written {
        Some("error") => FindingLevel::Error,
        Some("note" | "none") => FindingLevel::Note,
        _ => FindingLevel::Warning,
    }
}

fn severity_of(rule: &Value, result: &Value, level: FindingLevel) -> Severity {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    let property = |name: &str| [&result["properties"][name], &rule["properties"][name]];
    if let Some(score) = property("security-severity").into_iter().find_map(number) {
        return match score {
            score if score >= 9.0 => Severity::Critical,
            score if score >= 7.0 => Severity::High,
            score if score >= 4.0 => Severity::Medium,
            _ => Severity::Low,
        };
    }
    let words = ["severity", "issue_severity", "impact"];
    let word = words.iter().flat_map(|name| property(name)).find_map(|value| value.as_str());
    match word.map(str::to_lowercase).as_deref() {
        Some("critical") => Severity::Critical,
        Some("high") => Severity::High,
        Some("medium" | "moderate") => Severity::Medium,
        Some("low") => Severity::Low,
        _ => match level {
            FindingLevel::Error => Severity::High,
            FindingLevel::Warning => Severity::Medium,
            FindingLevel::Note => Severity::Low,
        },
    }
}

/// The weaknesses that a result or its rule names: in its taxa and relations, in properties and tags, or else in texts.
fn cwes_of(run: &Value, rule: &Value, result: &Value) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    let mut note = |cwe: Option<u32>| {
        if let Some(cwe) = cwe.filter(|cwe| !found.contains(cwe)) {
            found.push(cwe);
        }
    };
    let relations = list(&rule["relationships"]).iter().map(|relation| &relation["target"]);
    for taxon in list(&result["taxa"]).iter().chain(relations) {
        let component = &taxon["toolComponent"];
        let by_index = index(&component["index"]).map(|index| &run["taxonomies"][index]["name"]);
        let name = component["name"].as_str().or_else(|| by_index?.as_str());
        let id = taxon["id"].as_str().unwrap_or_default();
        if name.is_some_and(|name| name.eq_ignore_ascii_case("cwe")) {
            note(id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok());
        } else {
            numbers_in(id).into_iter().for_each(|cwe| note(Some(cwe)));
        }
    }
    for properties in [&result["properties"], &rule["properties"]] {
        for (name, value) in properties.as_object().into_iter().flatten() {
            let is_number = name.to_lowercase().contains("cwe");
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in values {
                match value {
                    Value::Number(number) if is_number => {
                        note(number.as_u64().and_then(|n| u32::try_from(n).ok()))
                    }
                    Value::String(text) if is_number && text.parse::<u32>().is_ok() => {
                        note(text.parse().ok())
                    }
                    Value::String(text) if is_number || name == "tags" => {
                        numbers_in(text).into_iter().for_each(|cwe| note(Some(cwe)));
                    }
                    // gosec writes { "id": "89", "url": ... }
                    Value::Object(object) if is_number => {
                        note(object.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok()));
                    }
                    _ => {}
                }
            }
        }
    }
    if found.is_empty() {
        let texts = [
            &rule["helpUri"],
            &rule["shortDescription"]["text"],
            &rule["fullDescription"]["text"],
            &result["message"]["text"],
            &rule["help"]["text"],
            &rule["help"]["markdown"],
        ];
        let named = texts.iter().filter_map(|text| text.as_str()).map(numbers_in);
        found = named.into_iter().find(|numbers| !numbers.is_empty()).unwrap_or_default();
        found.truncate(3);
    }
    found
}

/// The numbers that a text names as weaknesses: `external/cwe/cwe-079`, `CWE-89: ...`, `cwe.mitre.org/data/definitions/22.html`.
fn numbers_in(text: &str) -> Vec<u32> {
    let text: String = text.chars().take(20_000).collect::<String>().to_lowercase();
    let mut found = BTreeSet::new();
    let mut ordered = Vec::new();
    let marks = ["cwe-", "cwe_", "cwe:", "cwe ", "cwe.mitre.org/data/definitions/"];
    for (at, mark) in marks.iter().flat_map(|mark| text.match_indices(mark)) {
        let digits: String = text[at + mark.len()..]
            .chars()
            .skip_while(|c| *c == ' ')
            .take_while(char::is_ascii_digit)
            .collect();
        if let Some(number) = digits.parse().ok().filter(|number| *number > 0 && found.insert(*number)) {
            ordered.push((at, number));
        }
    }
    ordered.sort_unstable();
    ordered.into_iter().map(|(_, number)| number).collect()
}

fn spot(run: &Value, physical: &Value) -> Option<Spot> {
    let artifact = &physical["artifactLocation"];
    let known = index(&artifact["index"]).map_or(&Value::Null, |index| &run["artifacts"][index]["location"]);
    let artifact = if artifact["uri"].is_string() { artifact } else { known };
    let mut uri = artifact["uri"].as_str()?.to_owned();
    // Bases may have bases of their own.
    let mut base = artifact["uriBaseId"].as_str();
    for _ in 0..8 {
        let Some(location) = base.map(|base| &run["originalUriBaseIds"][base]) else { break };
        if uri.contains("://") || uri.starts_with('/') {
            break;
        }
        if let Some(before) = location["uri"].as_str().filter(|before| !before.is_empty()) {
            let slash = if before.ends_with('/') { "" } else { "/" };
            uri = format!("{before}{slash}{uri}");
        }
        base = location["uriBaseId"].as_str();
    }
    let region = &physical["region"];
    let first = index(&region["startLine"]).filter(|line| *line > 0)?;
    let last = index(&region["endLine"]).unwrap_or(first);
    // A region that ends before the first column of a line does not reach it.
    let last = if last > first && region["endColumn"] == 1 { last - 1 } else { last };
    let snippet = region["snippet"]["text"].as_str().map(|text| short(text, MOST_MESSAGE));
    Some(Spot { uri: short(&uri, 4_096), first, last: last.max(first), snippet })
}

#[cfg(test)]
mod tests;
