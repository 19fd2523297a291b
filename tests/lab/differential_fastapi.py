#!/usr/bin/env python3
"""Sends the same requests to the lab's FastAPI and to the real one, and compares status, headers and body.

    differential_fastapi.py      compares (needs `pip install fastapi httpx python-multipart email-validator itsdangerous`)
"""

import importlib.util
import json
import os
import subprocess
import sys
from urllib.parse import unquote_to_bytes

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
NEEDS = ("fastapi", "multipart", "email_validator", "itsdangerous")


def requests():
    """Every request: (method, path, options)."""
    out = []

    def add(method, path, **options):
        out.append((method, path, options))

    paths = """/ /nope /int/5 /int/-5 /int/05 /int/x /int/5.0 /int/5.5 /int/1_000 /int/ /int/%20 /int/%205%20 /int/99999999999999999999999 /int/true /int/5/
    /typed/a/5 /typed/c/5 /typed/a/0 /typed/a/10 /typed/a/x?role=z /typed/b/1?role=admin /file/a/b/c /file/ /file/../x /file/%2e%2e%2fx /conv/5 /conv/x /conv/-1
    /query /query?a= /query?a=1&b=x /query?a=1&b=2&c=3&d=yes&e=1&e=2&F=abc&g=1.5 /query?a=1&d=maybe /query?a=1&e=x&e=1 /query?a=1&F=z /query?a=1&a=2 /query?a=1&f=abc
    /query?a=1&when=2024-01-02T03:04:05Z /query?a=1&when=2024-01-02 /query?a=1&when=x /query?a=1&when=1700000000 /query?a=1&u=5 /query?a=1&u=x /query?a=1&ids=1&ids=2
    /query?a=1&g=nan /query?a=1&g=x /query?a=%00 /query?a=%C3%A4 /query?a=1&b= /query?a=1&c= /query?a=1&d=1 /query?a=1&d=TRUE /query?a=1&d=off /query?a=1&g=1e3 /query?a=1&when=
    /filters /filters?limit=5&order=down&tags=a&tags=b /filters?limit=500 /filters?order=x /filters?zzz=1 /filters?limit=x&zzz=1&zzz=2
    /headers /cookies /inner /inner-dict /returns /returns-list /exclude /include /bad-response /page /depends /depends?q=5 /depends?n=x /depends-fail /calls
    /api/guarded /v2/api/guarded /keys /keys?key=1 /raise/400 /raise/401 /raise/404 /raise/418 /raise/500 /raise/503 /raise/204 /raise/304
    /response/html /response/text /response/json /response/redirect /response/stream /response/empty /response/url?x=%20y /response/base /response/urlfor /response/client
    /response/enc /response/status /response/nothing /response/headers /response/query?a=1&a=2&b= /response/nan /boom /custom /multi /session /session?put=a /sub/hello/5
    /sub/hello/x /sub/nope /sub /bearer /basic /oauth /bearer-soft /docs-none // /api//guarded""".split()
    for path in paths:
        add("GET", path)
    for path in ("/", "/int/5", "/item", "/multi", "/gone", "/nope", "/api/item/3", "/sub/hello/5", "/raise/404"):
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "GET"):
            add(method, path)
    good = {"name": "abc", "price": 1}
    bodies = [
        good, {}, None, [], "x", 5, {"name": "a", "price": 0}, {"name": "ABC", "price": "x"}, {"name": "abc\n", "price": "1.5"}, {"name": 5, "price": True},
        {"name": "abcdefghi", "price": -1, "tags": "x"}, {"name": "abc", "price": 1, "tags": [1, "a"]}, {"name": None, "price": None}, {"name": "abc", "price": 1, "extra": 1},
        {"item": good, "other": good}, {"item": good}, {"item": {"name": "abc"}, "other": 5, "n": "x"}, {"item": None, "other": [], "n": 2}, [good, good], [good, {"name": "x"}],
        {"n": 1}, {"n": "1"}, {"n": 1, "zzz": 2}, {"n": True}, {"n": 1.0}, {"N": "1", "more": {"a": 1}}, {"kind": "cat", "lives": 9}, {"kind": "dog"}, {"kind": "cow"}, {"lives": 1},
        [{"kind": "cat", "lives": 1}, {"kind": "dog", "bark": "w"}, {"kind": "cat", "bark": "w"}],
        {"name": "Bob1", "password": "a", "again": "a"}, {"name": "b!", "password": "a", "again": "b"}, {"name": "bob", "password": "a", "again": "b", "role": "admin"},
    ]
    for body in bodies:
        for path in ("/item", "/two", "/embed", "/optional", "/dict", "/list", "/any", "/strict", "/open", "/account", "/pet", "/pets", "/api/item/3"):
            add("POST", path, json=body)
    values = {
        "i": [1, "1", " 7 ", 1.0, 1.5, True, None, "x", "1.0", [], "٣", 10**20, "1_0", ""], "f": [1, "1.5", "x", None, "inf", "nan", True, [], "1e5", ""],
        "b": [True, 1, 0, "yes", "Off", 2, "x", None, 1.0, [], "1", ""], "s": ["x", 1, None, True, [], {}, "ä\ud800"[:1]], "o": [None, 1, "1", "x"], "u": [1, "1", "x", 1.5, None, True, []],
        "l": [[1, "2"], "x", [1, "x", []], {"a": 1}, None], "st": [[1, 1, "2"], "x", [None]], "t": [[1, "a"], [1], [1, "a", 2], ["x", 1], "x"],
        "d": [{"a": 1}, {"a": "x"}, {"1": "2"}, [], "x"], "role": ["admin", "x", 1, None, "ADMIN"], "kind": ["a", "c", 3, "3", None, True],
        "when": ["2024-01-02T03:04:05", "2024-01-02T03:04:05.123456Z", "2024-01-02T03:04:05+02:00", "2024-01-02", "2024-13-02T00:00:00", "x", 1700000000, 1700000000000, True, [], "2024-01-02T25:00:00"],
        "day": ["2024-01-02", "2024-01-02T00:00:00", "2024-01-02T01:00:00", "x", 1700000000, 1704067200, "2024-02-30"], "span": ["P1DT2H", "01:02:03", 5, "x", "1 day, 01:00:00"],
        "money": ["1.50", 1, 1.5, "x", None, True, "nan", "1e2"], "ident": ["00000000-0000-0000-0000-00000000000A", "x", 5, "0" * 32, "0" * 31, "g" * 32, "00000000-0000-0000-0000-0000000000"],
        "item": [good, 5, {"name": "x", "price": 1}], "items": [[good], [good] * 3, [5], "x"],
        "mail": ["a@b.com", "A.b+C@EXAMPLE.com", "x", "a@b", "@b.com", "a@", "a b@c.com", "a..b@c.com", ".a@c.com", "a@-b.com", "a@b..com", 5, "Ana <a@b.com>", "a@b.com\n", "ä@ö.com", '"a"@b.com', "a@localhost", "a@b.c1", "a@[1.2.3.4]", "a@b.com,c@d.com", "a@@b.com"],
        "url": ["http://a.b", "HTTPS://A.B:443/x/../y?q=ä#f", "ftp://a.b", "x", "//a.b", "http://", "http:a.b", "http://a b", "http://127.1/", "http://0x7f000001", "http://2130706433/x", "http://[::1]:80/", "http://[::ffff:127.0.0.1]", "http://u:p@a.b:8080/", "http://a.b\\@c.d/", "http://a.b:99999", "javascript:alert(1)", "http://a.b/%2e%2e/c", "http://ex%61mple.com", "http://exämple.com", "http://a.b.", " http://a.b ", "http://1.2.3.4.5", "http://①②⑦.0.0.1/", "http://a.b?x", 5, "http://@a.b", "http:///a.b", "http:\\\\a.b"],
        "secret": ["s", 1, None], "short": ["ab", " a ", "  ab  ", 5], "small": [1, 0, 6, "3", "x"], "even": [2, 3, "4", "x"],
    }
    for name, given in values.items():
        for value in given:
            add("POST", "/everything", json={name: value})
    for raw in ("{", "", "null", "nan", "{'a':1}", '{"name": "abc", "price": NaN}', "\ufeff{}", '{"name":"abc","price":1,"price":2}', "[" * 50 + "]" * 50, "x"):
        for kind in ("application/json", "application/vnd.x+json", "text/plain", "APPLICATION/JSON; charset=utf-8", None, "application/x-www-form-urlencoded"):
            add("POST", "/item", data=raw, kind=kind)
            add("POST", "/dict", data=raw, kind=kind)
    form = "application/x-www-form-urlencoded"
    for raw in ("a=1", "a=1&b=2&c=x&c=y", "b=2", "a=&b=", "a=1&b=x", "", "a=%C3%A4+b", "user=u", "user=u&age=x", "user=u&zzz=1", "username=u&password=p&scope=a+b", "username=u&password=p&grant_type=x", "username=u"):
        for path in ("/form", "/form-model", "/token"):
            add("POST", path, data=raw, kind=form)
    add("POST", "/form", json={"a": "1"})

    def part(disposition, content, extra=""):
        return f"--B\r\nContent-Disposition: {disposition}\r\n{extra}\r\n{content}\r\n"

    for body in (
        part('form-data; name="f"; filename="a.txt"', "hello", "Content-Type: text/plain\r\n") + part('form-data; name="note"', "n") + "--B--\r\n",
        part('form-data; name="f"; filename="../../etc/x"', "x") + "--B--\r\n", part('form-data; name="f"; filename=""', "") + "--B--\r\n",
        part('form-data; name="f"', "text") + "--B--\r\n", part('form-data; name="fs"; filename="a"', "1") + part('form-data; name="fs"; filename="b"', "2") + "--B--\r\n",
        part('form-data; name="fs"; filename="a"', "1") + "--B--\r\n", part('form-data; name="f"; filename="a"', "1") + part('form-data; name="g"; filename="b"', "2") + "--B--\r\n",
        part('form-data; name="a"', "1") + part('form-data; name="b"', "2") + "--B--\r\n", "",
    ):  # fmt: skip
        for path in ("/upload", "/uploads", "/bytes", "/form"):
            add("POST", path, data=body, kind="multipart/form-data; boundary=B")
    for given in (
        [("X-Token", "a")], [("x-token", "a"), ("X-Token", "b")], [("X-Many", "1"), ("X-Many", "2")], [("raw_name", "r")], [("x_token", "u")], [("X-Key", "k")], [("X-Key", "n")],
        [("X-Block", "1")], [("Host", "evil.test")], [("Host", "a.good.test")], [("Host", "good.test")], [("Host", "LOCALHOST:8000")], [("Cookie", "a=1; n=5; ck=z")], [("Cookie", 'a="q\\054"; n=x')],
        [("Authorization", "Bearer t")], [("Authorization", "bearer  t ")], [("Authorization", "Bearer")], [("Authorization", "Bearer ")], [("Authorization", "Basic YTpi")],
        [("Authorization", "basic YTpiOmM=")], [("Authorization", "Basic !!!")], [("Authorization", "Basic YQ==")], [("Authorization", "Token x")], [("Authorization", "")],
        [("Origin", "https://ok.test")], [("Origin", "https://evil.test")], [("Origin", "https://x.ok.test")], [("Origin", "null")], [("X-Api", "h"), ("Cookie", "ck=c")],
        [("Cookie", "session=bad")], [("Cookie", "session=eyJ2IjogImEifQ==.Z.x")], [("User-Agent", "ua")],
    ):  # fmt: skip
        for path in ("/headers", "/cookies", "/api/guarded", "/v2/api/guarded", "/bearer", "/bearer-soft", "/basic", "/oauth", "/keys?key=q", "/", "/session"):
            add("GET", path, headers=given)
    for origin in ("https://ok.test", "https://evil.test", "https://x.ok.test"):
        for method, names in (("GET", None), ("PUT", "X-A"), ("DELETE", None), ("GET", "X-B"), ("GET", "content-type, x-a")):
            given = [("Origin", origin), ("Access-Control-Request-Method", method)] + ([("Access-Control-Request-Headers", names)] if names else [])
            add("OPTIONS", "/int/5", headers=given)
    return out


