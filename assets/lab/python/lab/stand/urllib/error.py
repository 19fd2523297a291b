"""`urllib.error`: what `urllib.request` raises."""


class URLError(OSError):
    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    def __init__(self, url, code, msg, hdrs, fp):
        self.code, self.msg, self.hdrs, self.fp, self.filename = code, msg, hdrs, fp, url
        self.args = (code, msg)
        if fp is None:
            self.fp = _lab.load("_io").BytesIO()

    reason = property(lambda self: self.msg)
    headers = property(lambda self: self.hdrs)
    status = property(lambda self: self.code)
    url = property(lambda self: self.filename)

    def read(self, *args):
        return self.fp.read(*args)

    def info(self):
        return self.hdrs

    def getcode(self):
        return self.code

    def geturl(self):
        return self.filename

    def close(self):
        pass

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"


class ContentTooShortError(URLError):
    def __init__(self, message, content):
        URLError.__init__(self, message)
        self.content = content
