//! Packs drafted from a team's own code: what scanners found, and what git remembers, in; a pack that loads out.

use riskline::content::{LoadedPack, catalogue, load_pack};
use riskline::core::challenge::{Challenge, FileRole, FixKind, SiteKind};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/from-code")
}

/// A folder of its own in which the program is called.
struct Place {
    folder: TempDir,
}

#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("RISKLINE_HOME", self.path("home")).env("NO_COLOR", "1");
        let output = command.output().expect("the program starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Drafts a pack from results of the fixtures.
    fn draft(&self, results: &str, source: &str, more: &[&str]) -> Ran {
        let (results, source) = (fixtures().join(results), fixtures().join(source));
        let (results, source) = (results.to_string_lossy(), source.to_string_lossy());
        self.run(&[&["pack", "from-sarif", &results, "--source", &source, "-o", "drafts"], more].concat())
    }

    /// The pack of that folder, which loads but for nothing.
    fn pack(&self, name: &str) -> LoadedPack {
        let path = self.path(name);
        load_pack(&path, &catalogue()).unwrap_or_else(|report| panic!("{}", report.render(false)))
    }

    fn git(&self, args: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.path("repo")).args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.test",
        ]);
        command.args(["-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]);
        let output = command.args(args).output().expect("git starts");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Ran {
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

fn challenge<'p>(pack: &'p LoadedPack, id: &str) -> &'p Challenge {
    pack.pack.challenges.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn code<'c>(challenge: &'c Challenge, path: &str) -> &'c str {
    challenge.file(path).map_or_else(|| panic!("no {path}"), |file| file.code.as_str())
}

/// The first line of a site's core.
fn line<'c>(challenge: &'c Challenge, id: &str) -> &'c str {
    let site = challenge.site(id).expect("the site is there");
    let file = &challenge.files[site.file];
    file.code.lines().nth(site.core[0].first() - 1).expect("a line").trim()
}

fn has_git() -> bool {
    let there = Command::new("git").arg("--version").output().is_ok();
    if !there {
        eprintln!("skipped: there is no git here");
    }
    there
}

