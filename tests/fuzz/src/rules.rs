//! The text of a structural rule, as the loader looks at it.

use super::loader::{in_folder, loads};
use std::fs;

pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (language, rule) = match text.strip_prefix('y') {
        Some(rule) => ("yaml", rule),
        None => ("dockerfile", text),
    };
    // What may stand in no literal text of TOML has been the loader's target.
    if rule.contains("'''")
        || rule.ends_with('\'')
        || rule.contains(|c: char| c.is_control() && c != '\n' && c != '\t')
    {
        return;
    }
    let challenge = format!(
        "format = 1\nid = 'a'\ntitle = 'A'\nlanguage = '{language}'\nfamily = 'object-ownership'\nminutes = 1\n\
         difficulty = {{ cues = 1, plausibility = 1, distance = 1 }}\nprinciple = 'p'\n[brief]\nprompt = 'p'\nreply = 'r'\n\
         [[file]]\npath = 'Dockerfile'\nlanguage = '{language}'\ncode = 'FROM a'\n\
         [[rule]]\nkind = 'must'\nname = 'n'\nrule = '''\n{rule}'''\n"
    );
    in_folder(|folder| {
        let path = folder.join("rule.toml");
        fs::write(&path, challenge).expect("a file");
        // It lacks a decoy on purpose: what is said of the rule comes before that.
        let _ = loads(&path);
    });
}
