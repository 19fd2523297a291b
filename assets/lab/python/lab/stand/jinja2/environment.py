"""`jinja2.environment`: environments and templates."""

from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError, TemplatesNotFound
from jinja2.filters import FILTERS, TESTS
from jinja2.parser import Parser
from jinja2.runtime import Context, TemplateReference, Undefined
from jinja2.utils import Cycler, Joiner, Namespace, generate_lorem_ipsum

DEFAULT_NAMESPACE = {
    "range": range,
    "dict": dict,
    "lipsum": generate_lorem_ipsum,
    "cycler": Cycler,
    "joiner": Joiner,
    "namespace": Namespace,
}


class Environment:
    sandboxed = False
    filters_base, tests_base = FILTERS, TESTS

    def __init__(
        self, block_start_string="{%", block_end_string="%}", variable_start_string="{{", variable_end_string="}}",
        comment_start_string="{#", comment_end_string="#}", line_statement_prefix=None, line_comment_prefix=None,
        trim_blocks=False, lstrip_blocks=False, newline_sequence="\n", keep_trailing_newline=False, extensions=(),
        optimized=True, undefined=Undefined, finalize=None, autoescape=False, loader=None, cache_size=400,
        auto_reload=True, bytecode_cache=None, enable_async=False,
    ):  # fmt: skip
        if line_statement_prefix or line_comment_prefix or enable_async:
            _lab.lacks("jinja2 line statements or async templates")
        for extension in extensions:
            name = extension if isinstance(extension, str) else extension.__name__
            if not name.endswith(("autoescape", "with_", "AutoEscapeExtension", "WithExtension")):
                _lab.lacks(f"jinja2 extension {name}")
        self.block_start_string, self.block_end_string = block_start_string, block_end_string
        self.variable_start_string, self.variable_end_string = variable_start_string, variable_end_string
        self.comment_start_string, self.comment_end_string = comment_start_string, comment_end_string
        self.trim_blocks, self.lstrip_blocks, self.keep_trailing_newline = trim_blocks, lstrip_blocks, keep_trailing_newline
        self.undefined, self.finalize, self.autoescape, self.loader = undefined, finalize, autoescape, loader
        self.filters, self.tests, self.globals = dict(self.filters_base), dict(self.tests_base), dict(DEFAULT_NAMESPACE)
        self.policies = {"json.dumps_function": None, "json.dumps_kwargs": {"sort_keys": True}}
        self.cache = {}

    def getattr(self, obj, attribute):
        try:
            return getattr(obj, attribute)
        except AttributeError:
            pass
        try:
            return obj[attribute]
        except (TypeError, LookupError, AttributeError):
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj, argument):
        try:
            return obj[argument]
        except (AttributeError, TypeError, LookupError):
            if isinstance(argument, str):
                try:
                    return getattr(obj, str(argument))
                except AttributeError:
                    pass
            return self.undefined(obj=obj, name=argument)

    def call(self, context, f, args, kwargs):
        wants = getattr(f, "jinja_pass_arg", None) if callable(f) else None
        if wants == "environment":
            return f(self, *args, **kwargs)
        if wants is not None:
            return f(context, *args, **kwargs)
        return f(*args, **kwargs)

    def _with(self, context, f, value, args, kwargs):
        wants = getattr(f, "jinja_pass_arg", None)
        if wants == "environment":
            return f(self, value, *args, **kwargs)
        if wants is not None:
            return f(context, value, *args, **kwargs)
        return f(value, *args, **kwargs)

    def call_filter_in(self, context, name, value, args, kwargs):
        f = self.filters.get(name)
        if f is None:
            raise TemplateRuntimeError(f"No filter named {name!r}.")
        return self._with(context, f, value, args, kwargs)

    def call_test_in(self, context, name, value, args, kwargs):
        f = self.tests.get(name)
        if f is None:
            raise TemplateRuntimeError(f"No test named {name!r}.")
        return self._with(context, f, value, args, kwargs)

    def call_filter(self, name, value, args=None, kwargs=None, context=None):
        return self.call_filter_in(context or Context(self, self.globals, None), name, value, args or (), kwargs or {})

    def call_test(self, name, value, args=None, kwargs=None, context=None):
        return self.call_test_in(context or Context(self, self.globals, None), name, value, args or (), kwargs or {})

    def escapes(self, name):
        return bool(self.autoescape(name) if callable(self.autoescape) else self.autoescape)

    def from_string(self, source, globals=None, template_class=None):
        return Template.made(self, source, None, globals)

    def join_path(self, template, parent):
        return template

    def get_template(self, name, parent=None, globals=None):
        if isinstance(name, Template):
            return name
        if isinstance(name, Undefined):
            name._fail_with_undefined_error()
        if parent is not None:
            name = self.join_path(name, parent)
        if self.loader is None:
            raise TypeError("no loader for this environment specified")
        source, filename, fresh = self.loader.get_source(self, name)
        held = self.cache.get(name)
        if held is None or held.source != source:
            held = self.cache[name] = Template.made(self, source, name, globals)
            held.filename = filename
        return held

    def select_template(self, names, parent=None, globals=None):
        names = list(names)
        for name in names:
            try:
                return self.get_template(name, parent, globals)
            except TemplateNotFound:
                pass
        raise TemplatesNotFound(names)

    def get_or_select_template(self, given, parent=None, globals=None):
        if isinstance(given, (str, Template, Undefined)):
            return self.get_template(given, parent, globals)
        return self.select_template(given, parent, globals)

    def find(self, given, parent, ignore):
        try:
            return self.get_or_select_template(given, parent)
        except TemplateNotFound:
            if ignore:
                return None
            raise

    def list_templates(self, extensions=None, filter_func=None):
        return [n for n in self.loader.list_templates() if extensions is None or n.rpartition(".")[2] in extensions]

    def parse(self, source, name=None, filename=None):
        Parser(self, source, name).parse()

    def compile_expression(self, source, undefined_to_none=True):
        parser = Parser(self, "")
        parser.tokens = _lab.load("jinja2.lexer").tokenize(source + " \0", 0, "\0", 1)[0]
        expression = parser.expression()
        parser.expect_end()

        def evaluate(*args, **kwargs):
            value = expression(Context(self, dict(self.globals, **dict(*args, **kwargs)), None))
            return None if undefined_to_none and isinstance(value, Undefined) else value

        return evaluate

    def overlay(self, **options):
        made = _lab.load("copy").copy(self)
        for name, value in options.items():
            setattr(made, name, value)
        made.cache = {}
        return made

    def add_extension(self, extension):
        _lab.lacks("jinja2 extensions")


