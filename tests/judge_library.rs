//! What code under review finds in the lab's library, where the interpreter or the lab once differed from the real thing.

#![cfg(feature = "python")]

mod judge_support;

use judge_support::{Case, run};
use riskline::core::verdict::Verdict;

/// Runs a piece of code as a file of a challenge; it holds where nothing is raised.
fn holds(name: &str, code: &str) {
    let indented = code.trim().replace('\n', "\n    ");
    let file = format!("def main():\n    {indented}\n");
    let case = Case::new("app.py", "").function(name, "import app\napp.main()");
    let report = run(&case, &file);
    assert_eq!(report.checks[0].verdict, Verdict::Holds, "{name}: {report:#?}");
}

#[test]
fn numbers_compare_as_they_do_outside() {
    holds(
        "decimals and whole numbers",
        "from decimal import Decimal\nimport numbers\n\
         assert Decimal('3') == 3 and Decimal('0.5') < 1 and max(Decimal(2), 1) == 2\n\
         assert isinstance(3, numbers.Real) and issubclass(bool, numbers.Rational)",
    );
}

#[test]
fn classes_with_slots_are_made() {
    holds(
        "dataclass with slots",
        "from dataclasses import dataclass\n\
         @dataclass(frozen=True, slots=True)\nclass Order:\n    id: int\n    owner: str | None = None\n\
         assert Order(3).owner is None\nassert not hasattr(Order(3), '__dict__')",
    );
}

#[test]
fn tasks_take_turns() {
    holds(
        "tasks",
        "import asyncio\nbalance = [100]\n\
         async def take(n, lock=None):\n    if lock:\n        async with lock:\n            return await take(n)\n    \
         seen = balance[0]\n    await asyncio.sleep(0)\n    balance[0] = seen - n\n\
         async def main(lock):\n    await asyncio.gather(take(10, lock), take(20, lock))\n\
         asyncio.run(main(None))\nassert balance == [80], balance\n\
         async def safe():\n    await main(asyncio.Lock())\n\
         asyncio.run(safe())\nassert balance == [50], balance",
    );
    holds(
        "timers move the clock",
        "import asyncio, time\nasync def main():\n    before = time.time()\n    \
         try:\n        async with asyncio.timeout(2):\n            await asyncio.sleep(60)\n    \
         except TimeoutError:\n        return time.time() - before\n\
         assert asyncio.run(main()) == 2",
    );
    holds(
        "processes of asyncio",
        "import asyncio\nasync def main():\n    \
         p = await asyncio.create_subprocess_shell('echo a; echo b >&2', stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)\n    \
         return await p.communicate(), p.returncode\n\
         assert asyncio.run(main()) == ((b'a\\n', b'b\\n'), 0)",
    );
}

#[test]
fn locks_on_files_hold_until_they_are_closed() {
    holds(
        "flock",
        "import fcntl\na, b = open('/tmp/l', 'w'), open('/tmp/l', 'w')\nfcntl.flock(a, fcntl.LOCK_EX)\n\
         try:\n    fcntl.flock(b, fcntl.LOCK_EX | fcntl.LOCK_NB)\n    assert False, 'both hold it'\n\
         except BlockingIOError:\n    pass\na.close()\nfcntl.flock(b, fcntl.LOCK_EX | fcntl.LOCK_NB)",
    );
}

#[test]
fn an_alarm_rings_while_the_code_waits() {
    holds(
        "alarm",
        "import signal, time\ndef ring(number, frame):\n    raise TimeoutError\n\
         signal.signal(signal.SIGALRM, ring)\nsignal.alarm(2)\n\
         try:\n    time.sleep(5)\n    assert False, 'it did not ring'\nexcept TimeoutError:\n    pass",
    );
}

#[test]
fn the_shell_joins_and_parts_its_outputs() {
    holds(
        "redirections",
        "import subprocess\ndef sh(line):\n    r = subprocess.run(line, shell=True, capture_output=True, text=True)\n    return r.stdout, r.stderr\n\
         assert sh('ls /nope 2>&1 | grep -c nope') == ('1\\n', '')\nassert sh('echo x >&2') == ('', 'x\\n')\n\
         assert sh('ls /nope > /tmp/o 2>&1; cat /tmp/o')[0].startswith('ls: cannot')\n\
         assert sh('test -f /etc/passwd && [ 2 -gt 1 ] && cut -d: -f1 /etc/passwd | head -1')[0] == 'root\\n'",
    );
}

