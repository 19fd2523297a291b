//! What readings are, language by language, and that the program's own rules are rules.

use super::grammar::Syntax;
use super::reading::{Source, parse};
use super::rule::Compiler;
use super::{lint, parses};
use crate::core::challenge::Language;
use proptest::prelude::*;

fn read(language: Language, text: &str) -> String {
    let syntax = Syntax::of(language).expect("this build reads it");
    (syntax.0.read)(syntax, &[Source { path: "a", text }]).expect("it can be read").text
}

#[test]
fn yaml_in_any_style_reads_alike() {
    let expected = "on:\n  push:\n    branches:\n      - main\njobs:\n  a:\n    if: \"true\"\n    run: |-\n      one\n      two\n";
    for text in [
        "'on': {push: {branches: [\"main\"]}}\njobs:\n  a: &a\n    if: 'true' # text\n    run: |\n      one\n      two\n",
        "x: &b\n  - main\non:\n  push: {branches: *b}\njobs: {a: {\"if\": !!str true, run: \"one\\ntwo\"}}\n",
        "d: &d {run: \"one\\ntwo\", if: no}\n\"on\":\n    push:\n        branches:\n        - main\njobs:\n  a:\n    if: \"true\"\n    <<: *d\n",
    ] {
        let got = read(Language::Yaml, text);
        let from = got.find("on:\n  push").expect("the trigger");
        assert_eq!(&got[from..], expected, "{text}");
    }
    assert_eq!(
        read(Language::Yaml, "a: TRUE\nb: ~\nc: ''\n- 1\n".split("- ").next().unwrap_or("")),
        "a: true\nb: null\nc: \"\"\n"
    );
    assert_eq!(read(Language::Yaml, "a: !Ref x\n---\n- - b\n  - {}\n"), "a: !Ref x\n---\n- - b\n  - {}\n");
}

