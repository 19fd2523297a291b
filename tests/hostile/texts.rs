//! Texts that steer a terminal or read otherwise than they run, in every place where a pack has a text.

use super::{Draft, Place};

/// What a player or an author may see: the key, a word before it that finds it, and whether it is a name.
const TEXTS: &[(&str, &str, bool)] = &[
    ("title", "title = 'Told'", true),
    ("principle", "principle = 'p'", false),
    ("prompt", "prompt = 'p'", false),
    ("reply", "reply = 'r'", false),
    ("strategy", "strategy = 's'", false),
    ("why", "severity = 'low'\nwhy = 'w'", false),
    ("why", "why = 'd'", false),
    ("name", "name = 'it answers'", true),
    ("note", "note = 'n'", false),
    ("path", "path = 'app.py'", true),
    ("id", "id = 'w'", true),
];

/// The challenge with `put` at the front of each of these texts.
fn with(put: &str, names: bool) -> String {
    let mut text = Draft::python().text();
    for (key, whole, _) in TEXTS.iter().filter(|(_, _, is_name)| names || !is_name) {
        assert!(text.contains(whole), "{whole}");
        let value = whole.rsplit_once(" = ").expect("a value").1.trim_matches('\'');
        let head = whole.rsplit_once(&format!("{key} = ")).expect("a key").0;
        text = text.replacen(whole, &format!("{head}{key} = \"{put}{value}\""), 1);
    }
    text.replace("context = ['The", &format!("ticket = \"{put}t\"\nprompt_gap = \"{put}g\"\nbetter_prompt = \"{put}b\"\ncontext = [\"{put}c\", 'The"))
        .replace("[brief]", &format!("talk = [\"{put}t\"]\nreferences = [\"https://{put}\"]\n[brief]"))
}

#[test]
fn control_characters_are_refused_in_every_text() {
    for put in ["\\u001b]0;owned\\u0007", "\\u009b2J", "\\u0000", "\\r", "\\u007f"] {
        let place = Place::new();
        let pack = place.pack("a.toml", with(put, true));
        let ran = place.run(&["pack", "check", &pack]).ends(1);
        let faults = ran.out.matches("[control-character]").count();
        assert_eq!(faults, TEXTS.len() + 6, "{put}\n{}", ran.out);
        place.run(&["pack", "check", "--json", &pack]).ends(1);
        place.run(&["judge", &pack]).ends(2);
        place.run(&["--packs", &place.path("packs").to_string_lossy(), "list"]).ends(0).says(&["left out"]);
    }
}

#[test]
fn what_hides_is_refused_in_names_and_written_out_elsewhere() {
    for put in ["\\u202e", "\\u2066", "\\u200b", "\\u3164", "\\U000e0041", "\\U000e0101"] {
        let place = Place::new();
        let pack = place.pack("a.toml", with(put, true));
        let ran = place.run(&["pack", "check", &pack]).ends(1);
        assert!(ran.out.matches("error").count() >= TEXTS.iter().filter(|t| t.2).count(), "{}", ran.out);
        let prose = place.pack("b.toml", with(put, false));
        for args in [&["judge", &*prose][..], &["judge", "--json", &prose]] {
            place.run(args).ends(1);
        }
        for args in [&["pack", "check", &*prose][..], &["pack", "check", "--json", &prose]] {
            let ran = place.run(args);
            assert!(ran.out.contains("hidden-character"), "{ran:#?}");
        }
    }
}

#[test]
fn hidden_characters_in_keys_heads_and_answers_are_written_out() {
    let place = Place::new();
    let esc = "\u{202e}\u{9b}2J\u{1b}[31m\u{200b}";
    for text in [
        format!("\"{esc}\" = 1\n[\"{esc}\".x]\n"),
        format!("[pack]\nid = \"{esc}\"\ntitle = \"{esc}\"\n[[challenge]]\n"),
        format!("# {esc}\n= {esc}\n{esc}"),
        "[pack]\nformat = 1\nid = \"\\u202e\"\ntitle = \"\\u001b\"\npromise = \"\\u009b\"\nversion = \"\\u200b\"\nauthors = [\"\\u001b\"]\nlicence = \"\\u202e\"\n[[challenge]]\nid = \"\\u202e\"\n".to_owned(),
    ] {
        let pack = place.pack("a.toml", &text);
        for format in ["text", "json", "sarif"] {
            place.run(&["pack", "check", "--format", format, &pack]).ends(1);
        }
        place.run(&["pack", "stats", &pack]);
        place.run(&["pack", "unbundle", &pack]).ends(2);
    }
    let answer = place.pack("answer.toml", format!("decision = \"{esc}\"\n\"{esc}\" = '{esc}'\n"));
    place.run(&["grade", "orders-api/order-lookup", &answer]).ends(2);
    let answer = place.pack(
        "answer.toml",
        "decision = \"\\u202e\"\n\"\\u009b\" = 1\n[[finding]]\nfile = \"\\u001b[2J\"\nlines = \"\\u202e\"\n",
    );
    place.run(&["grade", "orders-api/order-lookup", &answer]).ends(2);
}
