"""Extensions of Flask: every line is the same on the lab's side and on the real one."""

import warnings

warnings.simplefilter("ignore")

from flask import Flask, jsonify
from flask_cors import CORS, cross_origin
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = Flask(__name__)
app.config.update(SECRET_KEY="k", SQLALCHEMY_DATABASE_URI="sqlite:///:memory:")


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(app, model_class=Base)
login = LoginManager(app)
login.login_view = "signin"
CORS(app, resources={r"/api/*": {"origins": ["https://a.test", r"https://.*\.b\.test"], "supports_credentials": True, "max_age": 60}})
limiter = Limiter(get_remote_address, app=app, default_limits=["100 per day"], storage_uri="memory://")


class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String(20), nullable=False)
    owner_id = db.Column(db.ForeignKey("user.id"))
    owner = db.relationship("User", backref="notes")


@login.user_loader
def load(user_id):
    return db.session.get(User, int(user_id))


@app.get("/signin")
def signin():
    return "sign in", 200


@app.post("/login/<name>")
def do_login(name):
    user = db.session.execute(db.select(User).filter_by(name=name)).scalar_one_or_none()
    if user is None:
        return "unknown", 403
    login_user(user, remember=name == "bob")
    return current_user.name


@app.get("/me")
@login_required
def me():
    return jsonify(name=current_user.name, notes=[n.text for n in current_user.notes])


@app.get("/out")
@login_required
def out():
    logout_user()
    return str(current_user.is_authenticated)


@app.get("/api/x")
def api():
    return "x"


@app.get("/one")
@cross_origin(origins="*", send_wildcard=True)
def one():
    return "one"


@app.get("/few")
@limiter.limit("2 per minute")
def few():
    return "few"


@app.get("/notes/<int:n>")
def note(n):
    return db.get_or_404(Note, n).text


@app.get("/page")
def page():
    return jsonify([n.text for n in Note.query.order_by(Note.id.desc()).paginate(page=1, per_page=2).items])


with app.app_context():
    db.create_all()
    ana, bob = User(name="ana"), User(name="bob")
    db.session.add_all([ana, bob])
    db.session.commit()
    db.session.add_all([Note(text=f"n{i}", owner=ana) for i in range(3)])
    db.session.commit()
    print(Note.query.count(), User.query.filter_by(name="bob").first().id, Note.__tablename__, [n.text for n in ana.notes])


def show(client, method, path, **options):
    answer = client.open(path, method=method, **options)
    kept = {k: v for k, v in answer.headers.items() if k.startswith(("Access-", "Vary", "Location"))}
    cookies = [c.split("=")[0] + (" " + c.partition("; ")[2].split("Expires=")[0] if "remember" in c else "") for c in answer.headers.getlist("Set-Cookie")]
    print(method, path, answer.status_code, answer.get_data(as_text=True)[:60].replace("\n", " "), sorted(kept.items()), cookies)


first, second = app.test_client(), app.test_client()
for client in (first, second):
    show(client, "GET", "/me")
show(first, "POST", "/login/ana")
show(first, "GET", "/me")
show(second, "POST", "/login/bob")
show(second, "GET", "/me")
show(second, "GET", "/out")
show(second, "GET", "/me")
show(first, "POST", "/login/nobody")
for origin in ("https://a.test", "https://x.b.test", "https://evil.test", "https://x.b.test.evil"):
    show(first, "GET", "/api/x", headers={"Origin": origin})
    show(first, "OPTIONS", "/api/x", headers={"Origin": origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "X-A"})
show(first, "GET", "/one", headers={"Origin": "https://z.test"})
show(first, "GET", "/one")
for _ in range(3):
    show(first, "GET", "/few")
show(first, "GET", "/notes/1")
show(first, "GET", "/notes/9")
show(first, "GET", "/page")
