use super::*;
use crate::core::challenge::Language;
use proptest::prelude::*;
use std::sync::mpsc::channel;
use std::time::Duration;

fn classes(highlighter: &mut Highlighter, language: Language, text: &str) -> Vec<Vec<(String, SyntaxClass)>> {
    let mut document = Document::new(language);
    document.update(highlighter, text, || false);
    text.lines()
        .zip(document.spans())
        .map(|(line, spans)| spans.iter().map(|s| (line[s.range.clone()].to_owned(), s.class)).collect())
        .collect()
}

fn expect(highlighter: &mut Highlighter, language: Language, text: &str, part: &str, class: SyntaxClass) {
    let lines = classes(highlighter, language, text);
    let found = lines.iter().flatten().any(|(t, c)| t.trim() == part && *c == class);
    assert!(found, "{language}: `{part}` is not {class:?} in {lines:?}");
}

#[test]
fn every_language_is_known_and_coloured() {
    use SyntaxClass::*;
    let mut h = Highlighter::new();
    let python = "@app.get(\"/x\")\ndef read(order_id):\n    # why\n    return None if not order_id else f\"a {order_id}\\n\" + 12\n";
    for (part, class) in [
        ("def", Keyword),
        ("return", Keyword),
        ("not", Keyword),
        ("read", Function),
        ("# why", Comment),
        ("None", Constant),
        ("12", Number),
        ("\"/x\"", String),
        ("\\n", Escape),
        ("order_id", Variable),
        ("+", Operator),
    ] {
        expect(&mut h, Language::Python, python, part, class);
    }
    expect(&mut h, Language::JavaScript, "const a = 1 // b\n", "const", Keyword);
    expect(&mut h, Language::TypeScript, "interface A { b: string }\n", "interface", Keyword);
    expect(&mut h, Language::Go, "func main() {}\n", "main", Function);
    expect(&mut h, Language::Java, "class A { int b = 1; }\n", "1", Number);
    expect(&mut h, Language::Terraform, "resource \"a\" \"b\" {\n  acl = true # x\n}\n", "true", Constant);
    expect(&mut h, Language::Yaml, "steps:\n  - run: make # x\n", "steps", Key);
    expect(&mut h, Language::Dockerfile, "FROM debian:12\nRUN make\n", "FROM", Keyword);
    expect(&mut h, Language::Sql, "SELECT a FROM b WHERE c = 'd';\n", "'d'", String);
    expect(&mut h, Language::Html, "<a href=\"b\">c</a>\n", "href", Attribute);
    expect(&mut h, Language::Html, "<a href=\"b\">c</a>\n", "a", Tag);
    expect(&mut h, Language::Json, "{\"a\": \"b\"}\n", "\"a\"", Key);
    expect(&mut h, Language::Json, "{\"a\": \"b\"}\n", "\"b\"", String);
    expect(&mut h, Language::Toml, "[a]\nb = \"c\"\n", "\"c\"", String);
    expect(&mut h, Language::Shell, "if true; then echo \"$A\"; fi\n", "then", Keyword);
    expect(&mut h, Language::Markdown, "# Title\n\ntext\n", "# Title", Heading);
}

#[test]
fn what_stands_in_a_formatted_text_is_not_text() {
    let mut h = Highlighter::new();
    let lines = classes(&mut h, Language::Python, "a = f\"b {name} c\"\n");
    assert!(lines[0].iter().all(|(t, c)| !t.contains("name") || *c != SyntaxClass::String), "{lines:?}");
}

#[test]
fn only_the_lines_an_edit_bears_on_are_read_again() {
    let mut h = Highlighter::new();
    let lines: Vec<String> = (0..200).map(|i| format!("value_{i} = {i}  # note\n")).collect();
    let mut document = Document::new(Language::Python);
    assert_eq!(document.update(&mut h, &lines.concat(), || false), Some(200));
    assert_eq!(document.update(&mut h, &lines.concat(), || false), Some(0));
    let mut edited = lines.clone();
    edited[100] = "value_100 = 'now a text'\n".into();
    assert_eq!(document.update(&mut h, &edited.concat(), || false), Some(1));
    edited.insert(50, "\n".into());
    assert_eq!(document.update(&mut h, &edited.concat(), || false), Some(1));
    // An opened text runs to the end of the file, and all of it changes.
    edited[10] = "value_10 = '''\n".into();
    assert_eq!(document.update(&mut h, &edited.concat(), || false), Some(191));
    assert_eq!(document.spans()[150][0].class, SyntaxClass::String);
    edited.truncate(20);
    document.update(&mut h, &edited.concat(), || false);
    assert_eq!(document.spans().len(), 20);
}

