//! Files that are too much: for the parser, for memory, for the reader; and folders full of traps.

use super::{Draft, Place, ended};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

const MIB: usize = 1 << 20;

#[test]
fn files_that_blow_up_are_refused_with_a_message() {
    let place = Place::new();
    let deep = |text: &str| text.repeat(MIB / text.len() - 20);
    for (name, text, says) in [
        ("dotted keys", format!("a{} = 1\n", deep(".a")), "recursion"),
        ("a dotted header", format!("[a{}]\n", deep(".a")), "recursion"),
        ("lists in lists", format!("a = {}", deep("[")), "recur"),
        ("tables in tables", format!("a = {}", deep("{a=")), "recur"),
        ("many keys", (0..90_000).map(|n| format!("k{n} = 1\n")).collect(), "more faults are not listed"),
        ("one key again and again", deep("a=1\n"), "duplicate key"),
        ("no keys at all", deep("= 1\n"), "more faults are not listed"),
        ("one text", format!("a = \"{}\"\n", deep("x")), "is not a key"),
        ("a text without an end", format!("a = '''{}", deep("x")), "syntax"),
        ("quotes", format!("a = \"\"\"{}", deep("\"")), "syntax"),
        ("escapes", format!("a = \"{}\"", deep("\\u001")), "syntax"),
        ("carriage returns", deep("\r"), "syntax"),
        ("NULs", deep("\0"), "syntax"),
        ("comments", deep("#\n"), "is missing"),
        ("tables", format!("[pack]\n{}", deep("[[challenge]]\n")), "is missing"),
        ("empty lists", format!("pack = [{}]", deep("[],")), "wrong-type"),
    ] {
        let pack = place.pack("a.toml", &text);
        let ran = place.run(&["pack", "check", &pack]).ends(1);
        assert!(ran.out.contains(says), "{name}: {}", ran.out.chars().take(2000).collect::<String>());
    }
}

#[test]
fn encodings_other_than_utf_8_are_told() {
    let place = Place::new();
    let text = Draft::python().text();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &utf16[..]].concat();
    let latin1 = text
        .replace("'p'", "'x'")
        .into_bytes()
        .into_iter()
        .map(|b| if b == b'x' { 0xe9 } else { b })
        .collect();
    for bytes in [utf16, marked, latin1] {
        let pack = place.pack("a.toml", bytes);
        place.run(&["pack", "check", &pack]).ends(1);
    }
    // A mark in front of UTF-8 is what some editors write, and no fault.
    let pack = place.pack("a.toml", format!("\u{feff}{text}"));
    place.run(&["judge", &pack]).ends(1).says(&["it tells"]);
}

#[test]
fn memory_stays_bounded() {
    let place = Place::new();
    let limited = |path: &str| {
        let mut command = Command::new("sh");
        // The judge's own limits come on top; only the loader works here.
        command.args([
            "-c",
            "ulimit -v 3000000; exec \"$0\" pack check \"$1\"",
            env!("CARGO_BIN_EXE_riskline"),
            path,
        ]);
        command.env_clear().env("RISKLINE_HOME", place.path("home"));
        ended(command)
    };
    for element in ["[],", "1,", "{},"] {
        let pack = place.pack("a.toml", format!("pack = [{}]", element.repeat(8 * MIB / element.len() - 10)));
        let ran = limited(&pack).ends(1);
        ran.fit_for_a_terminal();
    }
    let pack = place.pack("a.toml", vec![b' '; 8 * MIB + 1]);
    place.run(&["pack", "check", &pack]).ends(1).says(&["too-large"]);
    // A few edits of large files make many larger ones.
    let big = format!("z{}\n", "x".repeat(250_000));
    let mut text = Draft::python().text();
    for file in ["b", "c"] {
        text += &format!("[[file]]\npath = '{file}.py'\ncode = '''\n{big}'''\n");
    }
    for fix in 0..39 {
        text += &format!(
            "[[fix]]\nkind = 'wrong'\nnote = 'n'\n[[fix.edit]]\nfile = 'b.py'\nfind = 'z'\nwith = '{fix}'\n"
        );
        text += &format!("[[fix.edit]]\nfile = 'c.py'\nfind = 'z'\nwith = '{fix}'\n");
    }
    let text = text
        .replace("at = '# told'", "file = 'app.py'\nat = '# told'")
        .replace("at = 'secret('", "file = 'app.py'\nat = 'secret('");
    fs::create_dir(place.path("packs").join("big")).expect("a folder");
    let ids: Vec<String> = (0..10).map(|n| format!("c{n}")).collect();
    for id in &ids {
        place.pack(&format!("big/{id}.toml"), text.replace("id = 'hostile'", &format!("id = '{id}'")));
    }
    let head = format!(
        "format = 1\nid = 'big'\ntitle = 'B'\npromise = 'p'\nversion = '1'\nauthors = ['x']\nlicence = 'MIT'\norder = {ids:?}\n"
    );
    place.pack("big/pack.toml", head);
    let ran = limited(place.path("packs").join("big").to_str().expect("UTF-8"));
    ran.fit_for_a_terminal();
    ran.ends(1).says(&["too-large", "with the files that its fixes make"]);
}

