//! The table of lints against what the program says, and every example of it.

use super::*;
use crate::content::{Level, catalogue, load_pack};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every finding about the packs at a path, errors of the loader too; nothing is run.
fn findings(path: &Path) -> Vec<(String, Level)> {
    let shown = |diagnostic: &Diagnostic| (diagnostic.code.to_owned(), diagnostic.level);
    match load_pack(path, &catalogue()) {
        Err(report) => report.diagnostics.iter().map(shown).collect(),
        Ok(pack) => {
            let packs = [pack];
            let found = without_allowed(&packs, read_lints(&packs, &[], &catalogue()), false);
            found.iter().map(|finding| shown(&finding.diagnostic)).collect()
        }
    }
}

/// The packs of the examples in a folder of their own, with one file changed.
fn changed(file: &str, change: impl FnOnce(String) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(root().join("tests/fixtures/lints/base")).expect("the fixture") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("a base that there is");
    fs::write(path, change(text)).expect("written");
    folder
}

/// Every source file of the program, by its path.
fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name =
                    path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&root().join("src"), &mut found);
    walk(&root().join("tests"), &mut found);
    found
}

#[test]
fn the_table_is_sound() {
    let names: BTreeSet<&str> = lints().iter().map(|lint| lint.name.as_str()).collect();
    assert_eq!(names.len(), lints().len(), "a name stands twice");
    for lint in lints() {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(lint.name.bytes().all(good), "{}", lint.name);
        assert!(lint.says.ends_with('.') && lint.why.ends_with('.'), "{}", lint.name);
        assert!(!lint.bad.is_empty() && !lint.good.is_empty() && lint.bad != lint.good, "{}", lint.name);
        let widest = lint.bad.lines().chain(lint.good.lines()).map(|line| line.chars().count()).max();
        assert!(widest <= Some(76), "an example of {} is too wide for 80 columns", lint.name);
    }
}

#[test]
fn the_packs_of_the_examples_have_no_finding() {
    assert_eq!(findings(&root().join("tests/fixtures/lints/base")), []);
}

