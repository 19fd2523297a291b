//! Anchors: the lines that the loader finds are those that a simple reading of the rules finds.

use super::input::Input;
use super::loader::{in_folder, loads};
use riskline::core::lines::LineRange;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

const BITS: &[&str] = &[
    "a", "b", "ab", "x = 1", "(", ")", " ", "\t", "\n", "\n\n", "é", "漢", "e\u{301}", "'''", "\\", "\"", "#",
];

/// One anchor's `at`, `after` and `through`.
struct Anchor {
    at: String,
    after: Option<String>,
    through: Option<String>,
}

impl Anchor {
    fn of(input: &mut Input, code: &str) -> Self {
        let part = |input: &mut Input| {
            if input.below(8) == 0 {
                return input.text(BITS, 4);
            }
            let chars: Vec<char> = code.chars().collect();
            let from = input.below(chars.len().max(1));
            chars.iter().skip(from).take(1 + input.below(12)).collect()
        };
        let at = part(input);
        let after = (input.below(3) == 0).then(|| part(input));
        let through = (input.below(3) == 0).then(|| part(input));
        Self { at, after, through }
    }

    fn keys(&self) -> Vec<String> {
        let others = [("after", &self.after), ("through", &self.through)];
        let others =
            others.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", quoted(text.as_ref()?))));
        std::iter::once(format!("at = {}", quoted(&self.at))).chain(others).collect()
    }

    /// The lines that are meant, as the guide for authors says it.
    fn lines(&self, code: &str) -> Option<LineRange> {
        let needle = |text: &str| text.trim_matches('\n').to_owned();
        let all = |text: &str, from: usize| -> Vec<usize> {
            (from..=code.len())
                .filter(|i| !text.is_empty() && code.is_char_boundary(*i) && code[*i..].starts_with(text))
                .collect()
        };
        if self.at.trim().is_empty() {
            return None;
        }
        let at = needle(&self.at);
        let start = match &self.after {
            None => match all(&at, 0)[..] {
                [only] => only,
                _ => return None,
            },
            Some(after) => {
                let after = needle(after);
                let [only] = all(&after, 0)[..] else { return None };
                *all(&at, only + after.len()).first()?
            }
        };
        let mut end = start + at.len();
        if let Some(through) = &self.through {
            let through = needle(through);
            end = all(&through, end).first()? + through.len();
        }
        let line = |at: usize| code.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        Some(LineRange::new(line(start), line(end - 1)))
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        write!(out, "\\U{:08X}", u32::from(c)).expect("writing to a String cannot fail");
    }
    out + "\""
}

/// Whether two matches of a text overlap in the code, of which the loader counts one.
fn overlaps(code: &str, text: &str) -> bool {
    let text = text.trim_matches('\n');
    let all = |from: usize| code.get(from..).and_then(|rest| rest.find(text)).map(|n| n + from);
    let mut at = 0;
    while let Some(first) = all(at).filter(|_| !text.is_empty()) {
        let next = first + text.chars().next().map_or(1, char::len_utf8);
        if all(next).is_some_and(|second| second < first + text.len()) {
            return true;
        }
        at = next;
    }
    false
}

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let mut code = input.text(BITS, 60);
    if code.trim().is_empty() {
        code = "x = 1".to_owned();
    }
    let shown = if code.ends_with('\n') { code.clone() } else { format!("{code}\n") };
    let mut challenge = format!(
        "format = 1\nid = 'a'\ntitle = 'A'\nlanguage = 'python'\nfamily = 'object-ownership'\nminutes = 1\n\
         difficulty = {{ cues = 1, plausibility = 1, distance = 1 }}\nprinciple = 'p'\n[brief]\nprompt = 'p'\nreply = 'r'\n\
         [decision]\npatch = false\n[[file]]\npath = 'a.py'\ncode = {}\n",
        quoted(&code)
    );
    let mut wanted = Vec::new();
    for site in 0..1 + input.below(4) {
        let kind = if site == 0 { "weakness" } else { input.pick(&["decoy", "weakness", "neutral"]) };
        let main = Anchor::of(&mut input, &shown);
        let lists: Vec<Vec<Anchor>> =
            (0..2).map(|_| (0..input.below(4)).map(|_| Anchor::of(&mut input, &shown)).collect()).collect();
        write!(
            challenge,
            "[[site]]\nid = 's{site}'\nkind = '{kind}'\nwhy = 'w'\n{}\n",
            main.keys().join("\n")
        )
        .expect("a String");
        if kind == "weakness" {
            challenge += "cwe = [639]\nseverity = 'low'\n";
        }
        for (key, list) in ["also", "around"].iter().zip(&lists) {
            let tables: Vec<String> = list.iter().map(|a| format!("{{ {} }}", a.keys().join(", "))).collect();
            writeln!(challenge, "{key} = [{}]", tables.join(", ")).expect("a String");
        }
        wanted.push((format!("s{site}"), main, lists));
    }
    let loaded = in_folder(|folder| {
        let path = folder.join("anchors.toml");
        fs::write(&path, &challenge).expect("a file");
        loads(&path)
    });
    let anchors =
        || wanted.iter().flat_map(|(_, main, lists)| std::iter::once(main).chain(lists.iter().flatten()));
    // Where a text overlaps itself, how often it occurs is a matter of counting.
    if anchors().any(|a| [Some(&a.at), a.after.as_ref()].into_iter().flatten().any(|t| overlaps(&shown, t))) {
        return;
    }
    match loaded {
        Err(report) => {
            let codes: BTreeSet<&str> = report.diagnostics.iter().map(|d| d.code).collect();
            let unfound =
                codes.iter().any(|c| matches!(*c, "anchor-not-found" | "anchor-ambiguous" | "empty-text"));
            let bad = anchors().any(|a| a.lines(&shown).is_none());
            assert_eq!(unfound, bad, "{}\n{challenge}", report.render(false));
        }
        Ok(pack) => {
            let challenge = &pack.pack.challenges[0];
            for (id, main, lists) in &wanted {
                let site = challenge.sites.iter().find(|s| s.id == *id).expect("every site is there");
                let lines = |ranges: Vec<LineRange>| {
                    ranges.iter().flat_map(|r| r.iter()).collect::<BTreeSet<usize>>()
                };
                let found = |anchors: Vec<&Anchor>| {
                    lines(anchors.iter().map(|a| a.lines(&shown).expect("it is found")).collect())
                };
                let core = std::iter::once(main).chain(&lists[0]).collect();
                assert_eq!(lines(site.core.clone()), found(core), "core lines of {id}");
                assert_eq!(
                    lines(site.context.clone()),
                    found(lists[1].iter().collect()),
                    "context lines of {id}"
                );
                assert!(
                    main.lines(&shown).is_some_and(|m| site.core[0].touches(m)),
                    "the main anchor of {id} is first"
                );
            }
        }
    }
}
