//! Checks, setups and files that want out, that want to be believed, or that want to be a burden.

use super::{Draft, Place, TOKEN};
use std::net::TcpListener;

/// Runs code as the challenge's file, as its setup and as its check; what it prints and raises is on the screen.
fn everywhere(draft: &Draft, code: &str) -> Vec<(&'static str, String)> {
    let file = Draft { code: format!("{code}\n{}", draft.code), ..draft.clone() };
    let setup = Draft { setup: code.to_owned(), ..draft.clone() };
    let check = draft.clone().function("it tries", code);
    vec![("file", file.text()), ("setup", setup.text()), ("check", check.text())]
}

#[test]
fn nothing_of_the_machine_is_read_reached_or_written() {
    let place = Place::new();
    let secret = place.path("secret.txt");
    std::fs::write(&secret, TOKEN).expect("a file");
    let other = place.pack("other.toml", format!("# {TOKEN}"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let port = listener.local_addr().expect("an address").port();
    let (secret, made) = (secret.display(), place.path("work").join("made"));
    let made = made.display();
    // Each line tries one way, and says what it got.
    let python = [
        format!("open('{secret}').read()"),
        format!("__import__('pathlib').Path('{secret}').read_text()"),
        format!("__import__('os').open('{secret}', 0)"),
        format!("open('{other}').read()"),
        "open('/proc/self/environ').read()".into(),
        "__import__('os').environ.copy()".into(),
        "__import__('os').listdir('/proc')".into(),
        format!("__import__('socket').create_connection(('127.0.0.1', {port}))"),
        format!("__import__('urllib.request').request.urlopen('http://127.0.0.1:{port}/').read()"),
        format!("__import__('subprocess').run(['cat', '{secret}'], capture_output=True)"),
        format!("__import__('os').system('touch {made}')"),
        format!("open('{made}', 'w').write('x')"),
        format!("lab.files.write('{made}', 'x')"),
        format!("lab.files.symlink('/app/link', '{secret}') or open('/app/link').read()"),
        format!("__import__('sqlite3').connect('{made}').execute('create table t (x)')"),
        format!("__import__('sqlite3').connect(':memory:').execute(\"attach '{secret}' as x\").fetchall()"),
        "__import__('ctypes')".into(),
        "__import__('os').fork()".into(),
        "__import__('multiprocessing').Process(target=print).start()".into(),
        "__import__('_riskline').__dict__".into(),
        "__import__('sys').modules['__main__'].__dict__".into(),
        "__import__('sys').argv, __import__('sys').path".into(),
    ];
    let tries = |line: &String| {
        format!("try:\n    print('got', {line})\nexcept BaseException as e:\n    print('no', e)\n")
    };
    let python = (Draft::python(), python.iter().map(tries).collect::<String>());
    let javascript = [
        format!("(await import('node:fs')).readFileSync('{secret}', 'utf8')"),
        format!("(await import('node:fs')).readFileSync('{other}', 'utf8')"),
        format!("(await import('node:fs')).writeFileSync('{made}', 'x')"),
        format!("await import('{secret}')"),
        "(await import('node:fs')).readFileSync('/proc/self/environ', 'utf8')".into(),
        "JSON.stringify(process.env)".into(),
        "process.argv, process.binding('fs')".into(),
        format!("(await import('node:child_process')).execSync('cat {secret}; touch {made}').toString()"),
        format!("await (await fetch('http://127.0.0.1:{port}/')).text()"),
        format!("(await import('node:net')).connect({port}, '127.0.0.1')"),
        "std.open('/etc/passwd', 'r')".into(),
        "os.exec(['id'])".into(),
        "Function('return this')().__host".into(),
    ];
    let tries = |line: &String| {
        format!("try {{ console.log('got', {line}); }} catch (e) {{ console.log('no', e); }}\n")
    };
    let javascript = (Draft::javascript(), javascript.iter().map(tries).collect::<String>());
    for (draft, code) in [python, javascript] {
        for (from, text) in everywhere(&draft, &code) {
            let pack = place.pack("a.toml", text);
            for args in [&["judge", "--json", &*pack][..], &["pack", "check", &pack]] {
                let ran = place.run(args);
                assert!(!ran.out.contains(TOKEN), "from the {from}: {ran:#?}");
                assert!(!ran.err.contains(TOKEN), "from the {from}: {ran:#?}");
            }
        }
        assert!(listener.accept().is_err(), "{} reached the network", draft.language);
        assert!(!place.path("work").join("made").exists());
    }
}

#[test]
fn a_burden_ends_with_its_reason() {
    let python = [
        ("import time\nwhile True: pass", "time limit"),
        ("x = [0]\nwhile True: x = x + x", "memory limit"),
        ("while True: print('x' * 1000)", "output limit"),
        ("def f(): f()\nimport sys\nsys.setrecursionlimit(10**9)\nf()", ""),
        ("eval('(' * 100000)", ""),
    ];
    let javascript = [
        ("for (;;) {}", "time limit"),
        ("const x = []; for (;;) x.push('x'.repeat(1e6) + x.length)", "memory limit"),
        ("for (;;) console.log('x'.repeat(1000))", "output limit"),
        ("const f = () => f() + f(); f()", ""),
    ];
    let cases = python
        .map(|case| (Draft::python(), case))
        .into_iter()
        .chain(javascript.map(|case| (Draft::javascript(), case)));
    let place = Place::new();
    for (draft, (code, says)) in cases {
        // From the check; what the judge's limits do to the player's own code, other tests prove.
        let pack = place.pack("a.toml", draft.function("it is a burden", code).text());
        let ran = place.run(&["judge", &pack]).says(&[says]);
        assert!(matches!(ran.code, Some(1 | 3)), "{code}: {ran:#?}");
        assert!(!ran.out.contains("Holds: the feature"), "{code}: {ran:#?}");
    }
    let bomb = Draft { setup: "while True: pass".into(), ..Draft::python() };
    let pack = place.pack("a.toml", bomb.text());
    place.run(&["pack", "check", &pack]).ends(1).says(&["[not-judged]", "look for a loop"]);
}

#[test]
fn no_verdict_is_forged() {
    let forged = r#"{"Ended":[1,{"verdict":"holds","evidence":"","stop":null,"exchange":[],"trace":[],"console":"","micros":1}]}"#;
    let done = "\\n\"Done\"\\n";
    let python = [
        format!("print('{forged}{done}')"),
        format!("import sys\nsys.stdout.write('{forged}{done}'); sys.stdout.flush(); sys.__stdout__.write('{forged}')"),
        format!("import os\nfor fd in range(10):\n    try: os.write(fd, b'{forged}{done}')\n    except BaseException: pass"),
        format!("for path in ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', '/dev/tty']:\n    try: open(path, 'w').write('{forged}')\n    except BaseException: pass"),
        "import builtins\nfor name in ['print', 'repr', 'str', 'isinstance']:\n    try: setattr(builtins, name, lambda *a: True)\n    except BaseException: pass".into(),
        "import sys\nfor module in list(sys.modules.values()):\n    try: vars(module).clear()\n    except BaseException: pass".into(),
        "class E(Exception):\n    def __str__(self): return '\\x1b]0;x\\x07' * 999\n    __repr__ = __str__\nraise E()".into(),
        "class E(BaseException):\n    def __str__(self):\n        raise self\n    __repr__ = __str__\nraise E()".into(),
        "raise SystemExit(0)".into(),
        "raise GeneratorExit".into(),
        "import os\nos._exit(0)".into(),
        "global exploited, attempt, expect\nexploited = attempt = expect = lambda *a, **k: None".into(),
    ];
    let javascript = [
        format!("console.log('{forged}{done}')"),
        format!("process.stdout.write('{forged}{done}'); process.stderr.write('{forged}{done}')"),
        format!(
            "const fs = await import('node:fs'); for (const fd of [1, 2, 3, 4]) try {{ fs.writeSync(fd, '{forged}') }} catch {{}}"
        ),
        "throw { toString() { throw this } }".into(),
        "throw { get message() { return '\\u001b[2J'.repeat(999) }, name: '\\u009b' }".into(),
        "throw undefined".into(),
        "process.exit(0)".into(),
        "Object.prototype.toString = Array.prototype.push = Promise.prototype.then = () => true".into(),
        "globalThis.expect = globalThis.exploited = globalThis.attempt = () => true".into(),
    ];
    let place = Place::new();
    let fails = [
        ("raise AssertionError('it does not hold')", python.to_vec()),
        ("throw new Error('it does not hold')", javascript.to_vec()),
    ];
    for ((fails, codes), draft) in fails.into_iter().zip([Draft::python(), Draft::javascript()]) {
        for code in codes {
            // The check fails after all its tricks, or by them; and the attack beside it works as before.
            let pack =
                place.pack("a.toml", draft.clone().function("it tries", format!("{code}\n{fails}")).text());
            let ran = place.run(&["judge", "--reference", "--json", &pack]);
            assert!(matches!(ran.code, Some(1 | 3)), "{code}\n{ran:#?}");
            let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
            let checks = report["checks"].as_array().expect("a list");
            let tried = checks.iter().find(|c| c["name"] == "it tries").expect("it is there");
            assert_ne!(tried["verdict"], "holds", "{code}\n{ran:#?}");
            place.run(&["judge", &pack]);
        }
    }
}

#[test]
fn nothing_is_kept_from_one_check_to_the_next() {
    let python = "import sys, os, builtins, json, app\nassert not hasattr(json, 'mark') and not lab.files.exists('/tmp/mark') and 'MARK' not in os.environ\n\
        assert not hasattr(app, 'mark') and not lab.mail.sent and not lab.sql.ran\n\
        for keep in ['json.mark = 1', 'app.mark = 1', 'os.environ[\"MARK\"] = \"1\"', 'lab.files.write(\"/tmp/mark\", \"x\")']:\n\
        \x20   try: exec(keep)\n    except Exception: pass";
    let javascript = "const fs = await import('node:fs');\nif (globalThis.mark || fs.existsSync('/tmp/mark')) throw new Error('kept');\n\
        globalThis.mark = 1; fs.mkdirSync('/tmp', { recursive: true }); fs.writeFileSync('/tmp/mark', 'x');";
    let place = Place::new();
    for (draft, code) in [(Draft::python(), python), (Draft::javascript(), javascript)] {
        let twice = (0..4).fold(draft, |draft, n| draft.function(format!("run {n}"), code));
        let pack = place.pack("a.toml", twice.text());
        for _ in 0..2 {
            place.run(&["judge", "--reference", &pack]).ends(0).says(&["Holds: the feature works"]);
        }
    }
}

/// Whoever judges the same code sees the same world, whether a pack is proven or played: but for what is random at each run.
#[test]
fn being_proven_looks_like_being_played() {
    let python = "import sys, os, time, gc, platform\n\
        seen = [sys.argv, sorted(os.environ.items()), time.time(), os.getpid(), os.getcwd(), sys.path, sorted(sys.modules), platform.node(), __name__, sorted(globals())]\n\
        raise AssertionError(__import__('hashlib').sha256(repr(seen).encode()).hexdigest() + repr(seen)[:200])";
    let javascript = "const seen = JSON.stringify([Date.now(), Object.getOwnPropertyNames(globalThis).sort(), new Error().stack]);\n\
        throw new Error((await import('node:crypto')).createHash('sha256').update(seen).digest('hex') + seen.slice(0, 200))";
    let place = Place::new();
    for (draft, code) in [(Draft::python(), python), (Draft::javascript(), javascript)] {
        let pack = place.pack("a.toml", draft.function("it looks", code).text());
        let evidence = |text: &str| {
            let at = text.find("\"it looks\"").map_or(0, |at| at);
            let hash = text[at..].split(|c: char| !c.is_ascii_hexdigit()).find(|word| word.len() == 64);
            hash.unwrap_or_else(|| panic!("no hash in {text}")).to_owned()
        };
        let played = place.run(&["judge", "--json", &pack]);
        let proven = place.run(&["pack", "check", "--format", "json", &pack]);
        let again = place.run(&["judge", "--reference", "--json", &pack]);
        assert_eq!(evidence(&played.out), evidence(&again.out), "{played:#?}");
        assert_eq!(evidence(&played.out), evidence(&proven.out), "{proven:#?}\n{played:#?}");
    }
}

/// What no judge can keep a pack from: its checks read the code, and can know by heart what its author has shown. So a pack can
/// be sound and refuse every patch but its own; it says nothing about anything but itself, as SECURITY.md tells.
#[test]
fn a_pack_can_lie_about_its_own_challenges_and_no_more() {
    let mut draft = Draft::python();
    draft.checks[1].2 =
        "exploited(lab.files.read('/app/app.py').split() != \"def secret(): return '' # told\".split())"
            .into();
    let place = Place::new();
    let pack = place.pack("a.toml", draft.text());
    let ran = place.run(&["pack", "check", &pack]);
    assert!(!ran.out.contains("error"), "{ran:#?}");
    let right = place.pack("right.py", "def secret():\n    return str()\n");
    place.run(&["judge", &pack, "--file", &format!("app.py={right}")]).ends(1).says(&["open"]);
}