#[test]
fn yaml_lines_know_where_they_come_from() {
    let syntax = Syntax::of(Language::Yaml).expect("this build reads it");
    let text = "base: &b\n  user: 0\n\njob: {<<: *b, run: x}\ns: |\n  one\n  two\n";
    let reading = (syntax.0.read)(syntax, &[Source { path: "a", text }]).expect("it can be read");
    let lines: Vec<(&str, usize)> =
        reading.text.lines().zip(reading.lines.iter().map(|(_, line)| *line)).collect();
    let expected = [
        ("base:", 1),
        ("  user: 0", 2),
        ("job:", 4),
        ("  run: x", 4),
        ("  user: 0", 2),
        ("s: |-", 5),
        ("  one", 6),
        ("  two", 7),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn terraform_in_any_style_reads_alike() {
    let expected =
        "resource a b {\n  policy = jsonencode(\n{\n  Effect = \"Allow\",\n  Who = var.who\n}\n)\n}\n";
    for text in [
        "resource \"a\" \"b\" {\n  policy = <<-EOF\n{\n  \"Effect\": \"Allow\",\n  \"Who\": \"${var.who}\"\n}\nEOF\n}\n",
        "resource a \"b\" {\n  policy = jsonencode(\n{\n  Effect = \"Allow\",\n  \"Who\" = var.who\n}\n)\n}\n",
    ] {
        assert_eq!(read(Language::Terraform, text).replace(" =  ", " = "), expected, "{text}");
    }
    let text = "a = <<EOT\nnot { json\nEOT\nb = \"x ${var.y}\"\nc = local.d\nlocals {\n  d = [\"1\",\n    local.e]\n  e = 2\n}\n";
    let got = read(Language::Terraform, text);
    assert!(got.contains("a = <<EOT\nnot { json\nEOT\nb = \"x ${var.y}\"\nc = [\"1\", 2]\n"), "{got}");
}

#[test]
fn dockerfiles_in_any_style_read_alike() {
    let expected = "FROM alpine:3.22 AS build\nENV A=b\nRUN one && two\nUSER node\n";
    for text in [
        "from alpine:3.22 as build\nenv A b\nrun one && \\\n    # why\n    two\nuser node\n",
        "FROM alpine:3.22 AS build\nENV A=b\n# why\nRUN one \\\n && two\nUSER \\\n  node\n",
    ] {
        let got: String = read(Language::Dockerfile, text)
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| format!("{l}\n"))
            .collect();
        assert_eq!(got, expected, "{text}");
    }
    let script =
        "FROM alpine\nRUN --mount=type=cache,target=/x <<-'EOF'\n  one \\\n    more\n  two\nEOF\nUSER a\n";
    assert_eq!(
        read(Language::Dockerfile, script),
        "FROM alpine\nRUN --mount=type=cache,target=/x one more; two\n\n\n\n\nUSER a\n"
    );
}

#[test]
fn constants_stand_for_their_values() {
    let go = "package a\n\n// x\nconst skip = true\n\nvar c = T{skip: skip, n: `raw`}\n";
    assert!(read(Language::Go, go).contains("var c = T{skip: true, n: \"raw\"}"));
    // A name that something else has too has no one value.
    let shadowed = "package a\n\nconst skip = true\n\nfunc f(skip bool) T { return T{a: skip} }\n";
    assert!(read(Language::Go, shadowed).contains("T{a: skip}"));
    let java = "class A { static final boolean ON = true; boolean off = false; void f() { g(A.ON, this.ON, ON, off, B.ON, ON()); } }\n";
    assert!(
        read(Language::Java, java).contains("g(true, true, true, off, B.ON, ON())"),
        "{}",
        read(Language::Java, java)
    );
}

#[test]
fn the_rules_that_challenges_can_use_are_rules() {
    for language in [Language::Go, Language::Java, Language::Terraform, Language::Yaml, Language::Dockerfile]
    {
        let syntax = Syntax::of(language).expect("this build reads it");
        let compiled = Compiler::new(syntax).and_then(|compiler| compiler.compile("regex: x"));
        assert!(compiled.is_ok(), "{language}: {:?}", compiled.err());
    }
}

#[test]
fn what_makes_a_rule_none_is_told_with_its_place() {
    let faults = |text: &str| -> Vec<(String, String)> {
        let place = |at: std::ops::Range<usize>| text[at].to_owned();
        lint(Language::Terraform, text).into_iter().map(|f| (place(f.at), f.what)).collect()
    };
    assert_eq!(
        faults("kind: block\nhas: { stopBy: end, any: [{ regex: '^a$' }, { kind: identifier }] }"),
        []
    );
    assert_eq!(faults("rule: { matches: own }\nutils: { own: { kind: block } }"), []);
    assert_eq!(faults("matches: { resource: { TYPE: { regex: x } } }"), []);
    for (text, place, what) in [
        ("kind: blok", "blok", "the grammar of Terraform has no kind `blok`"),
        ("knd: block", "knd", "`knd` is no key of a rule"),
        ("regex: '('", "'('", "this regular expression is refused: unclosed group"),
        ("matches: nothing", "nothing", "there is no rule `nothing`"),
        ("matches: { resource: { NAME: { kind: block } } }", "resource", "`resource` needs `TYPE`"),
        ("has: { field: kee, kind: block }", "kee", "the grammar has no field `kee`"),
        ("all: { kind: block }", "{", "`all` takes a list of rules"),
        ("range: { start: 1 }", "range", "`range` is no key of a rule"),
    ] {
        let found = faults(text);
        assert_eq!(found.first(), Some(&(place.to_owned(), what.to_owned())), "{text}");
    }
    assert!(faults("[").first().is_some_and(|(_, what)| what.starts_with("this is not YAML")));
    let deep = format!("{}{{ kind: block }}{}", "{ not: ".repeat(40), " }".repeat(40));
    assert!(faults(&deep).iter().any(|(_, what)| what.contains("refused")));
    assert!(!faults("regex: '(a{1000}){1000}'").is_empty());
}

/// Texts that touch every part of the readings.
const SAMPLES: &[(Language, &str)] = &[
    (
        Language::Go,
        "package a\n\n// x\nconst (\n\tskip = true\n\tn    = `raw`\n)\n\nfunc f(c *C) error {\n\treturn g(T{skip: skip, n: n}, \"ü\") /* y */\n}\n",
    ),
    (
        Language::Java,
        "class A {\n  static final String N = \"ü\"; // x\n  /* y */ void f(B b) { b.g(A.N, this.N, N); int N2 = 1; }\n}\n",
    ),
    (
        Language::Terraform,
        "# x\nlocals {\n  a = [\"1\", local.b] // y\n  b = \"ü ${var.c}\"\n}\nresource \"t\" \"n\" {\n  p = <<-EOF\n    {\"K\": [\"${x.y}\"]}\n  EOF\n  q = \"{\\\"k\\\": 1}\"\n  r = \"${local.a}\"\n}\n",
    ),
    (
        Language::Yaml,
        "'on': {push: [a, \"b: c\"]} # x\nx: &x\n  <<: {k: ~}\n  t: |\n    ü\n\n    two\n  u: >-\n    a\n    b\ny: *x\n- 1\n",
    ),
    (Language::Yaml, "a: !T [1, {b: &c [d]}]\n---\n- - *c\n- {}\n- \"\\u00fc\\n\\t\"\n"),
    (
        Language::Dockerfile,
        "# x\nfrom a as b\nenv K v\nRUN one \\\n  # y\n  && two ü\nRUN <<-'EOF' sh\n  a \\\n  b\nEOF\nCMD [\"x\"]\n",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is cut out of a file, doubled or put into it: it is read, with every line known, or it is refused.
    #[test]
    fn no_damage_makes_a_reading_go_wrong(
        sample in 0..SAMPLES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, 0..9_usize), 1..6),
    ) {
        let (language, text) = SAMPLES[sample];
        let mut chars: Vec<char> = text.chars().collect();
        for (at, count, what) in cuts {
            let at = at.index(chars.len() + 1);
            let end = (at + count).min(chars.len());
            let put: Vec<char> = match what {
                0 => Vec::new(),
                1 => chars[at..end].iter().chain(&chars[at..end]).copied().collect(),
                n => ["\n", "\"", "`", "{", "${", "\\", "<<EOF\n"][n - 2].chars().collect(),
            };
            chars.splice(at..end, put);
        }
        let text: String = chars.into_iter().collect();
        let syntax = Syntax::of(language).expect("this build reads it");
        let _ = parses(syntax, "a", &text, None);
        if let Ok(reading) = (syntax.0.read)(syntax, &[Source { path: "a", text: &text }]) {
            prop_assert_eq!(reading.text.lines().count(), reading.lines.len());
            let most = text.lines().count().max(1);
            prop_assert!(reading.lines.iter().all(|(file, line)| *file == 0 && (1..=most).contains(line)));
            prop_assert!(parse(syntax, &reading.text).is_ok());
        }
    }
}
