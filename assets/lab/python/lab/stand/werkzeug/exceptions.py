"""`werkzeug.exceptions`: an exception for each error status."""

from markupsafe import escape


class HTTPException(Exception):
    code = None
    description = None

    def __init__(self, description=None, response=None):
        super().__init__()
        if description is not None:
            self.description = description
        self.response = response

    @property
    def name(self):
        return STATUS.get(self.code, "Unknown Error")

    def get_description(self, environ=None, scope=None):
        text = "" if self.description is None else self.description
        return "<p>" + str(escape(text)).replace("\n", "<br>") + "</p>"

    def get_body(self, environ=None, scope=None):
        return (
            f"<!doctype html>\n<html lang=en>\n<title>{self.code} {escape(self.name)}</title>\n"
            f"<h1>{escape(self.name)}</h1>\n{self.get_description(environ)}\n"
        )

    def get_headers(self, environ=None, scope=None):
        return [("Content-Type", "text/html; charset=utf-8")]

    def get_response(self, environ=None, scope=None):
        if self.response is not None:
            return self.response
        Response = _lab.load("werkzeug.wrappers").Response
        return Response(self.get_body(environ), self.code, self.get_headers(environ))

    def __call__(self, environ, start_response):
        return self.get_response(environ)(environ, start_response)

    def __str__(self):
        return f"{self.code if self.code is not None else '???'} {self.name}: {self.description}"

    def __repr__(self):
        return f"<{type(self).__name__} '{self.code if self.code is not None else '???'}: {self.name}'>"


class BadRequest(HTTPException):
    code = 400
    description = "The browser (or proxy) sent a request that this server could not understand."


