"""`jinja2`: templates, their sandbox, and its ways out."""

__version__ = "3.1.6"

_TABLE = {
    "Environment": "jinja2.environment",
    "Template": "jinja2.environment",
    "BaseLoader": "jinja2.loaders",
    "FileSystemLoader": "jinja2.loaders",
    "DictLoader": "jinja2.loaders",
    "FunctionLoader": "jinja2.loaders",
    "ChoiceLoader": "jinja2.loaders",
    "PrefixLoader": "jinja2.loaders",
    "PackageLoader": "jinja2.loaders",
    "Undefined": "jinja2.runtime",
    "StrictUndefined": "jinja2.runtime",
    "ChainableUndefined": "jinja2.runtime",
    "DebugUndefined": "jinja2.runtime",
    "TemplateError": "jinja2.exceptions",
    "TemplateNotFound": "jinja2.exceptions",
    "TemplatesNotFound": "jinja2.exceptions",
    "TemplateSyntaxError": "jinja2.exceptions",
    "TemplateAssertionError": "jinja2.exceptions",
    "TemplateRuntimeError": "jinja2.exceptions",
    "UndefinedError": "jinja2.exceptions",
    "select_autoescape": "jinja2.utils",
    "pass_context": "jinja2.utils",
    "pass_environment": "jinja2.utils",
    "pass_eval_context": "jinja2.utils",
}

_lazy = _lab.lazy("jinja2", _TABLE)


def __getattr__(name):
    if name in ("Markup", "escape", "evalcontextfilter", "contextfilter"):
        raise AttributeError(f"module 'jinja2' has no attribute {name!r}")
    return _lazy(name)