#[test]
fn a_very_long_line_stays_plain_and_the_next_is_coloured() {
    let mut h = Highlighter::new();
    let text = format!("a = \"{}\"\nb = 1\n", "x".repeat(100_000));
    let mut document = Document::new(Language::Python);
    document.update(&mut h, &text, || false);
    assert!(document.spans()[0].is_empty());
    assert!(!document.spans()[1].is_empty());
}

#[test]
fn the_service_answers_the_newest_request() {
    let (sender, replies) = channel();
    let service = HighlightService::start(move |reply| {
        let _ = sender.send(reply);
    });
    for version in 1..=5 {
        let text = format!("a = {version}\nb = 'c'\n").into();
        service.request(HighlightRequest { doc: "a.py".into(), version, language: Language::Python, text });
    }
    let mut highlights = Highlights::default();
    assert!(highlights.is_empty());
    while highlights.version < 5 {
        highlights
            .accept(replies.recv_timeout(Duration::from_secs(60)).expect("the newest request is answered"));
    }
    let parts = highlights.parts(1, "b = 'c'");
    assert_eq!(parts.last().map(|p| p.class), Some(SyntaxClass::String));
    drop(service);
    assert!(replies.recv_timeout(Duration::from_secs(60)).is_err(), "the thread ends with its handle");
}

#[test]
fn an_answer_to_an_older_text_does_not_replace_a_newer_one() {
    let reply = |version| HighlightReply {
        doc: "a".into(),
        version,
        lines: vec![Arc::from([Span { range: 0..1, class: SyntaxClass::Keyword }])],
    };
    let mut highlights = Highlights::default();
    assert!(highlights.accept(reply(2)));
    assert!(!highlights.accept(reply(1)));
    assert!(highlights.accept(reply(2)));
}

#[test]
fn colours_below_an_edit_move_along() {
    let line = |class| -> LineSpans { Arc::from([Span { range: 0..1, class }]) };
    let mut highlights = Highlights {
        lines: vec![line(SyntaxClass::Keyword), line(SyntaxClass::String), line(SyntaxClass::Comment)],
        version: 1,
    };
    highlights.shift(1, 1, 3);
    assert_eq!(highlights.lines.len(), 5);
    assert_eq!(highlights.parts(4, "x")[0].class, SyntaxClass::Comment);
    highlights.shift(1, 3, 1);
    assert_eq!(highlights.parts(2, "x")[0].class, SyntaxClass::Comment);
    highlights.shift(9, 3, 1);
    assert_eq!(highlights.parts(2, "x")[0].class, SyntaxClass::Comment);
}

proptest! {
    #[test]
    fn parts_cover_any_text_exactly(
        text in "[a-z é日🦀]{0,20}",
        ranges in proptest::collection::vec((0usize..40, 0usize..40), 0..8),
    ) {
        let spans: Vec<Span> = ranges
            .into_iter()
            .map(|(a, b)| Span { range: a.min(b)..a.max(b), class: SyntaxClass::Keyword })
            .collect();
        let parts = cover(&spans, &text);
        let joined: String = parts.iter().map(|p| &text[p.range.clone()]).collect();
        prop_assert_eq!(joined, text);
        prop_assert!(parts.iter().all(|p| !p.range.is_empty()));
    }

    #[test]
    fn editing_gives_the_same_colours_as_reading_afresh(
        steps in proptest::collection::vec(
            proptest::collection::vec(
                prop_oneof![
                    Just("a = 1"), Just("'''"), Just("\"\"\" x"), Just("def f(b):"), Just("    return 'c'"), Just(""),
                    Just("# d"), Just("e = (\""), Just("é = 日本 + '🦀"), Just("\\"), Just("@app.get('x')")
                ],
                0..8,
            ),
            1..6,
        )
    ) {
        let mut h = Highlighter::new();
        let mut document = Document::new(Language::Python);
        for lines in steps {
            let text = lines.join("\n");
            document.update(&mut h, &text, || false);
            let mut fresh = Document::new(Language::Python);
            fresh.update(&mut h, &text, || false);
            prop_assert_eq!(document.spans(), fresh.spans());
            prop_assert_eq!(document.spans().len(), text.split_inclusive('\n').count());
        }
    }
}