#[test]
fn a_function_is_cut_out_with_what_it_needs_and_who_calls_it() {
    let place = Place::new();
    let ran = place.draft("semgrep.sarif", "warehouse", &[]).ends(0);
    insta::assert_snapshot!(ran.out, @r"
    Drafted 2 challenges in drafts
      find-items: src/stock/items.py find_items, identifier-injection; python.lang.security.audit.formatted-sql-query at line 26
      print-label: src/stock/items.py print_label, shell-string; python.lang.security.audit.subprocess-shell-true at line 57
    Not drafted
      1 result: nothing is wrong there, or somebody suppressed it
      legacy.rb:2 ruby.lang.security.dangerous-exec: legacy.rb is neither run nor read by rules here, so nothing could prove a fix
      ../board/server.js:3 python.lang.security.audit.formatted-sql-query: there is no such file in the source folder
    Next: `riskline pack check drafts` lists what is left to fill in.
    ");
    let pack = place.pack("drafts");
    let search = challenge(&pack, "find-items");
    let paths: Vec<_> =
        search.files.iter().map(|f| (f.path.as_str(), f.role == FileRole::Suggested)).collect();
    assert_eq!(paths, [("stock/items.py", true), ("stock/app.py", false), ("stock/db.py", false)]);
    insta::assert_snapshot!(code(search, "stock/items.py"), @r#"
    import logging

    from .db import connect

    log = logging.getLogger(__name__)
    PAGE = 20
    COLUMNS = ("name", "shelf", "count")
    LABELS = {
        "name": "Name",
        "shelf": "Shelf",
        "count": "Count",
    }


    def as_dict(row):
        """A row as the pages want it."""
        return {column: row[column] for column in COLUMNS}


    def find_items(term, order="name", page=0):
        """Items whose name holds the term, a page of them."""
        sql = "SELECT name, shelf, count FROM items WHERE name LIKE ?"
        sql += " ORDER BY " + order
        sql += " LIMIT ? OFFSET ?"
        rows = connect().execute(sql, (f"%{term}%", PAGE, page * PAGE)).fetchall()
        log.info("%d items for a search", len(rows))
        return [as_dict(row) for row in rows]
    "#);
    insta::assert_snapshot!(code(search, "stock/app.py"), @r#"
    from flask import Flask, jsonify, request

    from stock.items import LABELS, find_items

    app = Flask(__name__)
    app.config["JSON_SORT_KEYS"] = False


    @app.get("/items")
    def search():
        term = request.args.get("q", "")
        order = request.args.get("order", "name")
        page = request.args.get("page", 0, type=int)
        return jsonify(items=find_items(term, order, page), labels=LABELS)
    "#);
    // Nothing else of the repository gets in, least of all a secret.
    assert!(!code(search, "stock/db.py").contains("REPORTING"));
    assert_eq!(line(search, "formatted-sql-query"), "sql += \" ORDER BY \" + order");
    assert_eq!(search.site("formatted-sql-query").map(|s| s.cwes.clone()), Some(vec![89]));
    // A method comes with its class, and with what it calls of it.
    insta::assert_snapshot!(code(challenge(&pack, "print-label"), "stock/items.py"), @r#"
    import subprocess


    class Printer:
        """Prints labels for shelves."""

        queue = "labels"

        def __init__(self, name):
            self.name = name
            self.printed = 0

        def command(self, text):
            return f"lp -d {self.name} -t {self.queue} '{text}'"

        def print_label(self, text):
            """Sends one label to the printer."""
            done = subprocess.run(self.command(text), shell=True, check=False)
            self.printed += done.returncode == 0
            return done.returncode == 0
    "#);
}

#[test]
fn where_the_data_enters_comes_along() {
    let place = Place::new();
    place.draft("codeql.sarif", "board", &[]).ends(0);
    let pack = place.pack("drafts");
    let notice = challenge(&pack, "render-notice");
    assert_eq!(
        (notice.family.as_str(), notice.site("stored-xss").map(|s| s.cwes.clone())),
        ("xss", Some(vec![79, 116]))
    );
    let site = notice.site("stored-xss").expect("the site");
    let (file, lines) = site.entries[0];
    assert_eq!(notice.files[file].path, "server.js");
    let entry = notice.files[file].code.lines().nth(lines.first() - 1).map(str::trim);
    assert_eq!(entry, Some("const { author, text } = req.body;"));
    let server = code(notice, "server.js");
    assert!(server.contains("import { addNotice, allNotices } from \"./lib/notices.js\";"), "{server}");
    assert!(!server.contains("pinNotice") && !server.contains("app.delete"), "{server}");
}

#[test]
fn languages_that_rules_read_are_drafted_too() {
    let place = Place::new();
    place.draft("infra.sarif", "infra", &[]).ends(0);
    let pack = place.pack("drafts");
    let find = challenge(&pack, "find");
    assert!(
        code(find, "server.go").contains("\"database/sql\"")
            && code(find, "server.go").contains("func (s *server) routes")
    );
    assert_eq!(
        line(find, "site-1"),
        "query := fmt.Sprintf(\"SELECT id FROM %s WHERE name = '%s'\", table, name)"
    );
    let bucket = challenge(&pack, "aws-s3-bucket-acl-reports");
    insta::assert_snapshot!(code(bucket, "main.tf"), @r#"
    resource "aws_s3_bucket" "reports" {
      bucket = "acme-reports"
    }

    resource "aws_s3_bucket_acl" "reports" {
      bucket = aws_s3_bucket.reports.id
      acl    = "public-read"
    }
    "#);
    assert_eq!(bucket.family, "open-cloud");
    assert_eq!(challenge(&pack, "dockerfile").family, "container-hardening");
}

#[test]
fn findings_are_chosen_and_packs_grow() {
    let place = Place::new();
    let ran = place.draft("semgrep.sarif", "warehouse", &["--rule", "SHELL-true"]).ends(0);
    assert!(ran.out.contains("2 findings") || ran.out.contains("3 findings"), "{ran:#?}");
    assert_eq!(place.pack("drafts").pack.challenges.len(), 1);
    let ran = place.draft("semgrep.sarif", "warehouse", &["--limit", "1", "--level", "error"]).ends(0);
    assert!(ran.out.contains("beyond --limit 1"), "{ran:#?}");
    place.draft("semgrep.sarif", "warehouse", &["--rule", "shell-true"]).ends(0);
    let ids: Vec<String> = place.pack("drafts").pack.challenges.into_iter().map(|c| c.id).collect();
    assert_eq!(ids, ["print-label", "find-items", "print-label-2"]);
    let none = place.draft("semgrep.sarif", "warehouse", &["--rule", "no-such-rule"]).ends(2);
    assert!(
        none.err.contains("no challenge could be drafted") && none.err.contains("left out by --rule"),
        "{none:#?}"
    );
}

#[test]
fn findings_of_one_function_are_one_challenge_and_code_that_moved_is_found_again() {
    let place = Place::new();
    place.write("code/app.py", "import os\nimport pickle\n\n\ndef load(name, text):\n    os.system('touch ' + name)\n    return pickle.loads(text)\n\n\ndef gone():\n    pass\n");
    let result = |rule: &str, cwe: u32, line: usize, snippet: &str| {
        format!(
            r#"{{"ruleId": "{rule}", "properties": {{"cwe": [{cwe}]}}, "message": {{"text": "m"}}, "locations": [{{"physicalLocation":
            {{"artifactLocation": {{"uri": "app.py"}}, "region": {{"startLine": {line}, "snippet": {{"text": "{snippet}"}}}}}}}}]}}"#
        )
    };
    let results = [
        result("shell", 78, 4, "os.system('touch ' + name)"),
        result("pickle", 502, 7, "return pickle.loads(text)"),
        result("pickle-again", 502, 7, "pickle.loads(text)"),
        result("stale", 502, 10, "return eval(text)"),
    ];
    let results = format!(r#"{{"version": "2.1.0", "runs": [{{"results": [{}]}}]}}"#, results.join(","));
    place.write("results.sarif", &results);
    let ran = place.run(&["pack", "from-sarif", "results.sarif", "--source", "code"]).ends(0);
    assert!(ran.out.contains("stale: the code has changed since it was scanned"), "{ran:#?}");
    let pack = place.pack("code-pack");
    assert_eq!(pack.pack.challenges.len(), 1, "{ran:#?}");
    let load = challenge(&pack, "load");
    let weak: Vec<_> = load.weaknesses().map(|s| s.id.as_str()).collect();
    assert_eq!(weak, ["shell", "pickle"]);
    assert_eq!(
        (line(load, "shell"), line(load, "pickle")),
        ("os.system('touch ' + name)", "return pickle.loads(text)")
    );
}

#[test]
fn what_looks_like_a_credential_is_told_without_its_value() {
    let place = Place::new();
    let secret = format!("kX9vQ2mW7pLs{}", "Zz3R8tYbN4cD");
    let code = format!("KEY = \"{secret}\"\n\n\ndef connect(name):\n    return open(name + KEY)\n");
    place.write("code/app.py", &code);
    place.write(
        "r.sarif",
        r#"{"runs": [{"results": [{"ruleId": "path", "message": {"text": "CWE-22"}, "locations":
        [{"physicalLocation": {"artifactLocation": {"uri": "app.py"}, "region": {"startLine": 5}}}]}]}]}"#,
    );
    let ran = place.run(&["pack", "from-sarif", "r.sarif", "--source", "code"]).ends(0);
    assert!(ran.out.contains("connect: app.py line 1 looks like"), "{ran:#?}");
    assert!(!ran.out.contains(&secret));
    let context = challenge(&place.pack("code-pack"), "connect").brief.context.join("\n");
    assert!(context.contains("put a made-up one in its place"), "{context}");
}