def play(app, asyncio):
    """The answers of an app: (status, headers, body) a request."""
    out = []
    for method, target, options in requests():
        path, _, query = target.partition("?")
        headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in options.get("headers", ())]
        if not any(n == b"host" for n, _ in headers):
            headers.insert(0, (b"host", b"localhost"))
        body = options.get("data", "").encode("utf-8", "surrogatepass")
        kind = options.get("kind")
        if "json" in options:
            body, kind = json.dumps(options["json"]).encode("utf-8"), "application/json"
        if kind is not None:
            headers.append((b"content-type", kind.encode("latin-1")))
        if body:
            headers.append((b"content-length", str(len(body)).encode()))
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 50000), "server": ("localhost", 80), "state": {},
        }  # fmt: skip
        left, sent = [body], []

        async def receive():
            if left:
                return {"type": "http.request", "body": left.pop(), "more_body": False}
            await asyncio.sleep(3600)

        async def send(message):
            sent.append(message)

        error = ""
        try:
            asyncio.run(app(scope, receive, send))
        except Exception as raised:
            error = type(raised).__name__
        start = next((m for m in sent if m["type"] == "http.response.start"), {"status": None, "headers": []})
        found = sorted((n.decode(), stable(n.decode(), v.decode("latin-1"))) for n, v in start["headers"])
        data = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        out.append((f"{start['status']} {error}".strip(), found, data))
    return out


