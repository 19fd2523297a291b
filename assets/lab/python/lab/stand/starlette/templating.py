"""Templates of Jinja."""

from starlette.responses import HTMLResponse


class _TemplateResponse(HTMLResponse):
    def __init__(self, template, context, status_code=200, headers=None, media_type=None, background=None):
        self.template, self.context = template, context
        super().__init__(template.render(context), status_code, headers, media_type, background)


class Jinja2Templates:
    def __init__(self, directory=None, *, context_processors=None, env=None, **options):
        jinja2 = _lab.load("jinja2")
        if env is None:
            env = jinja2.Environment(loader=jinja2.FileSystemLoader(directory), autoescape=jinja2.select_autoescape(), **options)
        self.env, self.context_processors = env, context_processors or []

        def url_for(context, name, /, **path_params):
            return context["request"].url_for(name, **path_params)

        env.globals.setdefault("url_for", jinja2.pass_context(url_for))

    def get_template(self, name):
        return self.env.get_template(name)

    def TemplateResponse(self, *args, **kwargs):
        names = ("request", "name", "context", "status_code", "headers", "media_type", "background")
        if args and isinstance(args[0], str):
            names = ("name", "context", "status_code", "headers", "media_type", "background")
        given = {**dict(zip(names, args)), **kwargs}
        context = dict(given.pop("context", None) or {})
        request = given.pop("request", None) or context.get("request")
        if request is None:
            raise ValueError('context must include a "request" key')
        context.setdefault("request", request)
        for processor in self.context_processors:
            context.update(processor(request))
        return _TemplateResponse(self.get_template(given.pop("name")), context, **given)