#[test]
fn hostile_results_are_refused_and_nothing_outside_is_read() {
    let place = Place::new();
    place.write("secret.py", "def f(x):\n    return eval(x)\n");
    place.write("code/app.py", "def f(x):\n    return eval(x)\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.py", place.path("code/link.py")).expect("a link");
    let at = |uri: &str| {
        format!(
            r#"{{"runs": [{{"results": [{{"ruleId": "e\u001b[31m", "message": {{"text": "\u202e x"}}, "locations": [{{"physicalLocation":
            {{"artifactLocation": {{"uri": "{uri}"}}, "region": {{"startLine": 2}}}}}}]}}]}}]}}"#
        )
    };
    for uri in [
        "../secret.py",
        "%2e%2e/secret.py",
        "link.py",
        "/etc/passwd",
        "app.py/../../secret.py",
        "\\\\..\\\\secret.py",
    ] {
        place.write("r.sarif", &at(uri));
        let ran = place.run(&["pack", "from-sarif", "r.sarif", "--source", "code"]).ends(2);
        assert!(!place.path("code-pack").exists(), "{uri}");
        assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}'), "{ran:#?}");
    }
    place.write("r.sarif", &at("app.py"));
    let ran = place.run(&["pack", "from-sarif", "r.sarif", "--source", "code"]).ends(0);
    assert!(!ran.out.contains('\u{1b}'), "{ran:#?}");
    place.pack("code-pack");
    for text in ["", "{}", "[1]", &"{\"runs\":[".repeat(5_000), "{\"version\": \"1.0\", \"runs\": []}"] {
        place.write("r.sarif", text);
        place.run(&["pack", "from-sarif", "r.sarif", "--source", "code", "-o", "x"]).ends(2);
    }
    place.run(&["pack", "from-sarif", "none.sarif", "--source", "code"]).ends(2);
    place.run(&["pack", "from-sarif", "r.sarif", "--source", "none"]).ends(2);
}

