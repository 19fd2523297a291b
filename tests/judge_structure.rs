//! What a verdict by structure means: rules held against code that is not run, in a judge process of its own.

mod judge_support;

use judge_support::{Case, exe, run, run_with};
use riskline::core::challenge::{FileRole, Language, Rule, RuleKind};
use riskline::core::verdict::{CheckReport, Grading, NotJudged, Overall, RunOutcome, RunReport, Verdict};
use riskline::judge::{Judge, RunControl, Which};
use std::collections::BTreeMap;
use std::time::Duration;

/// A challenge whose code is read, not run.
fn case(path: &str, code: &str) -> Case {
    let mut case = Case::new(path, code);
    case.challenge.language = Language::from_path(path);
    case.challenge.files[0].language = Language::from_path(path);
    case
}

trait Rules {
    fn feature(self, rule: &str) -> Self;
    fn flaw(self, rule: &str) -> Self;
    fn cure(self, rule: &str) -> Self;
}

impl Rules for Case {
    fn feature(self, rule: &str) -> Self {
        with_rule(self, RuleKind::Must, false, rule)
    }

    fn flaw(self, rule: &str) -> Self {
        with_rule(self, RuleKind::MustNot, true, rule)
    }

    fn cure(self, rule: &str) -> Self {
        with_rule(self, RuleKind::Must, true, rule)
    }
}

fn with_rule(mut case: Case, kind: RuleKind, of_site: bool, rule: &str) -> Case {
    let rules = &mut case.challenge.rules;
    rules.push(Rule {
        name: format!("rule {}", rules.len() + 1),
        kind,
        site: of_site.then(|| "any-order".to_owned()),
        hidden: false,
        files: vec![case.challenge.files[0].path.clone()],
        note: Some("Say so.".to_owned()),
        rule: rule.to_owned(),
    });
    case
}

fn stop(report: &RunReport) -> (NotJudged, String, Option<usize>) {
    let RunOutcome::NotJudged { reason, message, at } = &report.outcome else {
        panic!("it was judged: {report:?}")
    };
    assert_eq!(report.overall(), Overall::NotJudged);
    (*reason, message.clone(), at.as_ref().map(|at| at.line))
}

fn only(report: &RunReport) -> &CheckReport {
    assert_eq!(report.checks.len(), 1);
    &report.checks[0]
}

const BUCKET: &str = r#"resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}

resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "public-read"
}
"#;