#[test]
fn every_example_is_met_by_its_lint_and_by_no_other() {
    let mut wrong = Vec::new();
    for lint in lints().iter().filter(|lint| lint.proof.is_none() && !lint.runs) {
        let file = format!("{}.toml", lint.base.as_deref().unwrap_or("note-read"));
        let mut places = 0;
        let folder = changed(&file, |text| {
            places = text.matches(&lint.good).count();
            text.replacen(&lint.good, &lint.bad, 1)
        });
        if places != 1 {
            wrong.push(format!("{}: its good example stands {places} times in {file}", lint.name));
            continue;
        }
        let found: BTreeSet<(String, Level)> = findings(folder.path()).into_iter().collect();
        if found != BTreeSet::from([(lint.name.clone(), lint.level)]) {
            wrong.push(format!("{}: its bad example shows {found:?}", lint.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_proof_is_a_test_that_there_is() {
    let sources = sources();
    for lint in lints() {
        let Some(proof) = &lint.proof else { continue };
        let (file, test) = proof.split_once(": ").expect("FILE: TEST");
        let text = sources.get(file).unwrap_or_else(|| panic!("{}: no file {file}", lint.name));
        assert!(text.contains(&format!("fn {test}()")), "{}: no test {test} in {file}", lint.name);
    }
}

/// The names in the sources that stand where a finding gets its name.
fn names_in_sources() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let starts = [
        "error(",
        "warning(",
        "about_file(",
        "fault(",
        "report(",
        "Note::new(",
        "about(",
        "every(",
        "loses_one(",
        "code: ",
        "lint: ",
        "(code, message) = match",
        ": &str = ",
        "None => ",
        "Some(_) => (",
    ];
    for (file, text) in sources() {
        let of_findings = [
            "src/content/",
            "src/lint/",
            "src/judge/prove/",
            "src/config.rs",
            "src/commands/grade/answer_file.rs",
        ];
        if !of_findings.iter().any(|start| file.starts_with(start)) || file.ends_with("tests.rs") {
            continue;
        }
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, _) in text.match_indices('"') {
            let rest = &text[at + 1..];
            let Some(end) = rest.find('"') else { continue };
            let name = &rest[..end];
            let before = text[..at].trim_end_matches(['(', '&', ' ', '\n']);
            let line = text[..at].rsplit(['{', ';']).next().unwrap_or_default();
            if lint(name).is_some()
                || starts.iter().any(|start| before.ends_with(start.trim_end_matches(['(', ' '])))
                    && line.len() < 400
            {
                names.insert(name.to_owned());
            }
        }
    }
    names.retain(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    names
}

#[test]
fn the_table_holds_every_name_that_is_used_and_no_other() {
    let used = names_in_sources();
    let known: BTreeSet<String> = lints().iter().map(|lint| lint.name.clone()).collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    assert!(unknown.is_empty(), "without an entry in assets/lints.toml: {unknown:?}");
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(unused.is_empty(), "in assets/lints.toml, and used nowhere: {unused:?}");
}

/// A challenge for tests of several: flawed, or clean, with that code and reply.
fn challenge(id: &str, family: &str, clean: bool, code: &str, reply: &str) -> String {
    let truth = if clean {
        "check = [{ kind = \"function\", name = \"works\", code = \"pass\" }, { kind = \"exploit\", name = \"attack\", code = \"pass\" }]\n\
         fix = [{ kind = \"mutant\", note = \"Wrong.\", edit = [{ find = \"first = 1\", with = \"first = 2\" }] },\n\
         { kind = \"mutant\", note = \"Wrong, too.\", edit = [{ find = \"first = 1\", with = \"first = 3\" }] }]\n\
         site = [{ kind = \"decoy\", at = \"first = 1\", why = \"A number that never changes.\" }]\n"
    } else {
        "decision = { patch = false }\n\
         site = [{ kind = \"decoy\", at = \"first = 1\", why = \"A number that never changes.\" },\n\
         { id = \"w\", kind = \"weakness\", at = \"last\", entry = [{ at = \"last\" }], cwe = [1], severity = \"low\", why = \"What is wrong with it.\" }]\n"
    };
    let truth = truth
        .replace("cwe = [1]", &format!("cwe = [{}]", catalogue().family(family).expect("known").cwes[0]));
    format!(
        "[[challenge]]\nid = \"{id}\"\ntitle = \"{id}\"\nlanguage = \"python\"\nfamily = \"{family}\"\nminutes = 2\n\
         difficulty = {{ cues = 1, plausibility = 1, distance = 1 }}\nprinciple = \"p\"\nhints = {{ strategy = \"Look.\" }}\n\
         brief = {{ prompt = \"p\", reply = \"{reply}\", context = [\"Anybody may call it.\"] }}\n{truth}\
         file = [{{ path = \"a.py\", code = '''\nfirst = 1\n{code}last = 2\n''' }}]\n"
    )
}

/// The findings about a bundled pack of such challenges.
fn together(challenges: &[String]) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.toml");
    let head = "[pack]\nformat = 1\nid = \"many\"\ntitle = \"Many\"\npromise = \"p\"\nversion = \"1\"\nlicence = \"MIT\"\n";
    fs::write(&path, format!("{head}{}", challenges.concat())).expect("written");
    let pack = load_pack(&path, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let found = read_lints(&[pack], &[], &catalogue());
    found.into_iter().map(|finding| finding.diagnostic).filter(|it| it.code != "few-decoys").collect()
}

/// Lines of code that no other number has.
fn lines(number: usize, count: usize) -> String {
    (0..count).map(|line| format!("value_{number}_{line} = call_{number}({line}, other_{line})\n")).collect()
}

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|it| it.code).collect()
}

#[test]
fn nearly_the_same_code_is_found_among_many() {
    let mut all: Vec<String> =
        (0..60).map(|n| challenge(&format!("c-{n}"), "ssrf", n % 5 < 2, &lines(n, 20), "Done.")).collect();
    assert_eq!(codes(&together(&all)), [""; 0]);
    all.push(challenge("again", "ssrf", true, &(lines(7, 20) + "value = 3\n"), "Done."));
    let found = together(&all);
    assert_eq!(codes(&found), ["near-duplicate"]);
    assert!(found[0].message.ends_with("% of the code is that of `many/c-7`"), "{}", found[0].message);
}

#[test]
fn a_challenge_file_is_no_duplicate_of_itself_in_its_pack() {
    let built_in = crate::content::Library::load(true, &[], &catalogue()).packs;
    let codes = |name: &str| -> Vec<&str> {
        let folder = tempfile::tempdir().expect("a folder");
        let text = fs::read_to_string(root().join("challenges/storefront/refund-tests.toml")).expect("there");
        let path = folder.path().join("one.toml");
        fs::write(&path, text.replace("\"refund-tests\"", &format!("\"{name}\""))).expect("written");
        let pack = load_pack(&path, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)));
        let found = read_lints(&[pack], &built_in, &catalogue());
        found.iter().map(|finding| finding.diagnostic.code).collect()
    };
    assert_eq!(codes("refund-tests"), [""; 0]);
    assert_eq!(codes("copied"), ["near-duplicate"], "under another id it is a copy");
}

