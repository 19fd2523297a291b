//! Holds the lab's modules of Node against the real ones: the same expressions in Node and in the judge.
//!
//! Needs `node`. Where it is not there, the test says so and ends well.

mod judge_support;

use judge_support::{Case, run};
use riskline::core::challenge::{CodeFile, FileRole, Language};
use riskline::core::verdict::Verdict;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const CASES: &str = include_str!("lab/node-differential-cases.cjs");
/// What the cases were written against. Other major versions word some errors differently.
const MADE_FOR: &str = "v20.";

const CHECK: &str = r#"
const lines = await require("./cases.cjs")("/tmp/diff-abcdef");
expect(lines.length === REAL.length, `${lines.length} answers for ${REAL.length} cases`);
for (let i = 0; i < REAL.length; i += 1) {
  if (REAL[i] === lines[i]) continue;
  const [[name, real], [, lab]] = [JSON.parse(REAL[i]), JSON.parse(lines[i])];
  note(name.slice(0, 200), `real ${real.slice(0, 120)} · lab ${lab.slice(0, 120)}`, "DIFFERENT");
}
"#;

fn node(arguments: &[&str]) -> Option<String> {
    let ran = Command::new("node").args(arguments).output().ok()?;
    assert!(ran.status.success(), "node fails: {}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[test]
fn modules_answer_as_those_of_node() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab/node-differential.mjs");
    let Some(version) = node(&["--version"]) else {
        eprintln!("skipped, the lab's modules are not compared: there is no node here");
        return;
    };
    let known = node(&[&script.to_string_lossy()]).expect("node was there a moment ago");
    let real: Vec<&str> = known.lines().collect();
    assert!(real.len() > 1000, "only {} cases ran", real.len());

    let app = "module.exports = {};\n";
    let code = format!("const REAL = {}.split(\"\\n\");\n{CHECK}", Value::String(real.join("\n")));
    let mut case =
        Case::new("app.js", app).setup("lab.files.mkdir('/tmp/diff-abcdef');").function("all", &code);
    case = case.cpu(Duration::from_secs(60)).wall(Duration::from_secs(300));
    case.challenge.files.push(CodeFile {
        path: "cases.cjs".into(),
        role: FileRole::Suggested,
        language: Language::JavaScript,
        before: None,
        code: CASES.into(),
    });
    let report = run(&case, app);
    assert!(report.is_judged(), "{:?}", report.outcome);
    for check in &report.checks {
        assert_eq!(check.verdict, Verdict::Holds, "{}: {:?}", check.name, check.evidence);
    }
    let exchanges = report.checks.iter().flat_map(|check| &check.exchange);
    let different: Vec<String> =
        exchanges.filter(|e| e.who == "DIFFERENT").map(|e| format!("{}\n    {}", e.did, e.got)).collect();
    let allowed = if version.starts_with(MADE_FOR) { 0 } else { real.len() / 50 };
    assert!(different.len() <= allowed, "{} answers differ:\n{}", different.len(), different.join("\n"));
}
