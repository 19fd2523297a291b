"""`uvicorn`, which code imports to be started by: apps are served by the check's client."""


class Config:
    def __init__(self, app, **options):
        self.app, self.options = app, options


def run(app, **options):
    _lab.lacks("a server that is started by the code", "client(app) in the check")


__getattr__ = _lab.missing("uvicorn")