class BadRequestKeyError(BadRequest, KeyError):
    _description = BadRequest.description
    show_exception = False

    def __init__(self, arg=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if arg is None:
            KeyError.__init__(self)
        else:
            KeyError.__init__(self, arg)

    @property
    def description(self):
        if self.show_exception:
            return f"{self._description}\n{KeyError.__name__}: {KeyError.__str__(self)}"
        return self._description

    @description.setter
    def description(self, value):
        self._description = value


class ClientDisconnected(BadRequest):
    pass


class SecurityError(BadRequest):
    pass


class BadHost(BadRequest):
    pass


class _WithAuthenticate(HTTPException):
    def __init__(self, description=None, response=None, www_authenticate=None):
        super().__init__(description, response)
        if www_authenticate is not None and not isinstance(www_authenticate, (tuple, list)):
            www_authenticate = (www_authenticate,)
        self.www_authenticate = www_authenticate

    def get_headers(self, environ=None, scope=None):
        headers = super().get_headers(environ)
        headers.extend(("WWW-Authenticate", str(x)) for x in self.www_authenticate or ())
        return headers


class Unauthorized(_WithAuthenticate):
    code = 401
    description = (
        "The server could not verify that you are authorized to access the URL requested. You either supplied the wrong"
        " credentials (e.g. a bad password), or your browser doesn't understand how to supply the credentials required."
    )


class Forbidden(HTTPException):
    code = 403
    description = (
        "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server."
    )


class NotFound(HTTPException):
    code = 404
    description = (
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again."
    )


class MethodNotAllowed(HTTPException):
    code = 405
    description = "The method is not allowed for the requested URL."

    def __init__(self, valid_methods=None, description=None, response=None):
        super().__init__(description, response)
        self.valid_methods = valid_methods

    def get_headers(self, environ=None, scope=None):
        headers = super().get_headers(environ)
        if self.valid_methods:
            headers.append(("Allow", ", ".join(self.valid_methods)))
        return headers


class RequestedRangeNotSatisfiable(HTTPException):
    code = 416
    description = "The server cannot provide the requested range."

    def __init__(self, length=None, units="bytes", description=None, response=None):
        super().__init__(description, response)
        self.length, self.units = length, units

    def get_headers(self, environ=None, scope=None):
        headers = super().get_headers(environ)
        if self.length is not None:
            headers.append(("Content-Range", f"{self.units} */{self.length}"))
        return headers


class _WithRetryAfter(HTTPException):
    def __init__(self, description=None, response=None, retry_after=None):
        super().__init__(description, response)
        self.retry_after = retry_after

    def get_headers(self, environ=None, scope=None):
        headers = super().get_headers(environ)
        if self.retry_after:
            headers.append(("Retry-After", str(self.retry_after)))
        return headers


class TooManyRequests(_WithRetryAfter):
    code = 429
    description = "This user has exceeded an allotted request count. Try again later."


class ServiceUnavailable(_WithRetryAfter):
    code = 503
    description = (
        "The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later."
    )


class InternalServerError(HTTPException):
    code = 500
    description = (
        "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or"
        " there is an error in the application."
    )

    def __init__(self, description=None, response=None, original_exception=None):
        self.original_exception = original_exception
        super().__init__(description=description, response=response)


_OTHERS = (
    (406, "NotAcceptable", "The resource identified by the request is only capable of generating response entities which have content"
     " characteristics not acceptable according to the accept headers sent in the request."),
    (408, "RequestTimeout", "The server closed the network connection because the browser didn't finish the request within the specified time."),
    (409, "Conflict", "A conflict happened while processing the request. The resource might have been modified while the request was"
     " being processed."),
    (410, "Gone", "The requested URL is no longer available on this server and there is no forwarding address. If you followed a link"
     " from a foreign page, please contact the author of this page."),
    (411, "LengthRequired", "A request with this method requires a valid <code>Content-Length</code> header."),
    (412, "PreconditionFailed", "The precondition on the request for the URL failed positive evaluation."),
    (413, "RequestEntityTooLarge", "The data value transmitted exceeds the capacity limit."),
    (414, "RequestURITooLarge", "The length of the requested URL exceeds the capacity limit for this server. The request cannot be processed."),
    (415, "UnsupportedMediaType", "The server does not support the media type transmitted in the request."),
    (417, "ExpectationFailed", "The server could not meet the requirements of the Expect header"),
    (418, "ImATeapot", "This server is a teapot, not a coffee machine"),
    (421, "MisdirectedRequest", "The server is not able to produce a response."),
    (422, "UnprocessableEntity", "The request was well-formed but was unable to be followed due to semantic errors."),
    (423, "Locked", "The resource that is being accessed is locked."),
    (424, "FailedDependency", "The method could not be performed on the resource because the requested action depended on another action"
     " and that action failed."),
    (428, "PreconditionRequired", "This request is required to be conditional; try using \"If-Match\" or \"If-Unmodified-Since\"."),
    (431, "RequestHeaderFieldsTooLarge", "One or more header fields exceeds the maximum size."),
    (451, "UnavailableForLegalReasons", "Unavailable for legal reasons."),
    (501, "NotImplemented", "The server does not support the action requested by the browser."),
    (502, "BadGateway", "The proxy server received an invalid response from an upstream server."),
    (504, "GatewayTimeout", "The connection to an upstream server timed out."),
    (505, "HTTPVersionNotSupported", "The server does not support the HTTP protocol version used in the request."),
)  # fmt: skip

STATUS = {
    100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints",
    200: "OK", 201: "Created", 202: "Accepted", 203: "Non Authoritative Information", 204: "No Content",
    205: "Reset Content", 206: "Partial Content", 207: "Multi Status", 208: "Already Reported", 226: "IM Used",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 305: "Use Proxy",
    306: "Switch Proxy", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
    409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Request Entity Too Large",
    414: "Request URI Too Long", 415: "Unsupported Media Type", 416: "Requested Range Not Satisfiable",
    417: "Expectation Failed", 418: "I'm a teapot", 421: "Misdirected Request", 422: "Unprocessable Entity", 423: "Locked",
    424: "Failed Dependency", 425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 449: "Retry With", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported", 507: "Insufficient Storage", 508: "Loop Detected",
    510: "Not Extended", 511: "Network Authentication Failed",
}  # fmt: skip

for _code, _name, _text in _OTHERS:
    globals()[_name] = type(_name, (HTTPException,), {"code": _code, "description": _text, "__module__": __name__})

default_exceptions = {
    e.code: e
    for e in list(globals().values())
    if isinstance(e, type)
    and issubclass(e, HTTPException)
    and e.code is not None
    and e not in (BadRequestKeyError, ClientDisconnected, SecurityError, BadHost)
}


class Aborter:
    def __init__(self, mapping=None, extra=None):
        self.mapping = dict(default_exceptions if mapping is None else mapping)
        if extra is not None:
            self.mapping.update(extra)

    def __call__(self, code, *args, **kwargs):
        Response = _lab.load("werkzeug.wrappers").Response
        if isinstance(code, Response):
            raise HTTPException(response=code)
        if code not in self.mapping:
            raise LookupError(f"no exception for {code!r}")
        raise self.mapping[code](*args, **kwargs)


_aborter = Aborter()


def abort(status, *args, **kwargs):
    _aborter(status, *args, **kwargs)


__getattr__ = _lab.missing("werkzeug.exceptions")