#[test]
fn counts_have_an_end() {
    let place = Place::new();
    let text = Draft::python().text();
    let file = |n: usize| format!("[[file]]\npath = 'f{n}.py'\ncode = 'x'\n");
    let site = |n: usize| format!("[[site]]\nid = 's{n}'\nkind = 'decoy'\nat = 'secret('\nwhy = 'd'\n");
    let check = |n: usize| format!("[[check]]\nkind = 'function'\nname = 'n{n}'\ncode = 'pass'\n");
    let fix = |n: usize| format!("[[fix]]\nkind = 'wrong'\nnote = 'n'\ncode.'app.py' = 'x = {n}'\n");
    let edit = |_: usize| "[[fix.edit]]\nfind = 'ana'\nwith = 'anaana'\n".to_owned();
    let anchor = |_: usize| "{ at = 'secret(' }, ".to_owned();
    let many = |of: &dyn Fn(usize) -> String, count: usize| (0..count).map(of).collect::<String>();
    for more in
        [many(&file, 25), many(&site, 100), many(&check, 100), many(&fix, 100), fix(0) + &many(&edit, 100)]
    {
        let pack = place.pack("a.toml", format!("{text}{more}"));
        place.run(&["pack", "check", &pack]).ends(1).says(&["is the most"]);
    }
    let also = text.replace("why = 'd'", &format!("why = 'd'\nalso = [{}]", many(&anchor, 100)));
    place.run(&["pack", "check", &place.pack("a.toml", also)]).ends(1).says(&["is the most"]);
    // Edits that double a file each time: what they make is bounded, however many there are.
    let doubling: String = (0..40).map(|_| "[[fix.edit]]\nfind = 'x'\nwith = 'xx'\n").collect();
    place.run(&["pack", "check", &place.pack("a.toml", format!("{text}{}{doubling}", fix(0)))]).ends(1);
    let lines = text.replace("def secret", &format!("{}def secret", "\n".repeat(1_000_000 / 2)));
    place.run(&["pack", "check", &place.pack("a.toml", lines)]).ends(1).says(&["too-long"]);
    // Anchors that stand nowhere, in a file whose lines are all nearly as far from them.
    let line = |n: usize| format!("{}{n:04}\n", "abcdefgh".repeat(24));
    let far = text.replace("def secret", &format!("{}def secret", many(&line, 1200)))
        + &many(
            &|n| format!("[[site]]\nkind = 'decoy'\nwhy = 'd'\nat = '{}{n:03}'\n", "hgfedcba".repeat(24)),
            58,
        );
    place.run(&["pack", "check", &place.pack("a.toml", far)]).ends(1).says(&["anchor-not-found"]);
}

#[test]
fn no_path_leads_out() {
    let place = Place::new();
    for path in [
        "../x.py",
        "/etc/passwd",
        "a/../../x",
        "C:/x",
        "c:x",
        "a\\\\b",
        "~/x",
        "a//b",
        "./x",
        "x/",
        "x.",
        "x ",
        "CON",
        "con.py",
        "src/NUL",
        "aux.tar.py",
        "COM1.py",
        "-rf",
        "a/--x.py",
        "a\\u0000b",
        "a\\nb",
        "a*b",
        "x|y",
        "\\u202eyp.a",
        "..",
        "",
    ] {
        let text = Draft::python().text().replace("path = 'app.py'", &format!("path = \"{path}\""));
        let pack = place.pack("a.toml", text);
        place.run(&["pack", "check", &pack]).ends(1);
        place.run(&["judge", &pack]).ends(2);
    }
    for (a, b) in [("a.py", "A.py"), ("a", "a/b.py"), ("a/b", "A")] {
        let more = format!("[[file]]\npath = '{a}'\ncode = 'x'\n[[file]]\npath = '{b}'\ncode = 'x'\n");
        let pack = place.pack("a.toml", Draft::python().text() + &more);
        place.run(&["pack", "check", &pack]).ends(1).says(&["clashes"]);
    }
    for id in ["../x", "/x", "-rf", "--help", "x/y", "x.y", "X", "\\u0430", "", ".", "..", "a\\u0000"] {
        let text = Draft::python().text().replace("id = 'hostile'", &format!("id = \"{id}\""));
        let bundle = format!(
            "[pack]\nformat = 1\nid = \"{id}\"\ntitle = 't'\npromise = 'p'\nversion = '1'\nauthors = ['x']\nlicence = 'MIT'\n[[challenge]]\nid = \"{id}\"\n"
        );
        for text in [text, bundle] {
            let pack = place.pack("a.toml", text);
            place.run(&["pack", "check", &pack]).ends(1);
            place.run(&["pack", "unbundle", &pack]).ends(2);
        }
    }
}

