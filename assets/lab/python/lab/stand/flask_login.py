"""`flask_login`: who is logged in, kept in Flask's session."""

import hashlib
import hmac

from flask import abort, current_app, flash, g, has_request_context, redirect, request, session
from werkzeug.local import LocalProxy

COOKIE_NAME, LOGIN_MESSAGE = "remember_token", "Please log in to access this page."


class UserMixin:
    is_active = property(lambda s: True)
    is_anonymous = property(lambda s: False)

    @property
    def is_authenticated(self):
        return self.is_active

    def get_id(self):
        try:
            return str(self.id)
        except AttributeError:
            raise NotImplementedError("No `id` attribute - override `get_id`") from None

    def __eq__(self, other):
        return self.get_id() == other.get_id() if isinstance(other, UserMixin) else NotImplemented

    __hash__ = object.__hash__


class AnonymousUserMixin:
    is_authenticated = is_active = False
    is_anonymous = True

    def get_id(self):
        return None


def _identifier():
    address = request.headers.get("X-Forwarded-For", request.remote_addr)
    if address is not None:
        address = address.split(",")[0].strip()
    return hashlib.sha512(f"{address}|{request.headers.get('User-Agent')}".encode()).hexdigest()


class LoginManager:
    def __init__(self, app=None, add_context_processor=True):
        self.login_view = self.refresh_view = self.unauthorized_callback = None
        self.login_message, self.login_message_category = LOGIN_MESSAGE, "message"
        self.session_protection, self.anonymous_user = "basic", AnonymousUserMixin
        self._user_callback = self._request_callback = None
        if app is not None:
            self.init_app(app, add_context_processor)

    def init_app(self, app, add_context_processor=True):
        app.login_manager = self
        app.after_request(self._remember)
        if add_context_processor:
            app.context_processor(lambda: {"current_user": _load()})

    def user_loader(self, callback):
        self._user_callback = callback
        return callback

    def request_loader(self, callback):
        self._request_callback = callback
        return callback

    def unauthorized_handler(self, callback):
        self.unauthorized_callback = callback
        return callback

    def unauthorized(self):
        if self.unauthorized_callback:
            return self.unauthorized_callback()
        if not self.login_view:
            abort(401)
        if self.login_message:
            flash(self.login_message, category=self.login_message_category)
        flask = _lab.load("flask")
        view = self.login_view
        if view.startswith(("https://", "http://", "/")):
            url = f"{view}{'&' if '?' in view else '?'}next={_lab.load('urllib.parse').quote(request.full_path.rstrip('?'), safe='')}"
        else:
            url = flask.url_for(view, next=request.full_path.rstrip("?"))
        return redirect(url)

    needs_refresh = unauthorized

    def load(self):
        """The user of this request."""
        if self._user_callback is None and self._request_callback is None:
            raise Exception("Missing user_loader or request_loader. Refer to http://flask-login.readthedocs.io/#how-it-works for more info.")
        mode = current_app.config.get("SESSION_PROTECTION", self.session_protection)
        if "_id" in session and mode in ("basic", "strong") and session.get("_id") != _identifier():
            if mode == "strong":
                for key in ("_user_id", "_remember", "_id", "_fresh"):
                    session.pop(key, None)
            else:
                session["_fresh"] = False
        user, user_id = None, session.get("_user_id")
        if user_id is not None and self._user_callback is not None:
            user = self._user_callback(user_id)
        if user is None:
            cookie = request.cookies.get(current_app.config.get("REMEMBER_COOKIE_NAME", COOKIE_NAME))
            found = decode_cookie(cookie) if cookie and session.get("_remember") != "clear" else None
            if found is not None and self._user_callback is not None:
                session["_user_id"], session["_fresh"] = found, False
                user = self._user_callback(found)
        if user is None and self._request_callback is not None:
            user = self._request_callback(request)
        return user if user is not None else self.anonymous_user()

    def _remember(self, response):
        config = current_app.config
        name = config.get("REMEMBER_COOKIE_NAME", COOKIE_NAME)
        if "_remember" in session:
            what = session.pop("_remember")
            if what == "set" and "_user_id" in session:
                age = session.pop("_remember_seconds", None) or 365 * 24 * 3600
                response.set_cookie(
                    name, encode_cookie(str(session["_user_id"])), max_age=age, path=config.get("REMEMBER_COOKIE_PATH", "/"),
                    secure=config.get("REMEMBER_COOKIE_SECURE", False), httponly=config.get("REMEMBER_COOKIE_HTTPONLY", True),
                    samesite=config.get("REMEMBER_COOKIE_SAMESITE"),
                )  # fmt: skip
            elif what == "clear":
                response.delete_cookie(name, path=config.get("REMEMBER_COOKIE_PATH", "/"))
        return response


def _digest(payload, key=None):
    key = key or current_app.secret_key
    return hmac.new(key.encode("latin-1") if isinstance(key, str) else key, payload.encode("utf-8"), hashlib.sha512).hexdigest()


def encode_cookie(payload, key=None):
    return f"{payload}|{_digest(payload, key)}"


def decode_cookie(cookie, key=None):
    payload, mark, digest = cookie.rpartition("|")
    return payload if mark and hmac.compare_digest(_digest(payload, key), digest) else None


def _load():
    if not has_request_context():
        return None
    found = g.get("_login_user")
    if found is None:
        found = g._login_user = current_app.login_manager.load()
    return found


current_user = LocalProxy(_load)


def login_user(user, remember=False, duration=None, force=False, fresh=True):
    if not force and not user.is_active:
        return False
    session["_user_id"], session["_fresh"], session["_id"] = user.get_id(), fresh, _identifier()
    if remember:
        session["_remember"] = "set"
        if duration is not None:
            session["_remember_seconds"] = duration.total_seconds()
    g._login_user = user
    return True


def logout_user():
    for key in ("_user_id", "_fresh", "_id"):
        session.pop(key, None)
    if current_app.config.get("REMEMBER_COOKIE_NAME", COOKIE_NAME) in request.cookies:
        session["_remember"] = "clear"
    g._login_user = current_app.login_manager.anonymous_user()
    return True


def login_fresh():
    return session.get("_fresh", False)


def confirm_login():
    session["_fresh"], session["_id"] = True, _identifier()


def _required(allowed):
    def decorate(func):
        def wrapper(*args, **kwargs):
            if request.method == "OPTIONS" or current_app.config.get("LOGIN_DISABLED"):
                pass
            elif not allowed():
                return current_app.login_manager.unauthorized()
            return current_app.ensure_sync(func)(*args, **kwargs)

        wrapper.__name__, wrapper.__doc__, wrapper.__module__, wrapper.__wrapped__ = func.__name__, func.__doc__, func.__module__, func
        return wrapper

    return decorate


login_required = _required(lambda: current_user.is_authenticated)
fresh_login_required = _required(lambda: current_user.is_authenticated and login_fresh())
__getattr__ = _lab.missing("flask_login")
