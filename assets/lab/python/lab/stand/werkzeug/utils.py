"""`werkzeug.utils`."""

import unicodedata

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import cached_property

_WINDOWS = frozenset(["CON", "PRN", "AUX", "NUL"] + [f"COM{i}" for i in range(10)] + [f"LPT{i}" for i in range(10)])


def secure_filename(filename):
    filename = unicodedata.normalize("NFKD", filename)
    filename = filename.encode("ascii", "ignore").decode("ascii")
    filename = filename.replace("/", " ")
    joined = "_".join(filename.split())
    filename = "".join(c for c in joined if c.isalnum() or c in "_.-").strip("._")
    return filename


def redirect(location, code=302, Response=None):
    from markupsafe import escape

    if Response is None:
        Response = _lab.load("werkzeug.wrappers").Response
    shown = escape(location)
    response = Response(
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n"
        "<p>You should be redirected automatically to the target URL: "
        f'<a href="{shown}">{shown}</a>. If not, click the link.\n',
        code,
        mimetype="text/html",
    )
    response.headers["Location"] = location
    return response


def append_slash_redirect(environ, code=308):
    tail = environ["PATH_INFO"].rpartition("/")[2]
    return redirect((tail or ".") + "/", code)


def import_string(import_name, silent=False):
    import_name = import_name.replace(":", ".")
    module, _, name = import_name.rpartition(".")
    try:
        if not module:
            return _lab.load(import_name)
        return getattr(_lab.load(module), name)
    except (ImportError, AttributeError):
        if silent:
            return None
        raise


def get_content_type(mimetype, charset):
    return _lab.load("werkzeug.wrappers").with_charset(mimetype)


MIMETYPES = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "json": "application/json", "txt": "text/plain", "csv": "text/csv", "xml": "text/xml", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "ico": "image/vnd.microsoft.icon",
    "webp": "image/webp", "pdf": "application/pdf", "zip": "application/zip", "tar": "application/x-tar", "py": "text/x-python",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "wasm": "application/wasm", "sh": "application/x-sh", "md": "text/markdown",
    "xhtml": "application/xhtml+xml", "doc": "application/msword", "xls": "application/vnd.ms-excel", "bin": "application/octet-stream",
    "exe": "application/octet-stream", "log": "text/plain", "tsv": "text/tab-separated-values", "mht": "message/rfc822",
    "webmanifest": "application/manifest+json", "woff2": "font/woff2", "shtml": "text/html", "swf": "application/x-shockwave-flash",
}  # fmt: skip


def guess_type(name):
    """Media type and encoding by the name's ending, as `mimetypes` guesses for the usual ones."""
    base = name.rpartition("/")[2].lower()
    encoding = None
    if base.endswith(".gz"):
        base, encoding = base[:-3], "gzip"
        if base.endswith(".tgz"):
            return "application/x-tar", "gzip"
    stem, dot, ending = base.rpartition(".")
    return (MIMETYPES.get(ending) if dot and stem else None), encoding


def send_file(
    path_or_file, environ, mimetype=None, as_attachment=False, download_name=None, conditional=True, etag=True,
    last_modified=None, max_age=None, use_x_sendfile=False, response_class=None, _root_path=None,
):  # fmt: skip
    import os

    from werkzeug.datastructures import Headers
    from werkzeug.urls import quote

    Response = response_class or _lab.load("werkzeug.wrappers").Response
    path = file = None
    if isinstance(path_or_file, str) or hasattr(path_or_file, "__fspath__"):
        path_or_file = os.fspath(path_or_file)
        path = os.path.join(_root_path, path_or_file) if _root_path is not None else os.path.abspath(path_or_file)
        stat = os.stat(path)
        size, mtime = stat.st_size, stat.st_mtime
    else:
        file = path_or_file
        size = mtime = None
    if download_name is None and path is not None:
        download_name = os.path.basename(path)
    encoding = None
    if mimetype is None:
        if download_name is None:
            raise TypeError("Unable to detect the MIME type because a file name is not available. Either set 'download_name', pass a file path instead of a file, or set 'mimetype'.")
        mimetype, encoding = guess_type(download_name)
        if mimetype is None:
            mimetype, encoding = "application/octet-stream", None
    headers = Headers()
    if download_name is not None:
        try:
            download_name.encode("ascii")
            names = {"filename": download_name}
        except UnicodeEncodeError:
            simple = unicodedata.normalize("NFKD", download_name).encode("ascii", "ignore").decode("ascii")
            names = {"filename": simple, "filename*": "UTF-8''" + quote(download_name, "!#$&+.^_`|~")}
        value = "attachment" if as_attachment else "inline"
        headers["Content-Disposition"] = _lab.load("werkzeug.http").dump_options_header(value, names)
    elif as_attachment:
        raise TypeError("No name provided for attachment. Either set 'download_name' or pass a file path instead of a file.")
    if file is None:
        with _lab.part("files").lab_open(path, "rb") as opened:
            data = opened.read()
    else:
        if isinstance(file, _lab.load("io").TextIOBase):
            raise ValueError("Files must be opened in binary mode or use BytesIO.")
        data = file.read()
    response = Response(data, headers=headers, mimetype=mimetype)
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding
    if size is not None:
        response.content_length = size
    if last_modified is not None:
        response.last_modified = last_modified
    elif mtime is not None:
        response.last_modified = mtime
    response.cache_control.no_cache = True
    if callable(max_age):
        max_age = max_age(path)
    if max_age is not None:
        control = response.cache_control
        if max_age > 0:
            control.no_cache = None
            control.public = True
        control.max_age = max_age
        response.expires = int(_lab.clock[0] + max_age)
    if isinstance(etag, str):
        response.set_etag(etag)
    elif etag and path is not None:
        import zlib

        response.set_etag(f"{mtime}-{size}-{zlib.adler32(path.encode()) & 0xFFFFFFFF}")
    if conditional:
        response.make_conditional(environ, accept_ranges=True, complete_length=size)
        if response.status_code == 304:
            response.headers.pop("x-sendfile", None)
    return response


def send_from_directory(directory, path, environ, **kwargs):
    import os

    path_str = _lab.load("werkzeug.security").safe_join(os.fspath(directory), os.fspath(path))
    if path_str is None:
        raise NotFound()
    if "_root_path" in kwargs:
        path_str = os.path.join(kwargs["_root_path"], path_str)
    if not os.path.isfile(path_str):
        raise NotFound()
    return send_file(path_str, environ, **kwargs)


__getattr__ = _lab.lazy("werkzeug.utils", {"safe_join": "werkzeug.security"})
