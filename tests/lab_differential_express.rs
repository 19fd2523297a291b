//! Holds the lab's Express against the real one: the same app and the same requests, in Node and in the judge.
//!
//! Needs `node` and the packages of `tests/lab/package.json`, in the folder that `RISKLINE_NODE_MODULES` names or in this
//! one. Where they are not and no folder is named, the test says so and ends well.

mod judge_support;

use judge_support::{Case, run};
use riskline::core::challenge::{CodeFile, FileRole, Language};
use riskline::core::verdict::Verdict;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const APP: &str = include_str!("lab/express-differential-app.cjs");
const ANSWERS: &str = include_str!("lab/express-differential-answers.cjs");
const CHECK: &str = include_str!("lab/express-differential-check.js");
const PACKAGES: &str =
    "express express4 cookie-parser express-session cors jsonwebtoken qs helmet express-rate-limit";
/// How many requests one check sends.
const AT_ONCE: usize = 120;

/// What the real Express says to every request, or why it cannot be asked.
fn real(version: u8) -> Result<Value, String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = std::env::var("RISKLINE_NODE_MODULES").unwrap_or_else(|_| root.to_owned());
    let look = "const [folder, names] = process.argv.slice(1); \
                for (const name of names.split(' ')) require.resolve(name, { paths: [folder] });";
    let there = Command::new("node").args(["-e", look, &folder, PACKAGES]).output();
    if !there.map_err(|e| format!("node cannot be run: {e}"))?.status.success() {
        return Err(format!("{folder} has not all of: {PACKAGES}"));
    }
    let script = Path::new(root).join("tests/lab/express-differential.mjs");
    let ran = Command::new("node").arg(script).args([&folder, &version.to_string()]).output();
    let ran = ran.map_err(|e| format!("node cannot be run: {e}"))?;
    assert!(ran.status.success(), "the real app fails: {}", String::from_utf8_lossy(&ran.stderr));
    Ok(serde_json::from_slice(&ran.stdout).expect("the script prints JSON"))
}

fn file(path: &str, code: &str) -> CodeFile {
    CodeFile {
        path: path.into(),
        role: FileRole::Suggested,
        language: Language::from_path(path),
        before: None,
        code: code.into(),
    }
}

/// Requests with their answers, in portions: those of one browser stay together.
fn portions(known: &Value) -> Vec<String> {
    let list = |name: &str| known[name].as_array().expect("the script prints lists").clone();
    let mut out = Vec::new();
    let mut open = Vec::new();
    for (request, answer) in list("requests").into_iter().zip(list("answers")) {
        let alone = request["who"] == "" && request["path"] != "/limited";
        if open.len() >= AT_ONCE && alone {
            out.push(Value::Array(std::mem::take(&mut open)).to_string());
        }
        open.push(serde_json::json!([request, answer]));
    }
    out.push(Value::Array(open).to_string());
    out
}

fn compare(version: u8) {
    let known = match real(version) {
        Ok(known) => known,
        Err(why) => {
            assert!(std::env::var_os("RISKLINE_NODE_MODULES").is_none(), "{why}");
            eprintln!("skipped, Express {version} is not compared: {why}");
            return;
        }
    };
    let server = format!(
        "module.exports = {{ app: require('./express-differential-app.cjs')(require, {version}) }};\n"
    );
    let package = serde_json::json!({ "dependencies": { "express": format!("^{version}.0.0") } });
    let mut setup = String::new();
    for (path, text) in known["files"].as_object().expect("the script prints files") {
        setup += &format!("lab.files.write({}, {text});\n", Value::String(format!("/app/{path}")));
    }
    for (path, target) in known["links"].as_object().expect("the script prints links") {
        setup += &format!("lab.files.symlink({}, {target});\n", Value::String(format!("/app/{path}")));
    }
    let mut case = Case::new("server.js", &server).setup(&setup).cpu(Duration::from_secs(60));
    case = case.wall(Duration::from_secs(300));
    case.challenge.files.push(file("package.json", &package.to_string()));
    case.challenge.files.push(file("express-differential-app.cjs", APP));
    case.challenge.files.push(file("express-differential-answers.cjs", ANSWERS));
    for (at, portion) in portions(&known).iter().enumerate() {
        // The cases are a text: as code they would be compiled.
        let cases = format!("const CASES = JSON.parse({});\n", Value::String(portion.clone()));
        let (imports, rest) = CHECK.split_once("\n\n").expect("imports come first");
        case = case.function(&format!("portion {at}"), &format!("{imports}\n{cases}{rest}"));
    }
    let report = run(&case, &server);
    let exchanges = report.checks.iter().flat_map(|check| &check.exchange);
    let different: Vec<String> =
        exchanges.filter(|e| e.who == "DIFFERENT").map(|e| format!("{}\n    {}", e.did, e.got)).collect();
    assert!(different.is_empty(), "{} answers differ:\n{}", different.len(), different.join("\n"));
    assert!(report.is_judged(), "{:?}", report.outcome);
    for check in &report.checks {
        assert_eq!(check.verdict, Verdict::Holds, "{}: {:?}", check.name, check.evidence);
    }
}

#[test]
fn express_5_answers_as_the_real_one() {
    compare(5);
}

#[test]
fn express_4_answers_as_the_real_one() {
    compare(4);
}
