use super::*;

fn one(run: &str) -> Finding {
    let text = format!(r#"{{"version": "2.1.0", "runs": [{run}]}}"#);
    let mut results = read(&text).expect("it is read");
    assert_eq!(results.findings.len(), 1, "{results:?}");
    results.findings.remove(0)
}

const PLACE: &str = r#""locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 3}}}]"#;

#[test]
fn weaknesses_are_found_wherever_scanners_name_them() {
    let cases = [
        (
            r#"{"id": "r", "properties": {"tags": ["security", "external/cwe/cwe-079", "external/cwe/cwe-116"]}}"#,
            vec![79, 116],
        ),
        (
            r#"{"id": "r", "properties": {"tags": ["CWE-89: Improper Neutralization", "OWASP-A03:2021"]}}"#,
            vec![89],
        ),
        (r#"{"id": "r", "properties": {"cwe": ["CWE-22: Path"]}}"#, vec![22]),
        (r#"{"id": "r", "properties": {"cwe": "78"}}"#, vec![78]),
        (r#"{"id": "r", "properties": {"cwe": {"id": "89", "url": "x"}}}"#, vec![89]),
        (
            r#"{"id": "r", "relationships": [{"target": {"id": "338", "toolComponent": {"name": "CWE"}}}]}"#,
            vec![338],
        ),
        (r#"{"id": "r", "helpUri": "https://cwe.mitre.org/data/definitions/502.html"}"#, vec![502]),
        (r#"{"id": "r", "fullDescription": {"text": "Deserialisation (CWE-502)."}}"#, vec![502]),
        (r#"{"id": "r", "properties": {"tags": 7, "cwe": null}}"#, vec![]),
        ("null", vec![]),
    ];
    for (rule, cwes) in cases {
        let run = format!(
            r#"{{"tool": {{"driver": {{"name": "t", "rules": [{rule}]}}}}, "results": [{{"ruleId": "r", "message": {{"text": "m"}}, {PLACE}}}]}}"#
        );
        assert_eq!(one(&run).cwes, cwes, "{rule}");
    }
    let taxa = format!(
        r#"{{"taxonomies": [{{"name": "CWE"}}], "results": [{{"taxa": [{{"id": "CWE-611", "toolComponent": {{"index": 0}}}}], {PLACE}}}]}}"#
    );
    assert_eq!(one(&taxa).cwes, [611]);
}

#[test]
fn how_bad_it_is_comes_from_the_score_then_the_word_then_the_level() {
    let cases = [
        (r#""properties": {"security-severity": "9.8"}, "level": "note""#, Severity::Critical),
        (r#""properties": {"security-severity": 5}"#, Severity::Medium),
        (r#""properties": {"issue_severity": "HIGH"}, "level": "warning""#, Severity::High),
        (r#""level": "error""#, Severity::High),
        (r#""level": "note""#, Severity::Low),
        (r#""level": 3"#, Severity::Medium),
    ];
    for (keys, severity) in cases {
        assert_eq!(one(&format!(r#"{{"results": [{{{keys}, {PLACE}}}]}}"#)).severity, severity, "{keys}");
    }
}

#[test]
fn places_are_put_together_from_bases_and_artifacts() {
    let run = r#"{
        "originalUriBaseIds": {"%SRCROOT%": {"uri": "file:///ci/work/"}, "SUB": {"uri": "src/", "uriBaseId": "%SRCROOT%"}},
        "artifacts": [{"location": {"uri": "app.py", "uriBaseId": "SUB"}}],
        "results": [{
            "message": {"id": "found", "arguments": ["x", "y"]},
            "rule": {"id": "py/x", "index": 0, "toolComponent": {"index": 0}},
            "locations": [{"physicalLocation": {"artifactLocation": {"index": 0},
                "region": {"startLine": 3, "endLine": 5, "endColumn": 1, "snippet": {"text": "  run(x)"}}}}],
            "codeFlows": [{"threadFlows": [{"locations": [
                {"location": {"physicalLocation": {"artifactLocation": {"uri": "in.py"}, "region": {"startLine": 1}}}},
                {"location": {}}]}]}]
        }],
        "tool": {"driver": {"name": "Q"}, "extensions": [{"rules": [
            {"id": "py/x", "messageStrings": {"found": {"text": "{0} flows into {1}"}}, "defaultConfiguration": {"level": "error"}}]}]}
    }"#;
    let finding = one(run);
    assert_eq!(finding.place.uri, "file:///ci/work/src/app.py");
    assert_eq!((finding.place.first, finding.place.last), (3, 4));
    assert_eq!(finding.place.snippet.as_deref(), Some("run(x)"));
    assert_eq!(finding.source.as_ref().map(|s| (s.uri.as_str(), s.first)), Some(("in.py", 1)));
    assert_eq!((finding.message.as_str(), finding.rule.as_str()), ("x flows into y", "py/x"));
    assert_eq!(finding.level, FindingLevel::Error);
}

#[test]
fn arguments_cannot_make_a_message_of_any_length() {
    let argument = |n: usize| format!("\"{}\"", format!("{{{n}}}").repeat(1000));
    let arguments: Vec<String> = (1..=20).map(argument).collect();
    let finding = one(&format!(
        r#"{{"results": [{{"message": {{"text": "{}", "arguments": [{}]}}, {PLACE}}}]}}"#,
        "{0}".repeat(1000),
        arguments.join(", ")
    ));
    assert_eq!(finding.message.chars().count(), MOST_MESSAGE);
}

#[test]
fn what_is_no_finding_is_passed_over() {
    let results = format!(
        r#"{{"runs": [{{"results": [
            {{"kind": "pass", {PLACE}}}, {{"baselineState": "absent", {PLACE}}},
            {{"suppressions": [{{"kind": "inSource"}}], {PLACE}}}, {{"suppressions": [{{"status": "rejected"}}], {PLACE}}},
            {{"message": {{"text": "nowhere"}}}}, 7, {{"locations": 7}}, null]}}, 7, null]}}"#
    );
    let results = read(&results).expect("it is read");
    assert_eq!((results.findings.len(), results.passed_over, results.without_place), (1, 3, 4));
}

#[test]
fn what_is_no_sarif_is_refused_in_words() {
    let deep = "[".repeat(100_000);
    for (text, says) in [
        ("", "not JSON"),
        ("{", "not JSON"),
        (deep.as_str(), "not JSON"),
        ("[]", "not SARIF"),
        ("{\"runs\": 7}", "not SARIF"),
        ("{\"version\": \"1.0.0\", \"runs\": []}", "SARIF 1.0.0"),
    ] {
        let error = read(text).expect_err("no SARIF").to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn links_to_other_places_are_plain_text() {
    for (written, text) in [
        ("The page shows [a text](1) as [HTML](2).", "The page shows a text as HTML."),
        ("a[0](x) and ](", "a0 and ]("),
        ("](1)[", "](1)["),
        ("plain", "plain"),
    ] {
        assert_eq!(without_links(written), text);
    }
}

#[test]
fn numbers_are_read_from_any_spelling() {
    assert_eq!(numbers_in("external/cwe/cwe-079"), [79]);
    assert_eq!(numbers_in("CWE-89: x, cwe 20, CWE-89"), [89, 20]);
    assert_eq!(numbers_in("https://cwe.mitre.org/data/definitions/78.html"), [78]);
    assert_eq!(numbers_in("cwe-99999999999 CWE-0 cwe- scwe"), [] as [u32; 0]);
}