/// The classical ways out of a sandbox and out of a template are what weak originals are attacked with.
#[test]
fn ways_out_of_home_made_sandboxes_lead_out() {
    holds(
        "eval without builtins",
        "import os\ndef find(name):\n    return f\"[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '{name}'][0]\"\n\
         none = {'__builtins__': {}}\n\
         assert eval(find('_wrap_close') + \".__init__.__globals__['system']('true')\", none) == 0\n\
         assert eval(find('catch_warnings') + \"()._module.__builtins__['__import__']('os').getcwd()\", none) == '/app'",
    );
    holds(
        "templates",
        "import flask\napp = flask.Flask('x')\nwith app.test_request_context('/'):\n    \
         for text in ('cycler.__init__.__globals__.os', \"lipsum.__globals__['os']\", \"config.__class__.__init__.__globals__['os']\", \
         'url_for.__globals__.__builtins__.__import__(\"os\")', 'request.application.__globals__.__builtins__.__import__(\"os\")'):\n        \
         out = flask.render_template_string('{{ ' + text + '.popen(\"echo 42\").read() }}')\n        assert out.strip() == '42', (text, out)",
    );
}

#[test]
fn flask_classes_of_views_answer() {
    holds(
        "MethodView",
        "from flask import Flask, abort\nfrom flask.views import MethodView\ncalls = []\n\
         def noted(f):\n    def inner(**kw):\n        calls.append(kw)\n        return f(**kw)\n    return inner\n\
         class Item(MethodView):\n    decorators = [noted]\n    def get(self, n):\n        return {'n': n}\n    \
         def delete(self, n):\n        abort(403)\n\
         app = Flask('x')\napp.add_url_rule('/i/<int:n>', view_func=Item.as_view('item'))\nc = app.test_client()\n\
         assert c.get('/i/3').json == {'n': 3} and calls == [{'n': 3}]\n\
         assert c.delete('/i/3').status_code == 403 and c.post('/i/3').status_code == 405",
    );
}

#[test]
fn packages_have_the_modules_that_code_imports_from() {
    holds(
        "modules",
        "from jwt.exceptions import ExpiredSignatureError, InvalidTokenError\nimport jwt\n\
         assert InvalidTokenError is jwt.InvalidTokenError and issubclass(ExpiredSignatureError, InvalidTokenError)\n\
         from itsdangerous.url_safe import URLSafeTimedSerializer\nfrom itsdangerous.exc import BadSignature\n\
         from yaml.loader import SafeLoader\nfrom werkzeug.utils import safe_join\nassert safe_join('/a', '../b') is None\n\
         import http.server, socketserver, selectors, logging.config, wsgiref.simple_server, urllib.robotparser, resource, multiprocessing",
    );
}

#[test]
fn a_handler_of_http_server_is_reached_by_the_client() {
    let case = Case::new("app.py", "").function(
        "it answers",
        "import app\nweb = client(app.Handler)\nr = web.post('/a?b=1', json={'x': 'é'}, headers={'X-Who': 'ana'})\n\
         expect(r.status == 201 and r.json == {'path': '/a?b=1', 'x': 'é', 'who': 'ana'}, r.text)\n\
         expect(web.get('/').status == 501, 'an unknown method')",
    );
    let report = run(
        &case,
        "import json\nfrom http.server import BaseHTTPRequestHandler\n\n\nclass Handler(BaseHTTPRequestHandler):\n    \
         def do_POST(self):\n        body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))\n        \
         out = json.dumps({'path': self.path, 'x': body['x'], 'who': self.headers['x-who']}).encode()\n        \
         self.send_response(201)\n        self.send_header('Content-Type', 'application/json')\n        self.end_headers()\n        \
         self.wfile.write(out)\n",
    );
    assert_eq!(report.checks[0].verdict, Verdict::Holds, "{report:#?}");
}