def stable(name, value):
    """A header without what the clock puts into it."""
    if name == "allow":
        return ", ".join(sorted(value.split(", ")))
    if name == "set-cookie" and value.startswith("session="):
        return value.partition(".")[0] + "." + value.partition(";")[2]
    return value


def side(which):
    """One side's answers, printed as Python."""
    if which == "lab":
        write = os.fdopen(os.dup(1), "wb", 0)
        leave = os._exit
        sys.path[:0] = [HERE, os.path.join(ROOT, "assets", "lab", "python")]
        with open(os.path.join(HERE, "differential_fastapi_app.py"), encoding="utf-8") as f:
            source = f.read()
        import lab

        lab.start({"differential_fastapi_app.py": source}, 1_767_225_600.0)
        try:
            import asyncio

            import differential_fastapi_app

            answers = play(differential_fastapi_app.app, asyncio)
        except BaseException:
            import traceback

            answers = traceback.format_exc()
        write.write(repr(answers).encode("utf-8", "backslashreplace"))
        leave(0)
    sys.path.insert(0, HERE)
    import asyncio

    import differential_fastapi_app

    print(repr(play(differential_fastapi_app.app, asyncio)))


def main():
    if len(sys.argv) > 1:
        return side(sys.argv[1])
    lacking = [name for name in NEEDS if importlib.util.find_spec(name) is None]
    if lacking:
        print(f"skipped: not installed here: {', '.join(lacking)}")
        return
    sides = {}
    for which in ("lab", "real"):
        done = subprocess.run([sys.executable, __file__, which], capture_output=True, text=True, check=False)
        try:
            sides[which] = eval(done.stdout, {})
        except SyntaxError:
            sys.exit(f"{which} gave nothing: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        if isinstance(sides[which], str):
            sys.exit(sides[which])
    failed = 0
    for request, lab, real in zip(requests(), sides["lab"], sides["real"], strict=True):
        if lab == real:
            continue
        failed += 1
        print(request)
        for i, name in enumerate(("status", "headers", "body")):
            if lab[i] != real[i]:
                print(f"   {name}\n      lab  {str(lab[i])[:900]}\n      real {str(real[i])[:900]}")
    print(f"{len(sides['lab']) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
