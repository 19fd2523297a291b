#!/usr/bin/env python3
"""Sends the same requests to the lab's Flask and to the real one, and compares status, headers and body.

    differential.py            compares (needs `pip install flask`; says so and ends well when it is not there)
"""

import importlib.util
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# What differs for good reason: the order of methods in `Allow` is a set's, dates are the clock's.
UNSTABLE = ("date", "last-modified", "etag", "expires")


def requests():
    """Every request: (method, path, options). Cookies are kept over the whole list, as a browser keeps them."""
    out = []

    def add(method, path, **options):
        out.append((method, path, options))

    paths = """/ /?q=1 /?q=a+b%20c /?q=%C3%A4 /?q=%FF /?q=1&q=2 /nope /nope/ /? /#frag /?q=%00
    /int/5 /int/05 /int/-5 /int/x /int/ /int /int/5/ /int/5.0 /int/%35 /int/٣ /sint/-5 /sint/5 /min/2 /min/3 /min/10
    /float/1.5 /float/1 /float/-1.5 /str/a /str/a%20b /str/a%2Fb /str/%3Cb%3E /str/ /str/a/b /str/.. /len/abc /len/ab /any/a /any/bc /any/c
    /uuid/00000000-0000-0000-0000-00000000000A /uuid/x /path/a /path/a/b /path/a/b/ /path/ /path//a /path/a//b /path/a/edit /path/a/b/edit
    /path/fixed /path/../x /path/%2e%2e/x /path/a%2f..%2fb /mix/a-b.c /mix/a-b-c.d.e /mix/a /branch /branch/ /branch?x=1 /branch// //branch/
    /loose /loose/ /defaults/ /defaults /defaults/page/1 /defaults/page/2 /only-post /get /opt /api/ /api /api/item/3 /api/item/3?deny=1
    /api/inner/deep /again/item/4 /again/inner/deep /api//item/3 //api/item/3 /api/item/x /API/item/3 /url-for /url-bad
    /ret/str /ret/bytes /ret/dict /ret/list /ret/tuple2 /ret/tuple2h /ret/tuple3 /ret/status /ret/none /ret/int /ret/tuple1 /ret/response
    /ret/xml /ret/jsontype /ret/generator /ret/nocontent /ret/notmodified /ret/markup /ret/make /ret/exc /ret/date /ret/kw /ret/args /ret/both
    /ret/empty /ret/set /ret/nan /ret/html /ret/newline /ret/wsgi /ret/zzz /abort-response /raise/tea /raise/zero /raise/http /raise/bad
    /dict-key /arg-int?n=5 /arg-int?n=x /arg-int?n=1&n=x&n=3 /arg-int /headers /multi /config /accept /auth /template?a=1&a=%3Cb%3E&c
    /ssti?name={{7*7}} /ssti?name={{config.SECRET_KEY}} /ssti?name={{''.__class__}} /ssti?name={{x.y}} /ssti?name={%25if /ssti?name=<b>
    /ssti?name={{request.application.__globals__.__builtins__.__import__('os').getcwd().__class__}} /ssti?name={{g}} /ssti?name={{url_for.__name__}}
    /ssti?name={{lipsum.__globals__.os.__name__}} /ssti?name={{request.method}}{{session}} /ssti?name={{self.__class__.__name__}}
    /ssti?name={{config.__class__.__init__.__globals__['os'].__name__}} /ssti?name={{cycler.__init__.__globals__.os.__name__}}
    /safe?p=a.txt /safe?p=../a /safe?p=/etc/passwd /safe?p=a/../b /safe?p=a/../../b /safe?p= /safe?p=.. /safe?p=a/b/../../../c /safe?p=...
    /safe?p=my%20file%20%C3%BC.txt /safe?p=..%5C..%5Ca /safe?p=.htaccess /safe?p=a//b /safe?p=./a /safe?p=con.txt
    /file /file?as=1 /file?name=x.html /file?name=%C3%BC.csv&as=1 /file?name=x.unknown /file?name=a%22b.txt&as=1 /file?type=text/x&name=n
    /redirect /redirect?to=/a%20b /redirect?to=//evil.test /redirect?to=http://x.test/%C3%A4?q=%C3%A4 /redirect?to=/x%0d%0aX:%201 /redirect?code=301
    /redirect?code=303 /redirect?to=javascript:alert(1) /redirect?to=%22%3E%3Cscript%3E /redirect?to=\\\\evil.test /redirect?to=rel /redirect?to=
    /static/x /echo /echo?a=1&a=2&b=&c&=d&%20=e /echo?a=1;b=2 /echo/ /echo%2F /echo%00 /session/get /flashed""".split()
    for path in paths:
        add("GET", path)
    for code in (400, 401, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 500, 501, 503, 200, 302, 999):
        add("GET", f"/abort/{code}")
    for code in (400, 403, 404, 500):
        add("GET", f"/abort-text/{code}")
    for path in ("/", "/int/5", "/only-post", "/nope", "/branch", "/get", "/opt", "/ret/dict", "/api/item/3", "/path/x"):
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "get"):
            add(method, path)
    for kind in ("application/json", "application/json; charset=utf-8", "application/vnd.x+json", "text/plain", "text/json", "APPLICATION/JSON", "", None):
        for body in ('{"a": 1}', "{", "", "null", "[]", '{"a":1,"a":2}', "NaN", '"x"', '{"a": "\\ud800"}', "\ufeff{}", "{'a':1}"):
            for path in ("/json", "/json-silent", "/json-force", "/json-attr"):
                add("POST", path, data=body, content_type=kind)
    form = "application/x-www-form-urlencoded"
    for body in ("name=x", "name=a+b%20c&name=2", "", "name", "=x", "name=%FF", "x=1", "a=1&b[]=2&b[]=3", "name=%00", "a;b=1", "name=" + "y" * 3990, "name=" + "y" * 5000):
        for path in ("/form-key", "/echo", "/data", "/form-then-data"):
            add("POST", path, data=body, content_type=form)
            add("PUT", path, data=body, content_type=form)
    add("POST", "/echo", data="name=x", content_type="text/plain")
    add("POST", "/echo", data="name=x", content_type=form + "; charset=latin-1")
    add("POST", "/echo?name=q", data="name=f", content_type=form)
    add("DELETE", "/echo", data="name=f", content_type=form)

    def part(disposition, content, extra=""):
        return f"--B\r\nContent-Disposition: {disposition}\r\n{extra}\r\n{content}\r\n"

    bodies = [
        part('form-data; name="f"; filename="a.txt"', "hello", "Content-Type: text/plain\r\n") + part('form-data; name="a"', "1") + "--B--\r\n",
        part('form-data; name="f"; filename="../../etc/x y.txt"', "x") + "--B--\r\n",
        part('form-data; name="f"; filename="C:\\\\dir\\\\a.txt"', "x") + "--B--\r\n",
        part('form-data; name="f"; filename=""', "") + "--B--\r\n",
        part('form-data; name="f"', "no file") + "--B--\r\n",
        part("form-data; name=f; filename=a.php", "x", "Content-Type: image/png\r\n") + "--B--\r\n",
        part('form-data; name="f"; filename="a.txt"', "1") + part('form-data; name="f"; filename="b.txt"', "2") + "--B--\r\n",
        part("form-data; name=\"f\"; filename*=UTF-8''%C3%BC.txt", "u") + "--B--\r\n",
        part('form-data; name="f"; filename="a\\"b.txt"', "q") + "--B--\r\n",
        part('form-data; name="f"; filename="a%22b.txt"', "q") + "--B--\r\n",
        part('form-data; name="x"', "line1\r\nline2") + part('form-data; name="x"', "2") + "--B--\r\n",
        "",
        "--B--\r\n",
        "garbage",
    ]
    for body in bodies:
        for path in ("/upload", "/echo"):
            add("POST", path, data=body, content_type="multipart/form-data; boundary=B")
    add("POST", "/upload", data=bodies[0], content_type='multipart/form-data; boundary="B"')
    add("POST", "/upload", data=bodies[0], content_type="multipart/form-data")
    for headers in (
        {"X-Forwarded-For": "1.2.3.4"}, {"X-Forwarded-For": "1.2.3.4, 5.6.7.8"}, {"x-forwarded-for": " 9.9.9.9 ,"}, {"X-Forwarded-For": ""},
        {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https"}, {"Host": "evil.test"}, {"Host": "localhost:80"}, {"Host": "localhost:8080"},
        {"X-User": "a"}, {"x_user": "a"}, {"X-USER": "a"}, {"Cookie": "a=1; b=2; a=3"}, {"Cookie": 'q="a b\\054\\"c"; e=; f'}, {"Cookie": "x=y=z; bad;=v"},
        {"Cookie": "u=%C3%A4; s= spaced "}, {"Referer": "http://r.test/"}, {"Origin": "null"}, {"User-Agent": "curl/8"}, {"X-Stop": "1"},
        {"Accept": "application/json"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Basic !!!"}, {"Authorization": "Bearer abc.def"},
        {"Authorization": "bearer abc="}, {"Authorization": "Basic YTpiOmM="}, {"Authorization": "Digest username=\"a\", realm=\"r\""}, {"Authorization": "x"},
        {"X-Forwarded-Prefix": "/app", "X-Forwarded-For": "8.8.8.8, 7.7.7.7"}, {"Content-Type": "x/y"}, {"Content-Length": "0"},
    ):  # fmt: skip
        for path in ("/echo", "/auth", "/accept", "/branch", "/url-for", "/headers"):
            add("GET", path, headers=headers)
            add("GET", path, headers=headers, proxied=True)
    for accept in ("*/*", "text/html", "text/*", "application/json;q=0.5,text/html;q=0.9", "image/png", "", "text/html;q=0", "application/*, text/html;q=0.8"):
        add("GET", "/accept", headers={"Accept": accept})
    for step in (
        "/session/get", "/session/set?user=bob", "/session/get", "/session/set?permanent=1", "/session/get", "/session/pop", "/session/pop",
        "/session/get", "/flash", "/flashed", "/flashed", "/session/clear", "/session/get", "/session/clear", "/cookie/set", "/echo",
        "/cookie/set?v=a%20b%3Bc%22d", "/echo", "/cookie/set?v=%C3%A4", "/echo", "/cookie/delete", "/echo",
    ):  # fmt: skip
        add("GET", step)
    add("POST", "/session/types")
    add("GET", "/session/types")
    for cookie in ("session=bad", "session=eyJ1c2VyIjoiYW5hIn0.Z.x", "session=", "session=.eJw", "session=eyJ1c2VyIjoiYW5hIn0.aVXK4A.AAAA"):
        add("GET", "/session/get", headers={"Cookie": cookie})
    return out


def play(app, proxied):
    """The answers of an app, over plain WSGI: status, headers, body."""
    import io

    jar, out = {}, []
    for method, path, options in requests():
        body = (options.get("data") or "").encode("utf-8", "surrogatepass")
        raw, _, query = path.partition("#")[0].partition("?")
        environ = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote(raw).decode("latin-1"), "QUERY_STRING": query.encode().decode("latin-1"),
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False, "REQUEST_URI": path, "RAW_URI": path,
        }  # fmt: skip
        if "data" in options:
            environ["CONTENT_LENGTH"] = str(len(body))
        if options.get("content_type") is not None:
            environ["CONTENT_TYPE"] = options["content_type"]
        if jar:
            environ["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in jar.items())
        for name, value in options.get("headers", {}).items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]

        try:
            target = proxied if options.get("proxied") else app
            data = b"".join(target(environ, start_response))
            status, headers = started
            for name, value in headers:
                if name.lower() == "set-cookie" and not options.get("headers"):
                    first, _, rest = value.partition(";")
                    key, _, text = first.partition("=")
                    if "Max-Age=0" in rest:
                        jar.pop(key, None)
                    elif "Domain" not in rest:
                        jar[key] = text
            shown = []
            for name, value in headers:
                lower = name.lower()
                if lower in UNSTABLE:
                    value = "(some)"
                elif lower == "allow":
                    value = ", ".join(sorted(value.split(", ")))
                elif lower == "set-cookie":
                    value = stable_cookie(value)
                shown.append((lower, value))
            out.append((status, sorted(shown), data))
        except BaseException as error:
            out.append((f"raised {type(error).__name__}: {error}", [], b""))
    return out


def stable_cookie(value):
    """A cookie without what the clock and the signature put into it."""
    parts = [p if not p.startswith("Expires=") else "Expires" for p in value.split("; ")]
    name, _, text = parts[0].partition("=")
    if name == "session" and text.count(".") >= 2:
        parts[0] = "session=" + text.rsplit(".", 2)[0]
    return "; ".join(parts)


def unquote(text):
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(text)


def side(which):
    """One side's answers, printed as Python."""
    if which == "lab":
        write = os.fdopen(os.dup(1), "wb", 0)
        leave = os._exit
        sys.path[:0] = [HERE, os.path.join(ROOT, "assets", "lab", "python")]
        with open(os.path.join(HERE, "differential_app.py"), encoding="utf-8") as f:
            source = f.read()
        import lab

        lab.start({"differential_app.py": source}, 1_767_225_600.0)
        try:
            import differential_app

            answers = play(differential_app.app, differential_app.proxied)
        except BaseException:
            import traceback

            answers = traceback.format_exc()
        write.write(repr(answers).encode("utf-8", "backslashreplace"))
        leave(0)
    sys.path.insert(0, HERE)
    import logging

    logging.disable(logging.CRITICAL)
    import differential_app

    print(repr(play(differential_app.app, differential_app.proxied)))


def main():
    if len(sys.argv) > 1:
        return side(sys.argv[1])
    if importlib.util.find_spec("flask") is None:
        print("skipped: the real Flask is not installed here")
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
                print(f"   {name}\n      lab  {str(lab[i])[:700]}\n      real {str(real[i])[:700]}")
    print(f"{len(sides['lab']) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