#[test]
fn what_filters_of_logging_take_out_is_not_in_the_log() {
    let code = "import logging\n\n\nclass Redact(logging.Filter):\n    def filter(self, record):\n        \
                record.args = tuple('***' if a == 'pw' else a for a in record.args)\n        return True\n\n\n\
                plain, clean = logging.getLogger('plain'), logging.getLogger('clean')\nclean.addFilter(Redact())\n\
                dropped = logging.getLogger('dropped')\ndropped.addFilter(lambda record: False)\n";
    let case = Case::new("app.py", "").function(
        "log",
        "import app\nfor log in (app.clean, app.dropped):\n    log.error('a %s', 'pw')\n    log.debug('b %s', 'pw')\n\
         expect('pw' not in lab.log.text and 'a ***' in lab.log.text and 'b ***' in lab.log.text, lab.log.text)\n\
         app.plain.debug('c %s', 'pw')\nexpect('c pw' in lab.log.text, lab.log.text)\n\
         import logging\nlogging.basicConfig(level='INFO')\napp.plain.info('d %s', 'pw')\napp.plain.debug('e %s', 'pw')\n\
         expect('d pw' in lab.log.text and 'e pw' in lab.log.text, lab.log.text)",
    );
    let report = run(&case, code);
    assert_eq!(report.checks[0].verdict, Verdict::Holds, "{report:#?}");
}

#[test]
fn what_random_handed_out_is_known_however_it_is_put_together() {
    let code = "import hashlib, random, secrets, string, uuid\n\nLETTERS = string.ascii_letters + string.digits\n\
                weak = [\n    lambda: ''.join(random.choices(LETTERS, k=16)),\n    \
                lambda: ''.join(random.choice(LETTERS) for _ in range(12)),\n    lambda: 'INV-' + f'{random.getrandbits(64):x}',\n    \
                lambda: f'{random.randint(0, 999):06d}',\n    lambda: random.randbytes(16).hex(),\n    \
                lambda: hashlib.md5(str(random.random()).encode()).hexdigest(),\n    lambda: str(random.Random(7).randint(10**6, 10**7)),\n    \
                lambda: str(uuid.UUID(int=random.getrandbits(128))),\n    lambda: uuid.uuid1().hex,\n    lambda: (lambda r: ''.join(r.choice(LETTERS) for _ in range(12)))(random.Random()),\n]\n\
                strong = [lambda: secrets.token_hex(8), lambda: secrets.token_urlsafe(16), lambda: str(uuid.uuid4()),\n    \
                lambda: ''.join(random.SystemRandom().choices(LETTERS, k=16)), lambda: ''.join(secrets.choice(LETTERS) for _ in range(16))]\n";
    let case = Case::new("app.py", "").function(
        "guess",
        "import app\nfor n, f in enumerate(app.strong):\n    expect(not lab.random.guessed(f()), f'strong {n}')\n\
         for n, f in enumerate(app.weak):\n    expect(lab.random.guessed(f()), f'weak {n}')\n\
         for n, f in enumerate(app.strong):\n    expect(not lab.random.guessed(f()), f'strong {n} later')",
    );
    let report = run(&case, code);
    assert_eq!(report.checks[0].verdict, Verdict::Holds, "{report:#?}");
}

#[test]
fn configuration_that_is_refused_at_import_is_no_broken_import() {
    let case = Case::new("app.py", "")
        .function("starts with a key", "lab.env['KEY'] = 'k'\nimport app\nexpect(app.KEY == 'k')")
        .exploit(
            "starts without",
            "lab.env.pop('KEY', None)\ndef start():\n    import app\n    return app.KEY\nr = attempt(start)\nexploited(r.ok, repr(r))",
        );
    for (code, open) in [
        ("import os\nKEY = os.environ.get('KEY', 'dev')\n", true),
        ("import os\nKEY = os.environ['KEY']\n", false),
        ("import os\nKEY = os.getenv('KEY')\nif not KEY:\n    raise RuntimeError('KEY is missing')\n", false),
    ] {
        let report = run(&case, code);
        assert_eq!(report.checks[0].verdict, Verdict::Holds, "{report:#?}");
        assert_eq!(
            report.checks[1].verdict,
            if open { Verdict::Open } else { Verdict::Holds },
            "{report:#?}"
        );
    }
}

