"""The app that the differential test sends its requests to, once with the lab's Flask and once with the real one."""

import datetime
import io
import uuid

from flask import (
    Blueprint, Flask, Response, abort, current_app, flash, g, get_flashed_messages, jsonify, make_response, redirect,
    render_template_string, request, send_file, session, url_for,
)  # fmt: skip
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.security import safe_join
from werkzeug.utils import secure_filename

app = Flask(__name__, static_folder=None)
app.config.update(SECRET_KEY="differential", MAX_CONTENT_LENGTH=4000)
api = Blueprint("api", __name__, url_prefix="/api")
inner = Blueprint("inner", __name__, url_prefix="/inner")


class Teapot(Exception):
    pass


@app.before_request
def before():
    g.steps = ["before"]
    if request.headers.get("X-Stop"):
        return "stopped", 418


@app.after_request
def after(response):
    response.headers["X-Steps"] = ",".join(g.get("steps", []))
    return response


@api.before_request
def api_before():
    g.steps.append("api")
    if request.args.get("deny"):
        abort(403)


@app.errorhandler(404)
def not_found(error):
    return jsonify(error=error.name, path=request.path), 404


@app.errorhandler(Teapot)
def teapot(error):
    return f"tea: {error}", 418


@api.errorhandler(403)
def api_denied(error):
    return {"denied": error.description}, 403


@app.errorhandler(KeyError)
def missing_key(error):
    return f"key {type(error).__name__}", 422


@app.route("/")
def index():
    return "index " + request.args.get("q", "-")


