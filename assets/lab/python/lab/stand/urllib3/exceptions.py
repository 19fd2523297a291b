"""`urllib3.exceptions`."""


class HTTPError(Exception):
    pass


class HTTPWarning(Warning):
    pass


class InsecureRequestWarning(HTTPWarning):
    pass


class LocationParseError(HTTPError, ValueError):
    pass


class MaxRetryError(HTTPError):
    pass


class NewConnectionError(HTTPError):
    pass
