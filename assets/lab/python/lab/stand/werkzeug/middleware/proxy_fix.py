"""`werkzeug.middleware.proxy_fix`: believe so many proxies about who the caller is."""


class ProxyFix:
    def __init__(self, app, x_for=1, x_proto=1, x_host=0, x_port=0, x_prefix=0):
        self.app = app
        self.x_for, self.x_proto, self.x_host, self.x_port, self.x_prefix = x_for, x_proto, x_host, x_port, x_prefix

    def _get_real_value(self, trusted, value):
        if not (trusted and value):
            return None
        values = [v for v in _lab.load("werkzeug.http").parse_list_header(value)]
        return values[-trusted] if len(values) >= trusted else None

    def __call__(self, environ, start_response):
        get = environ.get
        names = ("REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME")
        environ["werkzeug.proxy_fix.orig"] = {n: get(n) for n in names}
        x_for = self._get_real_value(self.x_for, get("HTTP_X_FORWARDED_FOR"))
        if x_for:
            environ["REMOTE_ADDR"] = x_for
        x_proto = self._get_real_value(self.x_proto, get("HTTP_X_FORWARDED_PROTO"))
        if x_proto:
            environ["wsgi.url_scheme"] = x_proto
        x_host = self._get_real_value(self.x_host, get("HTTP_X_FORWARDED_HOST"))
        if x_host:
            environ["HTTP_HOST"] = environ["SERVER_NAME"] = x_host
            if ":" in x_host and not x_host.endswith("]"):
                environ["SERVER_NAME"], environ["SERVER_PORT"] = x_host.rsplit(":", 1)
        x_port = self._get_real_value(self.x_port, get("HTTP_X_FORWARDED_PORT"))
        if x_port:
            host = environ.get("HTTP_HOST")
            if host:
                if ":" in host and not host.endswith("]"):
                    host = host.rsplit(":", 1)[0]
                environ["HTTP_HOST"] = f"{host}:{x_port}"
            environ["SERVER_PORT"] = x_port
        x_prefix = self._get_real_value(self.x_prefix, get("HTTP_X_FORWARDED_PREFIX"))
        if x_prefix:
            environ["SCRIPT_NAME"] = x_prefix
        return self.app(environ, start_response)


__getattr__ = _lab.missing("werkzeug.middleware.proxy_fix")