#[test]
fn traps_in_a_folder_are_neither_opened_nor_followed() {
    let place = Place::new();
    let head = "format = 1\nid = 'trap'\ntitle = 'T'\npromise = 'p'\nversion = '1'\nauthors = ['x']\nlicence = 'MIT'\norder = ['one']\n";
    let packs = place.path("packs");
    let pipe = |name: &str| {
        let made = Command::new("mkfifo").arg(packs.join(name)).status().expect("mkfifo runs");
        assert!(made.success());
    };
    let check = |name: &str| place.run(&["pack", "check", packs.join(name).to_str().expect("UTF-8")]).ends(1);
    for name in ["piped-head", "piped", "linked-head", "linked", "looped", "foldered", "device"] {
        place.pack(&format!("{name}/pack.toml"), head);
    }
    fs::remove_file(packs.join("piped-head/pack.toml")).expect("removed");
    pipe("piped-head/pack.toml");
    check("piped-head").says(&["not-a-file"]);
    pipe("piped/one.toml");
    check("piped").says(&["not-a-file"]);
    fs::remove_file(packs.join("linked-head/pack.toml")).expect("removed");
    symlink("/etc/passwd", packs.join("linked-head/pack.toml")).expect("linked");
    check("linked-head").says(&["symlink"]);
    symlink("/etc/passwd", packs.join("linked/one.toml")).expect("linked");
    check("linked").says(&["symlink"]);
    symlink("one.toml", packs.join("looped/one.toml")).expect("linked");
    check("looped").says(&["symlink"]);
    fs::create_dir(packs.join("foldered/one.toml")).expect("a folder");
    check("foldered").says(&["not-a-file"]);
    symlink("/dev/zero", packs.join("device/one.toml")).expect("linked");
    check("device").says(&["symlink"]);
    pipe("pipe.toml");
    check("pipe.toml").says(&["not-a-file"]);
    symlink(&packs, packs.join("itself")).expect("linked");
    place.pack("sur\u{1b}[2Jplus\u{202e}/pack.toml", head);
    place.pack("sur\u{1b}[2Jplus\u{202e}/\u{9b}x\u{200b}.toml", "x");
    // All of them at once, as a folder of packs.
    let folder = packs.to_str().expect("UTF-8").to_owned();
    place.run(&["pack", "check", &folder]).ends(1).says(&["not-a-file", "symlink"]);
    place.run(&["pack", "check", "--fix", &folder]).ends(1).says(&["not-a-file", "symlink"]);
    place.run(&["--packs", &folder, "list"]).ends(0).says(&["left out", "order-lookup"]);
    place.run(&["--packs", &folder, "judge", "nothing-like-it"]).ends(2).says(&["Could not be loaded"]);
    let odd = packs.join("sur\u{1b}[2Jplus\u{202e}");
    place.run(&["judge", odd.to_str().expect("UTF-8")]).ends(2);
    place.run(&["pack", "bundle", odd.to_str().expect("UTF-8")]).ends(2);
}

#[test]
fn a_huge_folder_is_given_up() {
    let place = Place::new();
    let head = "format = 1\nid = 'huge'\ntitle = 'T'\npromise = 'p'\nversion = '1'\nauthors = ['x']\nlicence = 'MIT'\norder = ['one']\n";
    let pack = place.pack("huge/pack.toml", head);
    let folder = std::path::Path::new(&pack).parent().expect("it has a folder");
    for n in 0..20_001 {
        fs::write(folder.join(format!("{n}.toml")), "").expect("a file");
    }
    place.run(&["pack", "check", folder.to_str().expect("UTF-8")]).ends(1).says(&["more than 20000 entries"]);
}