/// Fills a draft's gaps as an author would: what is above the checks gets words, and the checks are written.
fn filled(draft: &str, words: &[(&str, &str)], proof: &str) -> String {
    let head = draft.split("# What every check starts from").next().expect("a head");
    let mut text = String::new();
    for line in head.lines() {
        let line = match line.split_once("  # FILL IN:") {
            Some((value, _)) => value,
            None => line,
        };
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        if !value.contains("FILL IN:") {
            text += &format!("{line}\n");
            continue;
        }
        let key = key.trim();
        let word = words.iter().find(|(name, _)| *name == key).map_or("Filled in.", |(_, word)| word);
        text += &if key == "context" {
            format!("context = [\"{word}\"]\n")
        } else {
            format!("{key} = \"{word}\"\n")
        };
    }
    format!("{text}\n{proof}")
}

#[cfg(feature = "python")]
#[test]
fn a_draft_from_a_scanner_becomes_a_sound_challenge() {
    let place = Place::new();
    place.draft("semgrep.sarif", "warehouse", &["--rule", "formatted-sql"]).ends(0);
    let path = place.path("drafts/find-items.toml");
    let draft = fs::read_to_string(&path).expect("it is there");
    let proof = r#"
[lab]
setup = '''
from stock.app import app
db = lab.sql.connect("stock.sqlite")
db.executescript("CREATE TABLE items (name TEXT, shelf TEXT, count INTEGER); CREATE TABLE staff (badge TEXT);")
for row in [("bolt", "B2", 7), ("bolt, long", "A1", 9), ("nut", "C3", 1)]:
    db.execute("INSERT INTO items VALUES (?, ?, ?)", row)
badge = canary("badge")
db.execute("INSERT INTO staff VALUES (?)", (badge,))

def names(order):
    got = client(app).get("/items", query={"q": "bolt", "order": order})
    return got.status, [item["name"] for item in got.json["items"]] if got.status == 200 else []

def asked_for_staff():
    return any("FROM STAFF" in ran.statement.upper() for ran in lab.sql.ran)
'''

[[check]]
kind = "function"
name = "bolts by shelf and by count"
code = '''
expect(names("shelf") == (200, ["bolt, long", "bolt"]))
expect(names("count") == (200, ["bolt", "bolt, long"]))
'''

[[check]]
kind = "exploit"
site = "formatted-sql-query"
name = "an order that asks another table"
code = '''
names("(SELECT badge FROM staff)")
exploited(asked_for_staff())
'''

[[check]]
kind   = "exploit"
site   = "formatted-sql-query"
name   = "the same behind a column"
hidden = true
code   = '''
names("name, (SELECT badge FROM staff)")
exploited(asked_for_staff())
'''

[[fix]]
kind = "reference"
note = "Only the names of columns."

[[fix.edit]]
file = "stock/items.py"
find = 'sql += " ORDER BY " + order'
with = 'sql += " ORDER BY " + (order if order in COLUMNS else "name")'

[[fix]]
kind = "wrong"
note = "Refuses a bracket at the start."

[[fix.edit]]
file = "stock/items.py"
find = 'sql += " ORDER BY " + order'
with = 'sql += " ORDER BY " + ("name" if order.startswith("(") else order)'

[[fix]]
kind = "wrong"
note = "Takes a semicolon away."

[[fix.edit]]
file = "stock/items.py"
find = 'sql += " ORDER BY " + order'
with = 'sql += " ORDER BY " + order.replace(";", "")'
"#;
    let words = [("strategy", "Follow the order to the statement."), ("context", "Anybody may search.")];
    fs::write(&path, filled(&draft, &words, proof)).expect("written");
    let ran = place.run(&["pack", "check", &path.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.out, ran.err);
}

/// A repository with the fixtures' notice board, and a commit that escapes what it shows.
fn board(place: &Place) {
    fs::create_dir(place.path("repo")).expect("a folder");
    place.git(&["init", "-q", "."]);
    for name in ["server.js", "lib/notices.js", "lib/pages.js", "package.json"] {
        let text = fs::read_to_string(fixtures().join("board").join(name)).expect("a fixture");
        place.write(&format!("repo/{name}"), &text);
    }
    place.git(&["add", "-A"]);
    place.git(&["commit", "-qm", "Notice board"]);
    let pages = fs::read_to_string(place.path("repo/lib/pages.js")).expect("there");
    place.write("repo/lib/pages.js", &pages.replace("${notice.text}", "${escapeHtml(notice.text)}"));
    place.write("repo/README.md", "# Board\n");
    place.git(&["add", "-A"]);
    place.git(&[
        "commit",
        "-qm",
        "Notices are escaped: no more XSS\n\nSigned-off-by: Ana <ana@example.test>",
    ]);
}

#[cfg(feature = "javascript")]
#[test]
fn a_fix_from_history_becomes_a_sound_challenge() {
    if !has_git() {
        return;
    }
    let place = Place::new();
    board(&place);
    let ran = place
        .run(&["pack", "from-diff", "HEAD~1..HEAD", "--repo", "repo", "--fixes", "-o", "drafts"])
        .ends(0);
    insta::assert_snapshot!(ran.out, @r"
    Drafted 1 challenge in drafts
      render-notice: lib/pages.js, xss
    Not drafted
      README.md: code like this is neither run nor read by rules here
    Next: `riskline pack check drafts` lists what is left to fill in.
    ");
    let path = place.path("drafts/render-notice.toml");
    let draft = fs::read_to_string(&path).expect("it is there");
    assert!(draft.contains("no more XSS") && !draft.contains("Signed-off-by"), "{draft}");
    let pack = place.pack("drafts");
    let notice = challenge(&pack, "render-notice");
    assert_eq!(line(notice, "the-change"), "<p>${notice.text}</p>");
    let reference = notice.reference().expect("the fix itself");
    assert!(reference.code["lib/pages.js"].contains("${escapeHtml(notice.text)}"));
    let (before, rest) = draft.split_once("# What every check starts from").expect("checks");
    let at = rest.find("[[fix]]").expect("a fix");
    let fix = &rest[at..at + rest[at..].find("\n[[fix]]\nkind = \"wrong\"").expect("wrong fixes")];
    let fix = fix.replace(
        "FILL IN: why this is right, and no more than the weakness needs",
        "Escaped where it is shown.",
    );
    let proof = format!(
        r#"
[lab]
setup = '''
import {{ app }} from "./server.js";
const shown = async (text) => {{
  lab.sql.connect("board.sqlite").execute("INSERT INTO notices (author, text) VALUES ('ana', ?)", [text]);
  return client(app).page("/");
}};
'''

[[check]]
kind = "function"
name = "a notice is shown as it was written"
code = '''
const page = await shown("2 < 3 & all is well");
expect(page.text.includes("2 < 3 & all is well") && page.text.includes("ana"));
'''

[[check]]
kind = "exploit"
site = "the-change"
name = "a notice with a picture that is not there"
code = '''
const page = await shown(`<img src=x onerror="alert('${{canary("a")}}')">`);
exploited(page.ran(canary("a")));
'''

[[check]]
kind   = "exploit"
site   = "the-change"
name   = "a notice with a drawing"
hidden = true
code   = '''
const page = await shown(`<svg onload="alert('${{canary("b")}}')"></svg>`);
exploited(page.ran(canary("b")));
'''

{fix}

[[fix]]
kind = "wrong"
note = "Takes scripts out."
edit = [{{ file = "lib/pages.js", find = "${{notice.text}}", with = "${{notice.text.replaceAll('<script', '')}}" }}]

[[fix]]
kind = "wrong"
note = "Takes pictures out."
edit = [{{ file = "lib/pages.js", find = "${{notice.text}}", with = "${{notice.text.replaceAll('<img', '')}}" }}]
"#
    );
    // The prompt stands over several lines, and is written anew.
    let start = before.find("prompt = '''").expect("a prompt");
    let end = start + before[start..].find("'''\nreply").expect("its end") + 4;
    let before = format!("{}prompt = \"Show the notices.\"\n{}", &before[..start], &before[end..]);
    let words = [("strategy", "Follow a notice to the page."), ("context", "Anybody may write a notice.")];
    fs::write(&path, filled(&before, &words, &proof)).expect("written");
    let ran = place.run(&["pack", "check", &path.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_change_becomes_a_challenge_that_shows_it() {
    if !has_git() {
        return;
    }
    let place = Place::new();
    board(&place);
    // A file too long to show whole: both sides are cut alike.
    let filler: String =
        (0..60).map(|n| format!("def unused_{n}(a):\n    b = a + {n}\n    return b\n\n\n")).collect();
    let store = |body: &str, more: &str| {
        format!(
            "import os\n\nROOT = \"/srv\"\n\n\n{filler}def path_of(name):\n    return {body}\n\n\n{more}def read(name):\n    with open(path_of(name)) as file:\n        return file.read()\n"
        )
    };
    place.write("repo/store.py", &store("ROOT + \"/\" + name", ""));
    place.git(&["add", "-A"]);
    place.git(&["commit", "-qm", "A store"]);
    place.write(
        "repo/store.py",
        &store(
            "os.path.join(ROOT, clean(name))",
            "def clean(name):\n    return name.replace(\"../\", \"\")\n\n\n",
        ),
    );
    place.git(&["commit", "-qam", "Names cannot lead out of the store: no path traversal"]);
    place.run(&["pack", "from-diff", "HEAD", "--repo", "repo", "-o", "drafts", "--", "store.py"]).ends(0);
    let pack = place.pack("drafts");
    let change = &pack.pack.challenges[0];
    assert_eq!(change.family, "path-containment");
    let file = &change.files[0];
    insta::assert_snapshot!(file.code, @r#"
    import os

    ROOT = "/srv"


    def path_of(name):
        return os.path.join(ROOT, clean(name))


    def clean(name):
        return name.replace("../", "")


    def read(name):
        with open(path_of(name)) as file:
            return file.read()
    "#);
    insta::assert_snapshot!(file.before.as_deref().unwrap_or_default(), @r#"
    ROOT = "/srv"


    def path_of(name):
        return ROOT + "/" + name


    def read(name):
        with open(path_of(name)) as file:
            return file.read()
    "#);
    assert!(
        change.sites.iter().any(|s| s.kind == SiteKind::Decoy)
            && change.fixes.iter().all(|f| f.kind != FixKind::Mutant)
    );
}

#[test]
fn what_git_refuses_is_told() {
    if !has_git() {
        return;
    }
    let place = Place::new();
    fs::create_dir(place.path("plain")).expect("a folder");
    board(&place);
    for (range, repo, says) in [
        ("HEAD~1..HEAD", "plain", "not a git repository"),
        ("none..HEAD", "repo", "`none` is no commit"),
        ("--output=evil..HEAD", "repo", ""),
        ("HEAD..--output=evil", "repo", "is no commit"),
        ("HEAD..HEAD", "repo", "changes no code"),
    ] {
        let ran = place.run(&["pack", "from-diff", range, "--repo", repo]).ends(2);
        assert!(ran.err.contains(says), "{ran:#?}");
        assert!(!place.path("repo/evil").exists() && !place.path("evil").exists());
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_riskline"));
    command
        .args(["pack", "from-diff", "HEAD", "--repo"])
        .arg(place.path("repo"))
        .env("PATH", place.path("plain"));
    command.env("RISKLINE_HOME", place.path("home"));
    let output = command.output().expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("git could not be started") && err.contains("must be installed"), "{err}");
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_configures_is_started() {
    use std::os::unix::fs::PermissionsExt as _;
    if !has_git() {
        return;
    }
    let place = Place::new();
    board(&place);
    place.write(
        "evil.sh",
        &format!("#!/bin/sh\ntouch '{}'\ncat \"$1\" 2>/dev/null\n", place.path("ran").display()),
    );
    let evil = place.path("evil.sh");
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o755)).expect("executable");
    let evil = evil.to_string_lossy().into_owned();
    for key in [
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "pager.grep",
        "filter.evil.smudge",
        "core.sshCommand",
        "gpg.program",
        "core.editor",
    ] {
        place.git(&["config", key, &evil]);
    }
    place.git(&["config", "log.showSignature", "true"]);
    place.write("repo/.git/info/attributes", "* diff=evil filter=evil\n");
    let _ = fs::remove_file(place.path("ran"));
    place.run(&["pack", "from-diff", "HEAD~1..HEAD", "--repo", "repo", "-o", "drafts"]).ends(0);
    assert!(!place.path("ran").exists());
}
