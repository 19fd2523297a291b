//! Holds the lab's `marked`, `mustache` and `handlebars` against the real ones.
//!
//! Needs `node` and the packages of `tests/lab/package.json`, in the folder that `RISKLINE_NODE_MODULES` names or in this
//! one. Where they are not and no folder is named, the test says so and ends well.

mod judge_support;

use judge_support::{Case, run};
use riskline::core::verdict::Verdict;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const CODE: &str = r#"
const { marked } = require("marked");
const mustache = require("mustache");
const handlebars = require("handlebars");

exports.render = (engine, text, data) => {
  if (engine === "marked") return marked.parse(text);
  return engine === "mustache" ? mustache.render(text, data) : handlebars.compile(text)(data);
};
"#;

/// What the real packages make of every text, or why they cannot be asked.
fn real() -> Result<Value, String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = std::env::var("RISKLINE_NODE_MODULES").unwrap_or_else(|_| root.to_owned());
    let script = Path::new(root).join("tests/lab/templates-differential.mjs");
    let ran = Command::new("node").arg(script).arg(&folder).output();
    let ran = ran.map_err(|e| format!("node cannot be run: {e}"))?;
    if !ran.status.success() {
        return Err(format!("{folder} has not all packages: {}", String::from_utf8_lossy(&ran.stderr)));
    }
    Ok(serde_json::from_slice(&ran.stdout).expect("the script prints JSON"))
}

#[test]
fn templates_and_markdown_come_out_as_from_the_real_packages() {
    let known = match real() {
        Ok(known) => known,
        Err(why) => {
            assert!(std::env::var_os("RISKLINE_NODE_MODULES").is_none(), "{why}");
            eprintln!("skipped, templates are not compared: {why}");
            return;
        }
    };
    let mut case = Case::new("render.js", CODE);
    for (at, one) in known["cases"].as_array().expect("the script prints a list").iter().enumerate() {
        let (engine, text, expected) = (&one["engine"], &one["text"], &one["expected"]);
        let check = format!(
            "import {{ render }} from './render.js';\nconst out = render({engine}, {text}, {});\n\
             expect(out === {expected}, JSON.stringify([{text}, {expected}, out]));",
            known["data"]
        );
        case = case.function(&format!("{at} {engine}"), &check);
    }
    let report = run(&case, CODE);
    assert!(report.is_judged(), "{:?}", report.outcome);
    let failed: Vec<&str> =
        report.checks.iter().filter(|c| c.verdict != Verdict::Holds).map(|c| c.evidence.as_str()).collect();
    assert!(failed.is_empty(), "{} differ:\n{}", failed.len(), failed.join("\n"));
}
