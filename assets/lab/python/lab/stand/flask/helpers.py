"""Flask's helpers."""

import sys

from flask.globals import _app_stack, _request_stack, current_app, request, session
import werkzeug.utils as _utils
from werkzeug.exceptions import abort as _abort


def abort(code, *args, **kwargs):
    if _app_stack:
        current_app.aborter(code, *args, **kwargs)
    _abort(code, *args, **kwargs)


def redirect(location, code=302, Response=None):
    if _app_stack:
        return current_app.redirect(location, code=code)
    return _utils.redirect(location, code=code, Response=Response)


def url_for(endpoint, *, _anchor=None, _method=None, _scheme=None, _external=None, **values):
    return current_app.url_for(endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values)


def make_response(*args):
    if not args:
        return current_app.response_class()
    if len(args) == 1:
        args = args[0]
    return current_app.make_response(args)


def flash(message, category="message"):
    flashes = session.get("_flashes", [])
    flashes.append((category, message))
    session["_flashes"] = flashes


def get_flashed_messages(with_categories=False, category_filter=()):
    top = _request_stack[-1]
    flashes = top.flashes
    if flashes is None:
        flashes = session.pop("_flashes") if "_flashes" in session else []
        top.flashes = flashes
    if category_filter:
        flashes = [f for f in flashes if f[0] in category_filter]
    return flashes if with_categories else [f[1] for f in flashes]


def _options(kwargs):
    if kwargs.get("max_age") is None:
        kwargs["max_age"] = current_app.get_send_file_max_age
    kwargs.update(
        environ=request.environ, use_x_sendfile=False, response_class=current_app.response_class, _root_path=current_app.root_path
    )
    return kwargs


def send_file(path_or_file, mimetype=None, as_attachment=False, download_name=None, conditional=True, etag=True, last_modified=None, max_age=None):
    return _utils.send_file(
        **_options(
            dict(
                path_or_file=path_or_file, mimetype=mimetype, as_attachment=as_attachment, download_name=download_name,
                conditional=conditional, etag=etag, last_modified=last_modified, max_age=max_age,
            )
        )
    )  # fmt: skip


def send_from_directory(directory, path, **kwargs):
    return _utils.send_from_directory(directory, path, **_options(kwargs))


def stream_with_context(generator_or_function):
    if not _request_stack:
        raise RuntimeError("'stream_with_context' can only be used when a request context is active, such as in a view function.")
    ctx = _request_stack[-1]
    try:
        inner = iter(generator_or_function)
    except TypeError:

        def decorator(*args, **kwargs):
            return stream_with_context(generator_or_function(*args, **kwargs))

        return decorator

    def generate():
        while True:
            with _lab.load("flask.ctx").RequestContext(ctx.app, ctx.request.environ, ctx.request, ctx.session):
                try:
                    item = next(inner)
                except StopIteration:
                    return
            yield item

    return generate()


def get_template_attribute(template_name, attribute):
    return getattr(current_app.jinja_env.get_template(template_name).module, attribute)


os = _lab.later("os")


def get_debug_flag():
    # The environment is that of `os`: where nobody has asked for it, nothing is in it.
    value = os.environ.get("FLASK_DEBUG") if "os" in sys.modules else None
    return bool(value and value.lower() not in {"0", "false", "no"})


def get_root_path(import_name):
    file = getattr(sys.modules.get(import_name), "__file__", None)
    if file is not None:
        return file.rpartition("/")[0] if file.startswith("/") else os.path.dirname(os.path.abspath(file))
    return os.getcwd()
