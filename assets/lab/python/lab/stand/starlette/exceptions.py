"""What handlers raise to answer."""


class HTTPException(Exception):
    def __init__(self, status_code, detail=None, headers=None):
        if detail is None:
            detail = "I'm a Teapot" if status_code == 418 else _lab.load("werkzeug.http").HTTP_STATUS_CODES.get(status_code, "")
        self.status_code, self.detail, self.headers = status_code, detail, headers

    def __str__(self):
        return f"{self.status_code}: {self.detail}"

    def __repr__(self):
        return f"{type(self).__name__}(status_code={self.status_code!r}, detail={self.detail!r})"


class WebSocketException(Exception):
    def __init__(self, code, reason=None):
        self.code, self.reason = code, reason or ""

    def __str__(self):
        return f"{self.code}: {self.reason}"
