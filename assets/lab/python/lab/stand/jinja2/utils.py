"""`jinja2.utils`: the helpers that every template has."""

import json
import os  # noqa: F401
from random import choice, randrange

from markupsafe import Markup


def pass_context(f):
    f.jinja_pass_arg = "context"
    return f


def pass_environment(f):
    f.jinja_pass_arg = "environment"
    return f


def pass_eval_context(f):
    f.jinja_pass_arg = "eval_context"
    return f


def select_autoescape(enabled_extensions=("html", "htm", "xml"), disabled_extensions=(), default_for_string=True, default=False):
    enabled = tuple("." + x.lstrip(".").lower() for x in enabled_extensions)
    disabled = tuple("." + x.lstrip(".").lower() for x in disabled_extensions)

    def autoescape(template_name):
        if template_name is None:
            return default_for_string
        template_name = template_name.lower()
        if template_name.endswith(enabled):
            return True
        if template_name.endswith(disabled):
            return False
        return default

    return autoescape


def generate_lorem_ipsum(n=5, html=True, min=20, max=100):
    words = "lorem ipsum dolor sit amet consectetuer adipiscing elit sed do eiusmod tempor".split()
    out = [" ".join(choice(words) for _ in range(randrange(min, max))).capitalize() + "." for _ in range(n)]
    return Markup("\n".join(f"<p>{p}</p>" for p in out)) if html else "\n\n".join(out)


class Cycler:
    def __init__(self, *items):
        if not items:
            raise RuntimeError("at least one item has to be provided")
        self.items, self.pos = items, 0

    def reset(self):
        self.pos = 0

    @property
    def current(self):
        return self.items[self.pos]

    def next(self):
        value = self.current
        self.pos = (self.pos + 1) % len(self.items)
        return value

    __next__ = next


class Joiner:
    def __init__(self, sep=", "):
        self.sep, self.used = sep, False

    def __call__(self):
        if not self.used:
            self.used = True
            return ""
        return self.sep


class Namespace:
    def __init__(*args, **kwargs):
        self, args = args[0], args[1:]
        self.__attrs = dict(*args, **kwargs)

    def __getattribute__(self, name):
        if name in {"_Namespace__attrs", "__class__"}:
            return object.__getattribute__(self, name)
        try:
            return self.__attrs[name]
        except KeyError:
            if name.startswith("__"):
                return object.__getattribute__(self, name)
            raise AttributeError(name) from None

    def __setitem__(self, name, value):
        self.__attrs[name] = value

    def __repr__(self):
        return f"<Namespace {self.__attrs!r}>"


def htmlsafe_json_dumps(obj, dumps=None, **kwargs):
    text = (dumps or json.dumps)(obj, **kwargs)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027"))