@app.route("/echo", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
def echo():
    return jsonify(
        method=request.method, path=request.path, full=request.full_path, url=request.url, base=request.base_url, root=request.url_root,
        host=request.host, host_url=request.host_url, args=request.args.to_dict(flat=False), form=request.form.to_dict(flat=False),
        values=sorted(request.values.to_dict().items()), cookies=request.cookies.to_dict(flat=False), remote=request.remote_addr,
        route=list(request.access_route), secure=request.is_secure, scheme=request.scheme, type=request.content_type,
        mimetype=request.mimetype, length=request.content_length, json=request.is_json, endpoint=request.endpoint,
        agent=request.user_agent.string, referrer=request.referrer, qs=request.query_string.decode("latin-1"),
        files={k: [f.filename, f.mimetype, f.read().decode("latin-1")] for k, f in request.files.items()},
        xff=request.headers.getlist("X-Forwarded-For"), user=request.headers.get("x-user"), keys="x-user" in request.headers,
        origin=request.origin, blueprint=request.blueprint, script=request.script_root,
    )  # fmt: skip


@app.route("/data", methods=["POST"])
def data():
    return request.get_data() + b"|" + request.data


@app.route("/form-then-data", methods=["POST"])
def form_then_data():
    form = dict(request.form)
    return {"form": form, "data": request.get_data(as_text=True)}


@app.route("/json", methods=["POST", "GET"])
def json_body():
    return jsonify(got=request.get_json())


@app.route("/json-silent", methods=["POST"])
def json_silent():
    return jsonify(got=request.get_json(silent=True))


@app.route("/json-force", methods=["POST"])
def json_force():
    return jsonify(got=request.get_json(force=True))


@app.route("/json-attr", methods=["POST"])
def json_attr():
    return jsonify(got=request.json["a"])


@app.route("/form-key", methods=["POST"])
def form_key():
    return request.form["name"]


@app.route("/dict-key")
def dict_key():
    return {}["x"]


@app.route("/arg-int")
def arg_int():
    return {"n": request.args.get("n", type=int), "d": request.args.get("n", 7, type=int), "l": request.args.getlist("n", type=int)}


@app.route("/int/<int:n>")
def int_rule(n):
    return f"int {n}"


@app.route("/sint/<int(signed=True):n>")
def signed_rule(n):
    return f"int {n}"


@app.route("/min/<int(min=3,max=9):n>")
def min_rule(n):
    return f"int {n}"


@app.route("/float/<float:n>")
def float_rule(n):
    return f"float {n}"


@app.route("/str/<name>")
def str_rule(name):
    return f"str {escape(name)}"


@app.route("/len/<string(length=3):name>")
def len_rule(name):
    return f"len {name}"


@app.route("/any/<any(a, bc):name>")
def any_rule(name):
    return f"any {name}"


@app.route("/uuid/<uuid:u>")
def uuid_rule(u):
    return f"uuid {u} {isinstance(u, uuid.UUID)}"


@app.route("/path/<path:p>")
def path_rule(p):
    return f"path {p}"


@app.route("/path/<path:p>/edit")
def path_edit(p):
    return f"edit {p}"


@app.route("/path/fixed")
def path_fixed():
    return "fixed"


@app.route("/mix/<a>-<b>.<ext>")
def mix(a, b, ext):
    return f"{a} {b} {ext}"


@app.route("/branch/")
def branch():
    return "branch"


@app.route("/loose", strict_slashes=False)
def loose():
    return "loose"


@app.route("/defaults/", defaults={"page": 1})
@app.route("/defaults/page/<int:page>")
def defaults(page):
    return f"page {page}"


@app.route("/only-post", methods=["POST"])
def only_post():
    return "posted"


@app.get("/get")
def get_only():
    return "got"


@app.put("/get")
def put_only():
    return "put"


@app.route("/opt", methods=["GET", "OPTIONS"])
def opt():
    return f"opt {request.method}"


@app.route("/ret/<kind>")
def ret(kind):
    kinds = {
        "str": lambda: "text",
        "bytes": lambda: b"\x00\xff",
        "dict": lambda: {"b": 1, "a": [1, None, True, 1.5, "ü<>&"]},
        "list": lambda: [1, {"x": "y"}],
        "tuple2": lambda: ("made", 201),
        "tuple2h": lambda: ("headed", {"X-A": "1"}),
        "tuple3": lambda: ({"k": "v"}, 202, [("X-B", "2"), ("X-B", "3")]),
        "status": lambda: ("odd", "299 Strange"),
        "none": lambda: None,
        "int": lambda: 7,
        "tuple1": lambda: ("x",),
        "response": lambda: Response("r", status=203, mimetype="text/plain"),
        "xml": lambda: Response("<a/>", mimetype="application/xml"),
        "jsontype": lambda: Response("{}", content_type="application/json"),
        "generator": lambda: (c for c in ["a", "b"]),
        "nocontent": lambda: ("", 204),
        "notmodified": lambda: ("x", 304),
        "markup": lambda: Markup("<b>%s</b>") % "<i>",
        "make": lambda: make_response("m", 206, {"X-C": "4"}),
        "exc": lambda: NotFound("none here"),
        "date": lambda: jsonify(d=datetime.datetime(2024, 1, 2, 3, 4, 5), u=uuid.UUID(int=5), t=datetime.date(2024, 1, 2)),
        "kw": lambda: jsonify(b=1, a=2),
        "args": lambda: jsonify(1, 2),
        "both": lambda: jsonify(1, a=2),
        "empty": lambda: jsonify(),
        "set": lambda: jsonify({1, 2}),
        "nan": lambda: jsonify(float("nan")),
        "html": lambda: "<script>alert(1)</script>",
        "newline": lambda: Response("x", headers={"X-Bad": "a\nb"}),
        "wsgi": lambda: BadRequest("as wsgi"),
    }
    if kind not in kinds:
        abort(404)
    return kinds[kind]()


@app.route("/abort/<int:code>")
def abort_with(code):
    abort(code)


@app.route("/abort-text/<int:code>")
def abort_text(code):
    abort(code, description="why <b>")


@app.route("/abort-response")
def abort_response():
    abort(make_response(jsonify(own=True), 409))


@app.route("/raise/<kind>")
def raising(kind):
    if kind == "tea":
        raise Teapot("hot")
    if kind == "zero":
        return str(1 / 0)
    if kind == "http":
        raise HTTPException("plain")
    raise BadRequest("bad <x>")


@app.route("/redirect")
def redirecting():
    return redirect(request.args.get("to", "/"), int(request.args.get("code", 302)))


@app.route("/url-for")
def urls():
    return jsonify(
        a=url_for("index"), b=url_for("int_rule", n=5), c=url_for("index", q="a b&c", x=[1, 2]), d=url_for("str_rule", name="a/b c"),
        e=url_for("path_rule", p="x/y z"), f=url_for("index", _external=True), g=url_for("api.item", n=1), h=url_for("index", _anchor="top"),
        i=url_for("api.inner.deep"), j=url_for("defaults", page=1), k=url_for("defaults", page=2), m=url_for("index", _scheme="https", _external=True),
        n=url_for("mix", a="1", b="2", ext="x"), o=url_for("index", none=None),
    )  # fmt: skip


@app.route("/url-bad")
def url_bad():
    return url_for("no_such", x=1)


@app.route("/cookie/set")
def cookie_set():
    response = make_response("set")
    response.set_cookie("plain", request.args.get("v", "v"))
    response.set_cookie("full", "f", max_age=60, path="/cookie", secure=True, httponly=True, samesite="lax", domain="example.test")
    return response


@app.route("/cookie/delete")
def cookie_delete():
    response = make_response("gone")
    response.delete_cookie("plain")
    return response


@app.route("/session/set")
def session_set():
    session["user"] = request.args.get("user", "ana")
    session["list"] = [1, "x"]
    if request.args.get("permanent"):
        session.permanent = True
    return "ok"


@app.route("/session/get")
def session_get():
    return jsonify(dict(session))


@app.route("/session/pop")
def session_pop():
    return str(session.pop("user", None))


@app.route("/session/clear")
def session_clear():
    session.clear()
    return "cleared"


@app.route("/session/types", methods=["GET", "POST"])
def session_types():
    if request.method == "POST":
        session["t"] = (1, 2)
        session["b"] = b"bytes"
        session["m"] = Markup("<b>")
        session["u"] = uuid.UUID(int=7)
        session["d"] = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
        session["x"] = {" t": 1}
        return "kept"
    return repr(sorted(session.items()))


@app.route("/flash")
def flashing():
    flash("one <b>")
    flash("two", "error")
    return "flashed"


@app.route("/flashed")
def flashed():
    return jsonify(get_flashed_messages(with_categories=True))


@app.route("/template")
def template():
    return render_template_string(
        "{% for k, v in request.args.items(multi=True) %}{{ k }}={{ v }};{% endfor %}{{ g.steps }} {{ url_for('index') }} {{ x|tojson }} {{ html }}",
        x={"a": "</script>", "b": [1]}, html="<i>",
    )  # fmt: skip


@app.route("/ssti")
def ssti():
    return render_template_string("Hello " + request.args.get("name", ""))


@app.route("/upload", methods=["POST"])
def upload():
    f = request.files.get("f")
    if f is None:
        return "none", 400
    return jsonify(name=f.filename, safe=secure_filename(f.filename), type=f.content_type, size=len(f.read()), many=len(request.files.getlist("f")), form=request.form.to_dict())


@app.route("/safe")
def safe():
    return jsonify(joined=safe_join("/srv/files", request.args.get("p", "")), secure=secure_filename(request.args.get("p", "")))


@app.route("/auth")
def auth():
    a = request.authorization
    if a is None:
        return Response("who", 401, {"WWW-Authenticate": 'Basic realm="x"'})
    return jsonify(type=a.type, user=a.username, password=a.password, token=a.token)


@app.route("/accept")
def accept():
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return jsonify(best=best, html=request.accept_mimetypes.accept_html, json=request.accept_mimetypes.accept_json)


@app.route("/headers")
def headers():
    response = Response("h")
    response.headers["x-one"] = "1"
    response.headers.add("X-One", "2")
    response.headers.setdefault("X-One", "3")
    response.headers.extend({"X-Two": ["a", "b"]})
    response.cache_control.no_store = True
    response.cache_control.max_age = 5
    response.vary.add("Origin")
    response.access_control_allow_origin = request.headers.get("Origin", "*")
    response.content_security_policy = None
    return response


@app.route("/file")
def file():
    return send_file(io.BytesIO(b"content"), mimetype=request.args.get("type"), download_name=request.args.get("name", "a b.txt"), as_attachment=bool(request.args.get("as")))


@app.route("/multi")
def multi():
    m = MultiDict([("a", "1"), ("a", "2"), ("b", "3")])
    return jsonify(first=m["a"], all=m.getlist("a"), d=m.to_dict(), l=m.to_dict(flat=False), pop=m.pop("b"), rest=list(m.items(multi=True)))


@app.route("/config")
def config():
    return jsonify(debug=current_app.debug, testing=current_app.testing, name=current_app.name, ns=current_app.config.get_namespace("SESSION_COOKIE_"))


@api.route("/item/<int:n>")
def item(n):
    return {"item": n, "blueprint": request.blueprint, "endpoint": request.endpoint, "next": url_for(".item", n=n + 1)}


@api.route("/")
def api_index():
    return "api"


@inner.get("/deep")
def deep():
    return {"endpoint": request.endpoint, "blueprints": request.blueprints}


api.register_blueprint(inner)
app.register_blueprint(api)
app.register_blueprint(api, name="again", url_prefix="/again")
proxied = ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