#[test]
fn a_bundle_is_taken_apart_in_a_new_folder_only() {
    let place = Place::new();
    let text = Draft::python().text();
    // A literal table of the bundle: the challenge's own tables go below `[[challenge]]`.
    let (head, tables) = text.split_once("[brief]").expect("a brief");
    let tables =
        format!("[brief]{tables}").replace("[[", "[[challenge.").replace("\n[brief", "\n[challenge.brief");
    let tables = tables
        .replacen("[brief]", "[challenge.brief]", 1)
        .replace("\n[hints]", "\n[challenge.hints]")
        .replace("\n[lab]", "\n[challenge.lab]");
    let bundle = place.pack(
        "bundle.toml",
        format!("[pack]\nformat = 1\nid = 'taken'\ntitle = 'T'\npromise = 'p'\nversion = '1'\nauthors = ['x']\nlicence = 'MIT'\n[[challenge]]\n{head}{tables}"),
    );
    // What is there already stays as it is, links into the void and to other folders too.
    let elsewhere = place.path("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    for target in [&*elsewhere, std::path::Path::new("/nowhere/at/all")] {
        let link = place.path("work").join("taken");
        symlink(target, &link).expect("linked");
        ended(place.command(&["pack", "unbundle", &bundle])).ends(2).fit_for_a_terminal();
        assert!(fs::symlink_metadata(&link).expect("it is there").file_type().is_symlink());
        fs::remove_file(&link).expect("removed");
    }
    assert_eq!(fs::read_dir(&elsewhere).expect("listed").count(), 0);
    ended(place.command(&["pack", "unbundle", &bundle])).ends(0).fit_for_a_terminal();
    ended(place.command(&["pack", "unbundle", &bundle])).ends(2).fit_for_a_terminal();
    let made: Vec<String> = super::listing(&place.path("work")).into_keys().collect();
    assert_eq!(made.len(), 2, "{made:?}");
}

#[test]
fn rules_and_what_they_read_cannot_explode() {
    let place = Place::new();
    let with = |file: &str, rule: &str| {
        Draft::python().text()
            + &format!(
                "[[file]]\npath = 'a.yaml'\ncode = '''\n{file}\n'''\n[[rule]]\nkind = 'must'\nname = 'n'\nfile = 'a.yaml'\nrule = '''\n{rule}\n'''\n"
            )
    };
    let with = |file: &str, rule: &str| {
        with(file, rule)
            .replace("at = '# told'", "file = 'app.py'\nat = '# told'")
            .replace("at = 'secret('", "file = 'app.py'\nat = 'secret('")
    };
    let deep = format!("{}kind: block_node{}", "not: { ".repeat(200), " }".repeat(200));
    for rule in [
        "regex: '((a{1000}){1000}){1000}'",
        "regex: '(?:(?:(?:x*)*)*'",
        &deep,
        &format!("any: [{}]", "kind: block_node, ".repeat(800)),
        "&a { all: [*a, *a] }",
        &"x".repeat(20_000),
        "utils: { a: { matches: a } }\nrule: { matches: a }",
        "matches: { entry: { KEY: { matches: entry } } }",
    ] {
        let pack = place.pack("a.toml", with("a: 1", rule));
        let ran = place.run(&["pack", "check", &pack]).ends(1);
        assert!(ran.out.contains("error"), "{ran:#?}");
        let ran = place.run(&["judge", &pack]);
        assert!(matches!(ran.code, Some(2 | 3)), "{rule}: {ran:#?}");
    }
    let laughs: String = "abcdefgh"
        .chars()
        .zip("bcdefghi".chars())
        .map(|(a, b)| format!("{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"))
        .collect();
    let nested = format!("{}x{}", "[".repeat(5_000), "]".repeat(5_000));
    let indented: String = (0..400).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    for file in [
        format!("a: &a [x, x, x, x]\n{laughs}"),
        nested,
        indented,
        "a: &a [*a]".to_owned(),
        "? ".repeat(5_000),
    ] {
        let pack = place.pack("a.toml", with(&file, "kind: block_mapping_pair"));
        let ran = place.run(&["judge", &pack]);
        assert!(matches!(ran.code, Some(1 | 3)), "{ran:#?}");
        let yaml = place.pack("a.yaml", &file);
        place.run(&["pack", "tree", &yaml]);
    }
}