fn bucket() -> Case {
    case("main.tf", BUCKET)
        .feature("matches: { resource: { TYPE: { regex: ^aws_s3_bucket$ } } }")
        .flaw(r#"matches: { setting: { NAME: { regex: ^acl$ }, VALUE: { not: { regex: '^"private"$' } } } }"#)
}

#[test]
fn the_original_keeps_the_feature_and_shows_where_the_flaw_is() {
    let report = run(&bucket(), BUCKET);
    assert_eq!(report.overall(), Overall::Open);
    assert_eq!(report.grading, Grading::Structure);
    assert_eq!(report.checks[0].verdict, Verdict::Holds);
    let flaw = &report.checks[1];
    assert_eq!(flaw.verdict, Verdict::Open);
    assert_eq!(flaw.evidence, "still there: main.tf line 7 `acl    = \"public-read\"`. Say so.");
    assert!(flaw.exchange.is_empty(), "one place is told of once");
}

#[test]
fn a_fix_closes_the_site_in_any_spelling() {
    for fixed in ["acl = \"private\"", "acl = \"${local.acl}\"\n}\nlocals {\n  acl = \"private\""] {
        let report = run(&bucket(), &BUCKET.replace("acl    = \"public-read\"", fixed));
        assert_eq!(report.overall(), Overall::Fixed, "{fixed}: {report:?}");
        assert!(report.closes("any-order"));
    }
}

#[test]
fn a_flaw_in_another_spelling_is_still_one() {
    for flaw in [
        "acl=\"public-read-write\"",
        "acl = \"${\"public-read\"}\"",
        "acl = local.acl\n}\nlocals {\n  acl = \"public-read\"",
        "/* private */ acl = /* \"private\" */ \"public-read\"",
        "acl = var.acl",
    ] {
        let report = run(&bucket(), &BUCKET.replace("acl    = \"public-read\"", flaw));
        assert_eq!(report.overall(), Overall::Open, "{flaw}: {report:?}");
    }
}

#[test]
fn what_is_commented_out_is_not_there() {
    let report = run(
        &bucket(),
        &BUCKET.replace("resource \"aws_s3_bucket\"", "# resource \"aws_s3_bucket\"\nresource \"x\""),
    );
    assert_eq!(report.overall(), Overall::BreaksFeature);
    let report = run(&bucket(), &BUCKET.replace("  acl ", "  # acl "));
    assert_eq!(report.overall(), Overall::Fixed);
}

#[test]
fn taking_the_feature_away_is_no_fix() {
    for gone in ["", "\n", "variable \"unused\" {}\n"] {
        let report = run(&bucket(), gone);
        assert_eq!(report.overall(), Overall::BreaksFeature, "{gone:?}");
        assert_eq!(report.checks[0].evidence, "missing in main.tf. Say so.");
        assert!(!report.keeps_feature());
    }
}

#[test]
fn a_patch_that_does_not_parse_is_not_judged_and_says_where() {
    let (reason, message, line) =
        stop(&run(&bucket(), &BUCKET.replace("\"acme-logs\"\n}", "\"acme-logs\"\n")));
    assert_eq!(reason, NotJudged::Syntax);
    assert!(message.starts_with("main.tf does not parse, line "), "{message}");
    assert!(line.is_some());
    for (path, code, bad) in [
        ("ci.yml", "on: push\n", "on: [push\njobs: }\n"),
        ("ci.yml", "on: push\n", "on: push\non: pull_request\n"),
        ("ci.yml", "on: push\n", "on: *unknown\n"),
        ("a.go", "package a\n", "package a\n\nfunc f( {\n"),
        ("A.java", "class A { }\n", "class A { void f( }\n"),
        ("Dockerfile", "FROM alpine\n", "FROM alpine\nRUNN echo\n"),
    ] {
        let report = run(&case(path, code).feature("regex: ."), bad);
        assert_eq!(stop(&report).0, NotJudged::Syntax, "{path}: {report:?}");
        assert_eq!(run(&case(path, code).feature("regex: ."), code).overall(), Overall::Fixed, "{path}");
    }
}

#[test]
fn what_the_parser_stumbles_over_in_the_original_is_no_fault_of_a_patch() {
    let original = "package a\n\nfunc f() { ?? }\n\nfunc g() {}\n";
    let case = case("a.go", original).feature("kind: function_declaration");
    assert!(run(&case, original).is_judged());
    assert!(run(&case, &original.replace("g()", "h()")).is_judged());
    assert_eq!(stop(&run(&case, &original.replace("g()", "g("))).0, NotJudged::Syntax);
}

#[test]
fn a_rule_that_must_match_is_open_until_it_does() {
    let case = case("A.java", "class A { void f() { g(); } }\n")
        .cure("any: [{ pattern: check(true) }, { pattern: $X.check(true) }]");
    let before = run(&case, "class A { void f() { g(); } }\n");
    assert_eq!(only(&before).verdict, Verdict::Open);
    assert_eq!(only(&before).evidence, "nothing in A.java rules it out. Say so.");
    for fixed in ["check(true);", "this.check( true );", "final boolean yes = true; check(yes);"] {
        let after = run(&case, &format!("class A {{ void f() {{ {fixed} g(); }} }}\n"));
        assert_eq!(only(&after).verdict, Verdict::Holds, "{fixed}");
    }
    for wrong in
        ["check(false);", "// check(true);", "boolean no = false; check(no);", "String s = \"check(true)\";"]
    {
        let after = run(&case, &format!("class A {{ void f() {{ {wrong}\n g(); }} }}\n"));
        assert_eq!(only(&after).verdict, Verdict::Open, "{wrong}");
    }
}

#[test]
fn a_faulty_rule_is_not_judged_and_never_a_pass() {
    for rule in [
        "kind: no_such_kind",
        "pattern: ''",
        "matches: nothing",
        "{",
        "regex: '('",
        "rule: { kind: block",
        "",
    ] {
        let (reason, message, _) = stop(&run(&bucket().flaw(rule), BUCKET));
        assert_eq!(reason, NotJudged::BrokenCheck, "{rule}: {message}");
        assert!(message.contains("The check \"rule 3\" is faulty"), "{message}");
    }
}

#[test]
fn many_matches_are_counted_and_a_few_are_shown() {
    let many: String = (0..3000).map(|i| format!("a{i} = \"${{var.x}}\"\n")).collect();
    let case = case("main.tf", &many).flaw("kind: attribute");
    let report = run(&case, &many);
    let flaw = only(&report);
    assert!(flaw.evidence.contains("more than 100 places in all"), "{}", flaw.evidence);
    assert_eq!(flaw.exchange.len(), 6);
}

#[test]
fn deep_nesting_and_great_size_are_refused_and_crash_nothing() {
    let deep = format!("a = {}1{}\n", "[".repeat(30_000), "]".repeat(30_000));
    assert_eq!(stop(&run(&bucket(), &deep)).0, NotJudged::Syntax);
    let yaml = case("ci.yml", "on: push\n").feature("regex: .");
    for bad in [
        format!("on: {}{}\n", "[".repeat(30_000), "]".repeat(30_000)),
        // Each line stands for ten of the line before.
        (0..12).fold("a0: &a0 x\n".to_owned(), |text, i| {
            format!("{text}a{}: &a{} [{}]\n", i + 1, i + 1, vec![format!("*a{i}"); 10].join(", "))
        }),
        "a: &a [*a]\n".to_owned(),
    ] {
        assert_eq!(stop(&run(&yaml, &bad)).0, NotJudged::Syntax, "{}", bad.len());
    }
    let go = case("a.go", "package a\n").feature("kind: package_clause");
    let deep = format!("package a\n\nvar x = {}1{}\n", "(".repeat(50_000), ")".repeat(50_000));
    assert_eq!(stop(&run(&go, &deep)).0, NotJudged::Syntax);
    assert_eq!(stop(&run(&go, &format!("package a\n//{}\n", "x".repeat(2 << 20)))).0, NotJudged::Syntax);
}

#[test]
fn a_rule_that_takes_too_long_is_ended() {
    let rows: String = (0..40_000).map(|i| format!("a{i} = 1\n")).collect();
    let slow = "kind: attribute\nprecedes: { kind: attribute, stopBy: end, precedes: { kind: attribute, stopBy: end, regex: ^zz } }";
    let case = case("main.tf", &rows).flaw(slow).cpu(Duration::from_millis(300));
    let (reason, message, _) = stop(&run(&case, &rows));
    assert_eq!(reason, NotJudged::Timeout);
    assert!(message.starts_with("Reading the code did not finish"), "{message}");
}

#[test]
fn several_files_are_read_as_one() {
    let main = "resource \"aws_s3_bucket\" \"logs\" {}\n";
    let mut case = case("main.tf", main);
    let mut other = case.challenge.files[0].clone();
    other.path = "access.tf".into();
    other.role = FileRole::Suggested;
    other.code = "# nothing yet\n".into();
    case.challenge.files.push(other);
    let block = r#"
rule:
  matches: { resource: { TYPE: { regex: ^aws_s3_bucket$ } } }
  has: { nthChild: 3, pattern: $NAME }
  any: [{ precedes: { matches: block-of-it, stopBy: end } }, { follows: { matches: block-of-it, stopBy: end } }]
utils:
  block-of-it:
    matches: { resource: { TYPE: { regex: ^aws_s3_bucket_public_access_block$ } } }
    has:
      stopBy: end
      matches: { setting: { NAME: { regex: ^bucket$ }, VALUE: { matches: { reference: { TYPE: { regex: ^aws_s3_bucket$ }, NAME: { pattern: $NAME } } } } } }
"#;
    let mut case = case.cure(block);
    case.challenge.rules[0].files = vec!["main.tf".into(), "access.tf".into()];
    let judge = Judge::new(exe(), case.limits);
    let with = |name: &str| {
        let text = format!(
            "\nresource \"aws_s3_bucket_public_access_block\" \"x\" {{\n  bucket = aws_s3_bucket.{name}.id\n}}\n"
        );
        let changed = BTreeMap::from([("access.tf".to_owned(), text)]);
        judge.run(&case.challenge, &case.challenge.with_changes(&changed), Which::All, &RunControl::new())
    };
    assert_eq!(only(&with("logs")).verdict, Verdict::Holds, "{:?}", with("logs"));
    assert_eq!(only(&with("other")).verdict, Verdict::Open);
}

#[test]
fn checks_that_run_and_rules_that_read_make_one_report() {
    let mut case =
        Case::new("app.py", "def f(): return 1\n").function("it answers", "import app\nassert app.f() == 1");
    let mut file = case.challenge.files[0].clone();
    (file.path, file.language, file.code) = ("ci.yml".into(), Language::Yaml, "on: push\n".into());
    case.challenge.files.push(file);
    let mut case = case
        .feature("matches: { entry: { KEY: { regex: ^on$ }, VALUE: { regex: ^push$ } } }")
        .flaw("regex: pull_request_target");
    case.challenge.rules.iter_mut().for_each(|rule| rule.files = vec!["ci.yml".into()]);
    let report = run(&case, "def f(): return 1\n");
    assert_eq!(report.overall(), Overall::Fixed, "{report:?}");
    let names: Vec<&str> = report.checks.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["it answers", "rule 1", "rule 2"]);
    assert_eq!(report.grading, Grading::Run);
    assert_eq!(run(&case, "def f(): return 2\n").overall(), Overall::BreaksFeature);
}

#[test]
fn hidden_rules_wait_for_the_patch_and_a_process_each_gives_the_same() {
    let mut case = bucket();
    case.challenge.rules[1].hidden = true;
    let judge = Judge::new(exe(), case.limits);
    let seen = judge.run(&case.challenge, &case.challenge.originals(), Which::Visible, &RunControl::new());
    assert_eq!(seen.checks.len(), 1);
    let alone = run_with(&judge.clone().without_fork(), &case, BUCKET);
    let forked = run_with(&judge, &case, BUCKET);
    let verdicts =
        |r: &RunReport| r.checks.iter().map(|c| (c.verdict, c.evidence.clone())).collect::<Vec<_>>();
    assert_eq!(verdicts(&alone), verdicts(&forked));
}
