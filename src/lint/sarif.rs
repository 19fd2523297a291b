//! Findings as SARIF 2.1.0, which CI services show beside the lines.

use super::{Finding, Lint, lint};
use crate::content::Level;
use serde::Serialize;
use std::path::Path;

/// A run of the program, with everything that it found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sarif {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    /// Columns are counted in characters, as everywhere in the program.
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_column: usize,
}

impl Sarif {
    /// What was found. Files below `base`, the working folder, are named relative to it, as CI services want them.
    pub fn new(findings: &[Finding], base: Option<&Path>) -> Self {
        let mut rules: Vec<&'static Lint> = Vec::new();
        for finding in findings {
            if let Some(found) =
                lint(finding.diagnostic.code).filter(|it| rules.iter().all(|r| r.name != it.name))
            {
                rules.push(found);
            }
        }
        let results = findings.iter().map(|finding| SarifResult::new(finding, &rules, base)).collect();
        let driver = Driver {
            name: "Riskline",
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: rules.into_iter().map(Rule::new).collect(),
        };
        Self {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
        }
    }
}

impl Rule {
    fn new(lint: &'static Lint) -> Self {
        let Lint { name, says, why, bad, good, .. } = lint;
        let (bad, good) = (bad.trim_matches('\n'), good.trim_matches('\n'));
        Self {
            id: name,
            short_description: Text { text: says.clone() },
            full_description: Text { text: format!("{says} {why}") },
            help: Help {
                text: format!("{why}\n\nBad:\n{bad}\n\nGood:\n{good}\n"),
                markdown: format!("{why}\n\nBad:\n\n```toml\n{bad}\n```\n\nGood:\n\n```toml\n{good}\n```\n"),
            },
            default_configuration: Configuration { level: lint.level.label() },
            properties: Properties { tags: [&lint.group] },
        }
    }
}

impl SarifResult {
    fn new(finding: &Finding, rules: &[&'static Lint], base: Option<&Path>) -> Self {
        let diagnostic = &finding.diagnostic;
        let mut text = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            text.push('\n');
            text.push_str(help);
        }
        // What is about several packs at once has no file.
        let is_file = diagnostic.place.is_some() || Path::new(&diagnostic.file).extension().is_some();
        let region = diagnostic.place.as_ref().map(|place| Region {
            start_line: place.line,
            start_column: place.column,
            end_column: place.column + place.length,
        });
        let location = is_file.then(|| Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(Path::new(&diagnostic.file), base) },
                region,
            },
        });
        Self {
            rule_id: diagnostic.code,
            rule_index: rules.iter().position(|lint| lint.name == diagnostic.code),
            level: match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            message: Text { text },
            locations: location.into_iter().collect(),
        }
    }
}

/// A path as a reference in a URI: `/` between its parts, everything odd as `%XX`; an absolute one as `file:///...`.
fn uri(path: &Path, base: Option<&Path>) -> String {
    let path = base.and_then(|base| path.strip_prefix(base).ok()).unwrap_or(path);
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.strip_prefix("./").unwrap_or(&text);
    let mut out = String::new();
    if path.is_absolute() {
        out.push_str(if text.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            // A drive of Windows.
            b':' if path.is_absolute() => out.push(':'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        let at = |path: &str, base: Option<&str>| uri(Path::new(path), base.map(Path::new));
        assert_eq!(at("./my pack/größe.toml", None), "my%20pack/gr%C3%B6%C3%9Fe.toml");
        assert_eq!(at("a:b#?.toml", None), "a%3Ab%23%3F.toml");
        #[cfg(unix)]
        {
            assert_eq!(at("/home/ana/p/a.toml", Some("/home/ana")), "p/a.toml");
            assert_eq!(at("/srv/a.toml", Some("/home/ana")), "file:///srv/a.toml");
        }
    }
}