#[test]
fn a_family_without_a_clean_challenge_is_said() {
    let of = |id: &str, family, clean| challenge(id, family, clean, "", "Done.");
    let one = [of("a", "ssrf", false), of("b", "xss", true)];
    assert_eq!(codes(&together(&one)), [""; 0], "one flawed challenge is let be");
    let two = [of("a", "ssrf", false), of("b", "xss", true), of("c", "ssrf", false)];
    let found = together(&two);
    assert_eq!(codes(&found), ["no-safe-twin"]);
    assert!(found[0].place.as_ref().is_some_and(|place| place.text == "family = \"ssrf\""), "{:?}", found[0]);
    let twin = [of("a", "ssrf", false), of("b", "ssrf", true), of("c", "ssrf", false)];
    assert_eq!(codes(&together(&twin)), [""; 0]);
}

#[test]
fn the_share_of_clean_challenges_is_held() {
    let pack = |clean: usize, all: usize| -> Vec<String> {
        (0..all).map(|n| challenge(&format!("c-{n}"), "ssrf", n < clean, "", "Done.")).collect()
    };
    for (clean, all, told) in [(3, 7, false), (3, 10, false), (1, 6, false), (1, 7, true), (6, 10, true)] {
        let found = together(&pack(clean, all));
        assert_eq!(codes(&found).contains(&"clean-share"), told, "{clean} of {all}: {found:?}");
    }
    let message = &together(&pack(1, 7))[0].message;
    assert_eq!(message, "1 of 7 challenges are clean, which is 14 %");
}

#[test]
fn what_tells_flawed_from_clean_is_told_with_its_figures() {
    let same: Vec<String> = (0..12)
        .map(|n| challenge(&format!("c-{n}"), "ssrf", n % 2 == 0, &lines(n, 10 + n / 2), "Done."))
        .collect();
    assert_eq!(codes(&together(&same)), [""; 0]);
    // Flawed ones are longer, have more comments and longer replies, and so their first line is a smaller part of the file.
    let apart: Vec<String> = (0..12)
        .map(|n| {
            let clean = n % 2 == 0;
            let code = if clean { lines(n, 10) } else { lines(n, 40 + n) + "# one\n# two\n" };
            challenge(
                &format!("c-{n}"),
                "ssrf",
                clean,
                &code,
                if clean { "Done." } else { "Done, all of it." },
            )
        })
        .collect();
    let found = together(&apart);
    let told: BTreeSet<&str> = codes(&found).into_iter().collect();
    assert_eq!(told, BTreeSet::from(["length-tells", "comments-tell", "reply-tells"]));
    let length = found.iter().find(|it| it.code == "length-tells").expect("told");
    assert_eq!(
        length.message,
        "flawed challenges have longer code: median 50 against 12 lines (AUC 1.00; by chance 0.50 ± 0.35, with 6 flawed and 6 clean)"
    );
    let help = length.help.as_deref().unwrap_or_default();
    assert!(help.starts_with("most of it comes from many/c-0 (clean, 12), "), "{help}");
}

#[test]
fn what_is_no_ordinary_file_is_refused() {
    let unread = |make: &dyn Fn(&Path)| {
        let folder = changed("note-read.toml", |text| text);
        let path = folder.path().join("note-read.toml");
        fs::remove_file(&path).expect("removed");
        make(&path);
        findings(folder.path())
    };
    let error = |code: &str| vec![(code.to_owned(), Level::Error)];
    assert_eq!(unread(&|path| fs::create_dir(path).expect("made")), error("not-a-file"));
    #[cfg(unix)]
    assert_eq!(
        unread(&|path| std::os::unix::fs::symlink("pack.toml", path).expect("made")),
        error("symlink")
    );
    // A folder's entries cannot be listed where it is none.
    let file = changed("note-read.toml", |text| text);
    assert_eq!(findings(&file.path().join("pack.toml/there")), error("unreadable"));
}