class Template:
    def __new__(cls, source, **options):
        env = Environment(**options)
        return cls.made(env, source, None, None)

    @classmethod
    def made(cls, env, source, name, globals):
        self = object.__new__(cls)
        parser = Parser(env, source, name)
        self.environment, self.source, self.name, self.filename = env, source, name, None
        self.body = parser.parse()
        self.blocks, self.has_parent = parser.blocks, parser.parent is not None
        self.globals = dict(env.globals, **(globals or {})) if globals else env.globals
        return self

    def new_context(self, vars=None, shared=False, locals=None):
        parent = dict(self.globals)
        parent.update(vars or {})
        context = Context(self.environment, parent, self.name, autoescape=self.environment.escapes(self.name))
        context.parent.setdefault("self", TemplateReference(context))
        return context

    def run(self, names):
        return self.run_in(self.new_context(names))

    def run_in(self, context):
        for name, block in self.blocks.items():
            context.blocks.setdefault(name, []).append(block)
        out = []
        self.body(context, out)
        if context.layout is not None:
            # What a child writes outside of its blocks is not shown.
            parent, context.layout = context.layout, None
            for name, block in parent.blocks.items():
                context.blocks.setdefault(name, [])
            return parent.run_in(context)
        return "".join(out)

    def render(self, *args, **kwargs):
        return self.run(dict(*args, **kwargs))

    def generate(self, *args, **kwargs):
        yield self.render(*args, **kwargs)

    def stream(self, *args, **kwargs):
        return iter([self.render(*args, **kwargs)])

    def make_module(self, vars=None, shared=False, locals=None):
        context = self.new_context(vars)
        text = self.run_in(context)
        return TemplateModule(self, context, text)

    @property
    def module(self):
        return self.make_module()

    @property
    def is_up_to_date(self):
        return True

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>" if self.name else f"<{type(self).__name__} memory:{id(self):x}>"


class TemplateModule:
    def __init__(self, template, context, text):
        self.__name__ = template.name
        self.__dict__.update({k: v for k, v in context.vars.items() if not k.startswith("_")})
        self._text = text

    def __html__(self):
        return _lab.load("markupsafe").Markup(self._text)

    def __str__(self):
        return self._text
