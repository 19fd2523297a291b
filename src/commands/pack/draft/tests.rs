use super::*;
use crate::content::{Level, LoadedPack, catalogue, load_pack};
use proptest::prelude::*;

const CODE: &str = "import os\n\n\ndef read(name):\n    path = os.path.join('/srv', name)\n    with open(path) as file:\n        return file.read()\n";

fn loaded(draft: &ChallengeDraft) -> LoadedPack {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.toml");
    let text = draft.to_toml();
    std::fs::write(&path, &text).expect("written");
    load_pack(&path, &catalogue()).unwrap_or_else(|report| panic!("{text}\n{}", report.render(false)))
}

fn draft(language: Language, flawed: bool) -> ChallengeDraft {
    ChallengeDraft { family: "path-containment".into(), ..ChallengeDraft::new("read-file", language, flawed) }
}

fn file(path: &str, code: &str) -> FileDraft {
    FileDraft {
        path: path.into(),
        role: FileRole::Suggested,
        language: None,
        before: None,
        code: code.into(),
    }
}

#[test]
fn a_draft_of_which_nothing_is_known_loads_in_every_language() {
    for (language, ..) in Language::ALL {
        for flawed in [true, false] {
            let judged = !gaps::proof(&draft(*language, flawed)).iter().any(|part| part.contains("patch"));
            if judged || flawed {
                let pack = loaded(&draft(*language, flawed));
                assert_eq!(pack.warnings, [], "{language}");
                assert_eq!(pack.pack.challenges[0].is_clean(), !flawed);
            }
        }
    }
}

#[test]
fn what_is_known_is_written_and_the_rest_is_marked() {
    let mut draft = draft(Language::Python, true);
    draft.title = "Read a file".into();
    draft.about = vec!["Drafted from somewhere.".into()];
    draft.files = vec![file("files.py", CODE)];
    draft.sites = vec![SiteDraft {
        about: vec!["rule python.open".into()],
        id: "join".into(),
        kind: SiteKind::Weakness,
        anchor: Anchor::of_lines("files.py", CODE, 5..=6).expect("an anchor"),
        also: Vec::new(),
        entries: Anchor::of_lines("files.py", CODE, 4..=4).into_iter().collect(),
        cwes: vec![22],
        cwe_note: "the scanner names\nno CWE".into(),
        severity: Severity::High,
        why: String::new(),
    }];
    insta::assert_snapshot!(draft.to_toml());
    let pack = loaded(&draft);
    let challenge = &pack.pack.challenges[0];
    let site = challenge.site("join").expect("the site");
    assert_eq!((site.core[0].first(), site.core[0].last()), (5, 6));
    assert_eq!(site.entries.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_the_texts_are_the_file_says_them(
        text in "(?s)(.|['\"\\\\\r\n\t\u{0}#\\[]){1,60}",
        code in "(?s)(.|['\"\\\\\r\n\t]){1,80}",
    ) {
        let mut draft = draft(Language::Python, true);
        draft.title = format!("t{text}");
        draft.about = vec![text.clone()];
        draft.brief.context = vec![format!("c{text}")];
        draft.files = vec![FileDraft { before: Some(text.clone()), ..file("a.py", &code) }];
        let read: toml::Table = draft.to_toml().parse().expect("TOML");
        prop_assert_eq!(read["title"].as_str(), Some(draft.title.as_str()));
        prop_assert_eq!(read["brief"]["context"][0].as_str(), Some(draft.brief.context[0].as_str()));
        prop_assert_eq!(read["file"][0]["code"].as_str(), Some(code.as_str()));
        prop_assert_eq!(read["file"][0]["before"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn lines_of_any_code_get_an_anchor_that_loads_or_none(code in "([a-c ]{0,3}\n){1,12}", first in 1usize..12, more in 0usize..4) {
        if let Some(anchor) = Anchor::of_lines("a.py", &code, first..=first + more) {
            let mut draft = draft(Language::Python, true);
            draft.files = vec![file("a.py", &code)];
            let site = SiteDraft {
                about: Vec::new(), id: "here".into(), kind: SiteKind::Weakness, anchor: anchor.clone(), also: Vec::new(),
                entries: vec![anchor.clone()], cwes: vec![22],
 cwe_note: String::new(), severity: Severity::Low, why: String::new(),
            };
            draft.sites = vec![site];
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a.toml");
            std::fs::write(&path, draft.to_toml()).expect("written");
            if let Err(report) = load_pack(&path, &catalogue()) {
                // Code of a line or two has no room for a decoy.
                let codes: Vec<_> = report.diagnostics.iter().filter(|d| d.level == Level::Error).map(|d| d.code).collect();
                prop_assert_eq!(codes, ["no-decoy"], "{}\n{}", draft.to_toml(), report.render(false));
            }
        }
    }
}