#[test]
fn a_folder_without_packs_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = crate::content::packs_at(folder.path()).expect_err("empty");
    assert_eq!(codes(&report.diagnostics), ["no-pack"]);
}

#[test]
fn a_bundle_comes_in_the_order_of_its_challenges() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.toml");
    let of = |id: &str| challenge(id, "ssrf", true, "", "Done.");
    let head = "[pack]\nformat = 1\nid = \"many\"\ntitle = \"Many\"\npromise = \"p\"\nversion = \"1\"\nlicence = \"MIT\"\n";
    fs::write(&path, format!("{head}order = [\"b\", \"a\"]\n{}{}", of("a"), of("b"))).expect("written");
    assert_eq!(findings(&path), [("bad-order".to_owned(), Level::Error)]);
}

#[test]
fn a_weakness_in_a_file_of_context_is_said() {
    let text = challenge("one", "ssrf", false, "", "Done.")
        .replace("[[challenge]]\n", "")
        .replace("file = [", "file = [{ path = \"b.py\", code = \"x = 1\\n\" }, ");
    let text = text
        .replace("path = \"a.py\",", "path = \"a.py\", role = \"context\",")
        .replace("kind = \"decoy\"", "kind = \"decoy\", file = \"a.py\"");
    let text = text.replace("kind = \"weakness\"", "kind = \"weakness\", file = \"a.py\"");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.toml");
    fs::write(&path, &text).expect("written");
    assert!(
        findings(&path).contains(&("weakness-in-context".to_owned(), Level::Warning)),
        "{:?}",
        findings(&path)
    );
    fs::write(&path, text.replace("path = \"b.py\",", "path = \"b.py\", role = \"context\","))
        .expect("written");
    assert!(findings(&path).contains(&("nothing-suggested".to_owned(), Level::Error)));
}

