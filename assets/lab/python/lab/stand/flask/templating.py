"""Rendering of templates."""

from flask.globals import _app_stack, _request_stack, current_app, g, request, session
from jinja2.environment import Environment
from jinja2.exceptions import TemplateNotFound
from jinja2.loaders import BaseLoader, FileSystemLoader


class DispatchingJinjaLoader(BaseLoader):
    """The app's own templates, then those of its blueprints."""

    def __init__(self, app):
        self.app = app

    def get_source(self, environment, template):
        for scaffold in (self.app, *self.app.iter_blueprints()):
            if scaffold.template_folder is not None:
                folder = scaffold.root_path.rstrip("/") + "/" + str(scaffold.template_folder)
                if str(scaffold.template_folder).startswith("/"):
                    folder = str(scaffold.template_folder)
                try:
                    return FileSystemLoader(folder).get_source(environment, template)
                except TemplateNotFound:
                    pass
        loader = self.app.__dict__.get("jinja_loader")
        if loader is not None:
            return loader.get_source(environment, template)
        raise TemplateNotFound(template)


def create_environment(app):
    from flask.helpers import get_flashed_messages, url_for

    options = dict(app.jinja_options)
    options.setdefault("autoescape", app.select_jinja_autoescape)
    options.setdefault("loader", DispatchingJinjaLoader(app))
    env = (app.jinja_environment or Environment)(**options)
    env.globals.update(
        url_for=url_for, get_flashed_messages=get_flashed_messages, config=app.config, request=request, session=session, g=g
    )
    env.policies["json.dumps_function"] = app.json.dumps
    return env


def _render(template, context):
    app = _app_stack[-1].app
    app.update_template_context(context)
    if not _request_stack:
        context.setdefault("g", _app_stack[-1].g)
    return template.render(context)


def render_template(template_name_or_list, **context):
    template = current_app.jinja_env.get_or_select_template(template_name_or_list)
    return _render(template, context)


def render_template_string(source, **context):
    template = current_app.jinja_env.from_string(source)
    return _render(template, context)


def stream_template(template_name_or_list, **context):
    return iter([render_template(template_name_or_list, **context)])


def stream_template_string(source, **context):
    return iter([render_template_string(source, **context)])


__getattr__ = _lab.missing("flask.templating")