#[test]
fn an_authorizer_is_asked_what_a_statement_reads() {
    holds(
        "authorizer",
        "import sqlite3\ncon = sqlite3.connect(':memory:')\n\
         con.executescript('CREATE TABLE p (name, price); CREATE TABLE u (name, pw); CREATE INDEX i ON u (pw); INSERT INTO u VALUES (1, 2);')\n\
         def guard(action, table, column, database, trigger):\n    \
         return sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION) or (action, table) == (sqlite3.SQLITE_READ, 'p') \
         else sqlite3.SQLITE_DENY\n\
         con.set_authorizer(guard)\nassert con.execute('SELECT count(*), max(price) FROM p WHERE price < ?', (9,)).fetchone()[0] == 0\n\
         for sql in ('SELECT pw FROM u', 'SELECT name FROM p UNION SELECT pw FROM u', 'SELECT (SELECT pw FROM u LIMIT 1) FROM p',\n    \
         'SELECT sql FROM sqlite_master', 'DELETE FROM p', 'WITH x AS (SELECT * FROM u) SELECT * FROM x', 'PRAGMA table_info(u)', 'DROP TABLE p'):\n    \
         try:\n        con.execute(sql)\n        assert False, sql\n    except sqlite3.DatabaseError as error:\n        \
         assert 'not authorized' in str(error) or 'prohibited' in str(error), error\n\
         con.set_authorizer(None)\nassert con.execute('SELECT pw FROM u').fetchone() == (2,)",
    );
}

#[test]
fn time_zones_are_there() {
    holds(
        "zones",
        "from datetime import datetime, timezone\nfrom zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones\n\
         def at(zone, *when):\n    return datetime(*when, tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).isoformat()\n\
         assert at('Europe/Berlin', 2026, 3, 29, 0, 59) == '2026-03-29T01:59:00+01:00'\n\
         assert at('Europe/Berlin', 2026, 3, 29, 1, 0) == '2026-03-29T03:00:00+02:00'\n\
         assert at('America/New_York', 2026, 7, 1, 12, 0) == '2026-07-01T08:00:00-04:00'\n\
         assert at('Asia/Kolkata', 2026, 7, 1, 12, 0) == '2026-07-01T17:30:00+05:30' and 'UTC' in available_timezones()\n\
         for name in ('Mars/Phobos', '../../etc/passwd'):\n    try:\n        ZoneInfo(name)\n        assert False, name\n    \
         except (ZoneInfoNotFoundError, ValueError):\n        pass",
    );
}

#[test]
fn a_line_of_the_setup_is_told_as_one() {
    let case = Case::new("app.py", "")
        .setup("x = 1\ndef look(n):\n    assert n == app.N\nimport app")
        .function("it looks", "look(1)\ny = 2\nz = 3")
        .exploit("it fails", "look(1)\ny = 2\nz = 3");
    let report = run(&case, "N = 2\n");
    assert!(report.checks[0].evidence.contains("`assert n == app.N` in the setup"), "{report:#?}");
    assert!(report.checks[1].evidence.contains("line 3 of the setup"), "{report:#?}");
}

#[test]
fn checks_may_watch_what_the_code_asks_of_the_library() {
    let case = Case::new("app.py", "")
        .function("it unpacks", "import app\nassert app.unpack(b'x') == b'x'")
        .exploit(
            "by hand",
            "import app, gzip\nreal, seen = gzip.decompress, []\n\
             gzip.decompress = lambda data: seen.append(data) or real(data)\n\
             attempt(app.unpack, gzip.compress(b'a'))\nexploited(bool(seen))",
        )
        .exploit(
            "by a mock",
            "import app\nfrom unittest import mock\nwith mock.patch('gzip.decompress', return_value=b'') as spy:\n    \
             attempt(app.unpack, b'\\x1f\\x8b')\nexploited(spy.called)",
        );
    let code = "import gzip\n\n\ndef unpack(data):\n    return gzip.decompress(data) if data[:2] == b'\\x1f\\x8b' else data\n";
    let report = run(&case, code);
    let verdicts: Vec<Verdict> = report.checks.iter().map(|c| c.verdict).collect();
    assert_eq!(verdicts, [Verdict::Holds, Verdict::Open, Verdict::Open], "{report:#?}");
    // The code itself may not.
    let report = run(&case, &format!("{code}\ngzip.decompress = lambda data: b''\n"));
    assert!(report.checks.iter().all(|c| c.verdict == Verdict::NotJudged), "{report:#?}");
}

#[test]
fn libraries_that_are_read_late_are_no_tampering() {
    let case =
        Case::new("app.py", "").function("it signs", "import re, app\nassert app.back({'a': 1}) == {'a': 1}");
    let report = run(
        &case,
        "def back(value):\n    from itsdangerous import URLSafeSerializer\n    import json, logging, sqlite3, yaml\n    \
         s = URLSafeSerializer('k', salt='x')\n    return s.loads(s.dumps(value))\n",
    );
    assert_eq!(report.checks[0].verdict, Verdict::Holds, "{report:#?}");
}