#[test]
fn an_exception_lets_a_warning_be_and_nothing_else() {
    let few = lint("few-decoys").expect("known");
    let with = |exception: &str| {
        let folder = changed("note-read.toml", |text| {
            text.replacen(&few.good, &few.bad, 1).replacen("[brief]", &format!("{exception}\n[brief]"), 1)
        });
        findings(folder.path()).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!(with(""), ["few-decoys"]);
    assert_eq!(with("[[allow]]\nlint = \"few-decoys\"\nwhy = \"There is no other line.\"\n"), [""; 0]);
    assert_eq!(
        with("[[allow]]\nlint = \"few-decoy\"\nwhy = \"A slip.\"\n"),
        ["few-decoys", "needless-allow"]
    );
    // A whole pack can say it, too, and an error cannot be let be by anybody.
    let of_pack = |exception: &str| {
        let folder = changed("note-read.toml", |text| text.replacen(&few.good, &few.bad, 1));
        let head = folder.path().join("pack.toml");
        let text = fs::read_to_string(&head).expect("a head");
        fs::write(&head, format!("{text}\n{exception}")).expect("written");
        findings(folder.path()).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!(of_pack("[[allow]]\nlint = \"few-decoys\"\nwhy = \"Small.\"\n"), [""; 0]);
    assert_eq!(of_pack("[[allow]]\nlint = \"gap\"\nwhy = \"Later.\"\n"), ["few-decoys", "needless-allow"]);
}

/// What the lints for giveaways say about a reply and a line of code.
fn giveaways(reply: &str, line: &str) -> Vec<String> {
    let folder = changed("note-read.toml", |text| {
        text.replacen("Done: the id is a number, and a missing note gives None.", reply, 1).replacen(
            "    # A number, whatever came.",
            line,
            1,
        )
    });
    findings(folder.path()).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn a_confident_reply_and_plain_comments_give_nothing_away() {
    let line = "    # A number, whatever came.";
    for reply in [
        "It uses a parameterised query, so it cannot be used for SQL injection.",
        "Nothing is left open: there is no IDOR in it.",
        "Ids that are unknown give None; safe to merge.",
        "The id is an int converter, and each read is logged for support.",
    ] {
        assert_eq!(giveaways(reply, line), [""; 0], "{reply}");
    }
    for reply in [
        "The owner is not checked, for simplicity.",
        "You may want to add a permission check.",
        "This adds an IDOR for you.",
        "Anyone can read a note by its id.",
    ] {
        assert_eq!(giveaways(reply, line), ["reply-gives-away"], "{reply}");
    }
    let reply = "Done.";
    for line in [
        "    # Compared in constant time, against timing attacks.",
        "    verify = ctx.InsecureSkipVerify",
        "    text = 'todo list, unsafe or not'",
        "    hackney = 1",
    ] {
        assert_eq!(giveaways(reply, line), [""; 0], "{line}");
    }
    for line in
        ["    # fixme", "    insecure_note = 1", "    # An attacker sends this.", "    readUnsafeNote = 1"]
    {
        assert_eq!(giveaways(reply, line), ["code-gives-away"], "{line}");
    }
}

#[test]
fn the_built_in_packs_have_no_finding_that_reading_shows() {
    let library = crate::content::Library::load(true, &[], &catalogue());
    let found = without_allowed(&library.packs, read_lints(&library.packs, &[], &catalogue()), false);
    let told: String = found.iter().map(|finding| finding.diagnostic.render(false)).collect();
    assert!(found.is_empty(), "{told}");
}

/// What `--fix` makes of a file of the examples' packs that was changed.
fn mended(file: &str, from: &str, to: &str) -> (Vec<String>, Vec<(String, Level)>, String) {
    let folder = changed(file, |text| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replacen(from, to, 1)
    });
    let found: Vec<Finding> = match load_pack(folder.path(), &catalogue()) {
        Err(report) => report.diagnostics.into_iter().map(Finding::of_unread).collect(),
        Ok(pack) => {
            let packs = [pack];
            without_allowed(&packs, read_lints(&packs, &[], &catalogue()), false)
        }
    };
    let mut changes = Vec::new();
    for mended in mend(&found, |file| fs::read_to_string(file).ok()) {
        fs::write(&mended.file, &mended.text).expect("written");
        changes.extend(mended.changes);
    }
    let text = fs::read_to_string(folder.path().join(file)).expect("a file");
    (changes, findings(folder.path()), text)
}

#[test]
fn what_the_loader_did_not_read_is_not_read_to_be_mended() {
    for code in ["not-a-file", "symlink", "too-large", "unreadable", "syntax"] {
        let (file, message) = ("one.toml".to_owned(), String::new());
        let diagnostic = Diagnostic { level: Level::Error, code, message, file, place: None, help: None };
        assert_eq!(mend(&[Finding::of_unread(diagnostic)], |file| panic!("{code}: {file} is read")), []);
    }
}

#[test]
fn slips_are_mended_and_everything_else_stays_as_it_is() {
    let original =
        |file: &str| fs::read_to_string(root().join("tests/fixtures/lints/base").join(file)).expect("text");
    let none: Vec<(String, Level)> = Vec::new();
    for (file, from, to, change) in [
        (
            "note-read.toml",
            "id         = \"note-read\"",
            "id         = \"note-raed\"",
            "wrote `note-read` as the id",
        ),
        (
            "pack.toml",
            "order   = [\"note-read\", \"note-count\", \"bucket\"]",
            "order   = [\"note-read\", \"note-count\", \"bucket\", \"note-read\"]",
            "removed the second \"note-read\" from `order`",
        ),
        (
            "note-read.toml",
            "cwe      = [639, 862]",
            "cwe      = [639, 862, 639]",
            "removed the second CWE-639",
        ),
    ] {
        let (changes, left, text) = mended(file, from, to);
        assert_eq!((changes, &left), (vec![change.to_owned()], &none), "{file}");
        assert_eq!(text, original(file));
    }
    let (changes, left, _) = mended("pack.toml", "format  = 1\n", "");
    assert_eq!((changes, left), (vec!["wrote `format = 1`".to_owned()], none.clone()));
    let two = "# kept\n[[allow]]\nlint = \"few-decoys\"\nwhy = \"x\"\n\n[[allow]]\nlint = \"no-hint\"\nwhy = \"\"\"\n[brief]\"\"\"\n\n[brief]";
    let (changes, left, text) = mended("note-read.toml", "[brief]", two);
    let both = ["removed the exception for `no-hint`", "removed the exception for `few-decoys`"];
    assert_eq!((changes, left), (both.map(str::to_owned).to_vec(), none));
    assert!(!text.contains("allow") && text.contains("[hints]"), "{text}");
    // What is not a slip is left alone.
    let (changes, left, _) = mended("note-read.toml", "minutes    = 2", "minutes    = 99");
    assert_eq!((changes.len(), left.len()), (0, 1));
}
