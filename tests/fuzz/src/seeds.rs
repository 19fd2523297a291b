//! Inputs to begin with: the built-in packs and what belongs to them, cut as each target reads it.

use super::answer::{CHALLENGES, LIBRARY};
use riskline::content::LoadedPack;
use riskline::core::challenge::{Challenge, Language};

/// A hundred or so inputs of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let all = || LIBRARY.challenges();
    match target {
        "loader" => {
            all().filter_map(whole).chain(EXTRA_PACKS.iter().map(|text| text.as_bytes().to_vec())).collect()
        }
        "answer" => ANSWERS
            .iter()
            .map(|text| text.replace("PATH", &CHALLENGES[0].1.files[0].path).into_bytes())
            .collect(),
        "settings" => vec![riskline::config::COMMENTED.into(), SETTINGS.into()],
        "rules" => {
            let rules = all().flat_map(|(_, c)| c.rules.iter().map(move |rule| (c.language, rule)));
            rules
                .map(|(language, rule)| {
                    format!("{}{}", if language == Language::Yaml { "y" } else { "" }, rule.rule).into()
                })
                .collect()
        }
        "reading" => {
            let files = all().flat_map(|(_, c)| &c.files);
            let read = files.filter_map(|f| match f.language {
                Language::Yaml => Some(format!("\0{}", f.code).into_bytes()),
                Language::Dockerfile => Some(format!("\u{1}{}", f.code).into_bytes()),
                _ => None,
            });
            read.chain(READ.iter().map(|text| format!("\0{text}").into_bytes())).collect()
        }
        "highlight" => all()
            .flat_map(|(_, c)| &c.files)
            .map(|f| {
                let language = Language::ALL.iter().position(|(l, ..)| *l == f.language).unwrap_or(0);
                [&[language as u8, 1, 200], f.code.as_bytes()].concat()
            })
            .collect(),
        "judge" => JUDGES.iter().map(|text| text.as_bytes().to_vec()).collect(),
        "draft" => vec![DRAFT.into(), counting(400), counting(4_000)],
        "anchors" | "editor" => (1..40).map(|n| counting(n * 25)).collect(),
        _ => Vec::new(),
    }
}

fn whole((pack, challenge): (&LoadedPack, &Challenge)) -> Option<Vec<u8>> {
    Some(pack.source(&challenge.id).ok()?.text().as_bytes().to_vec())
}

/// Bytes without a pattern that are the same each time.
fn counting(length: usize) -> Vec<u8> {
    let mut state = length as u32 | 1;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(next).collect()
}

const EXTRA_PACKS: &[&str] = &[
    concat!(
        include_str!("../../fixtures/packs/good/tiny/pack.toml"),
        "\0",
        include_str!("../../fixtures/packs/good/tiny/note-read.toml"),
        "\0",
        include_str!("../../fixtures/packs/good/tiny/note-count.toml"),
    ),
    include_str!("../../fixtures/packs/good/tiny/note-read.toml"),
    include_str!("../../fixtures/packs/good/tiny/note-count.toml"),
    include_str!("../../fixtures/packs/bad/incomplete.toml"),
    include_str!("../../fixtures/packs/bad/many-faults/one.toml"),
    include_str!("../../fixtures/packs/bad/many-faults/two.toml"),
    include_str!("../../fixtures/packs/bad/many-faults/three.toml"),
    "format = 1\nid = 'p'\ntitle = 'T'\npromise = 'P'\nversion = '1'\nlicence = 'MIT'\norder = ['a', 'b']\n\0id = 'a'\n\0id = 'a'\n",
    "[pack]\nformat = 1\nid = 'p'\ntitle = 'T'\npromise = 'P'\nversion = '1'\nlicence = 'MIT'\n[[challenge]]\nid = 'a'\n[[challenge]]\nid = 'a'\n",
    "[pack]\nid = \"\\u001b[31m\\u202e\"\n\"\u{202e}\" = 1\n",
];

const ANSWERS: &[&str] = &[
    "decision = 'reject'\nsure = 80\n[[finding]]\nfile = 'PATH'\nlines = '1-3'\ncwe = 639\nreason = 'no owner'\nboundary = { file = 'PATH', lines = '2' }\n",
    "challenge = 'orders-api/order-lookup'\ndecision = 'accept'\nsure = 50\nhint = 'region'\n[patch]\n'PATH' = '''\nx = 1\n'''\n",
    "decision = 'modify'\nsure = 95\n[[finding]]\nlines = '3'\n[[finding]]\nfile = 'PATH'\nlines = '7'\n",
    "decision = 'modfy'\nsure = 70\nspeed = 3\n[[finding]]\nlines = '16-13'\n",
];

const SETTINGS: &str = "theme = 'light'\nmouse = false\neditor = 'nano'\npacks = ['~/mine', 'b']\n[keys]\nundo = 'f20'\nredo = ['ctrl-y', 'alt-z']\n";

const READ: &[&str] = &[
    "a: &x [1, 2]\nb: *x\nc:\n  <<: { d: 1 }\n  e: |\n    text\n  f: >-\n    more\n---\n- ? k\n  : v\n- !!str 1\n- \"\\u001b\"\n",
    "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
];

const JUDGES: &[&str] = &[
    "{\"Ready\":1}\n{\"Began\":0}\n{\"Ended\":[0,{\"verdict\":\"holds\",\"evidence\":\"e\",\"stop\":null,\"exchange\":[{\"who\":\"bob\",\"did\":\"GET /\",\"got\":\"200\"}],\"trace\":[{\"kind\":\"sql\",\"what\":\"SELECT\"}],\"console\":\"c\",\"micros\":1}]}\n{\"Began\":1}\n{\"Ended\":[1,{\"verdict\":\"open\",\"evidence\":\"\",\"exchange\":[],\"trace\":[],\"console\":\"\",\"micros\":1}]}\n\"Done\"\n",
    "{\"Ready\":1}\n{\"Stopped\":{\"reason\":\"syntax\",\"message\":\"m\\u001b[2J\",\"at\":{\"file\":\"f\",\"line\":3}}}\n",
    "{\"Ready\":1}\n{\"Began\":0}\n{\"Overdue\":\"Cpu\"}\n",
];

const DRAFT: &str = r#"{"key":"p/c","hash":"","stage":"patch","findings":[{"file":"a.py","lines":"1-2","cwe":639,"reason":"r","boundary":{"file":"a.py","lines":"1"}}],"decision":"modify","sure":80,"hint":"none","locked":true,"patch":{"app.py":"x\n"},"review_places":{"file":"","at":{"app.py":{"line":3,"column":1,"top":1}}},"runs":1,"latest_run":null,"times":{"review":1},"started_at":1}"#;
