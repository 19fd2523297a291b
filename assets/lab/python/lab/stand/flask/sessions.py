"""The session: a signed cookie."""


def _sha1(*args, **kwargs):
    return _lab.load("hashlib").sha1(*args, **kwargs)


class SessionMixin:
    @property
    def permanent(self):
        return self.get("_permanent", False)

    @permanent.setter
    def permanent(self, value):
        self["_permanent"] = bool(value)

    new = False
    modified = True
    accessed = True


def _changes(name):
    real = getattr(dict, name)

    def method(self, *args, **kwargs):
        self.modified = self.accessed = True
        return real(self, *args, **kwargs)

    method.__name__ = name
    return method


class SecureCookieSession(dict, SessionMixin):
    modified = accessed = False

    def __init__(self, initial=None):
        super().__init__(initial or ())
        self.modified = self.accessed = False

    def __repr__(self):
        return f"<{type(self).__name__} {dict.__repr__(self)}>"

    def __getitem__(self, key):
        self.accessed = True
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.accessed = True
        return super().get(key, default)

    def setdefault(self, key, default=None):
        self.accessed = True
        if key not in self:
            self.modified = True
        return super().setdefault(key, default)

    def pop(self, key, *default):
        self.modified = self.accessed = True
        return super().pop(key, *default)


for _name in ("__setitem__", "__delitem__", "clear", "popitem", "update", "__ior__"):
    setattr(SecureCookieSession, _name, _changes(_name))
del _name


class NullSession(SecureCookieSession):
    def _fail(self, *args, **kwargs):
        raise RuntimeError(
            "The session is unavailable because no secret key was set. Set the secret_key on the application to something unique and secret."
        )

    __setitem__ = __delitem__ = clear = pop = popitem = update = setdefault = _fail


class SessionInterface:
    null_session_class = NullSession
    pickle_based = False

    def make_null_session(self, app):
        return self.null_session_class()

    def is_null_session(self, obj):
        return isinstance(obj, self.null_session_class)

    def get_cookie_name(self, app):
        return app.config["SESSION_COOKIE_NAME"]

    def get_cookie_domain(self, app):
        return app.config["SESSION_COOKIE_DOMAIN"]

    def get_cookie_path(self, app):
        return app.config["SESSION_COOKIE_PATH"] or app.config["APPLICATION_ROOT"]

    def get_cookie_httponly(self, app):
        return app.config["SESSION_COOKIE_HTTPONLY"]

    def get_cookie_secure(self, app):
        return app.config["SESSION_COOKIE_SECURE"]

    def get_cookie_samesite(self, app):
        return app.config["SESSION_COOKIE_SAMESITE"]

    def get_cookie_partitioned(self, app):
        return app.config["SESSION_COOKIE_PARTITIONED"]

    def get_expiration_time(self, app, session):
        if session.permanent:
            datetime = _lab.load("datetime")
            return datetime.datetime.now(datetime.timezone.utc) + app.permanent_session_lifetime
        return None

    def should_set_cookie(self, app, session):
        return session.modified or (session.permanent and app.config["SESSION_REFRESH_EACH_REQUEST"])

    def open_session(self, app, request):
        raise NotImplementedError()

    def save_session(self, app, session, response):
        raise NotImplementedError()


class SecureCookieSessionInterface(SessionInterface):
    salt = "cookie-session"
    digest_method = staticmethod(_sha1)
    key_derivation = "hmac"
    serializer = None
    session_class = SecureCookieSession

    def get_signing_serializer(self, app):
        if not app.secret_key:
            return None
        if self.serializer is None:
            self.serializer = _lab.load("flask.json.tag").TaggedJSONSerializer()
        keys = []
        if app.config["SECRET_KEY_FALLBACKS"]:
            keys.extend(app.config["SECRET_KEY_FALLBACKS"])
        keys.append(app.secret_key)
        return _lab.load("itsdangerous").URLSafeTimedSerializer(
            keys,
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )

    def open_session(self, app, request):
        if not app.secret_key:
            return None
        val = request.cookies.get(self.get_cookie_name(app))
        if not val:
            return self.session_class()
        signer = self.get_signing_serializer(app)
        max_age = int(app.permanent_session_lifetime.total_seconds())
        try:
            return self.session_class(signer.loads(val, max_age=max_age))
        except _lab.load("itsdangerous").BadSignature:
            return self.session_class()

    def save_session(self, app, session, response):
        name = self.get_cookie_name(app)
        options = {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "partitioned": self.get_cookie_partitioned(app),
            "samesite": self.get_cookie_samesite(app),
            "httponly": self.get_cookie_httponly(app),
        }
        if session.accessed:
            response.vary.add("Cookie")
        if not session:
            if session.modified:
                response.delete_cookie(name, **options)
                response.vary.add("Cookie")
            return
        if not self.should_set_cookie(app, session):
            return
        value = self.get_signing_serializer(app).dumps(dict(session))
        response.set_cookie(name, value, expires=self.get_expiration_time(app, session), **options)
        response.vary.add("Cookie")


__getattr__ = _lab.missing("flask.sessions")
