"""`jinja2.filters`: filters and tests."""

from jinja2.exceptions import FilterArgumentError
from jinja2.runtime import Undefined
from jinja2.utils import htmlsafe_json_dumps, pass_context, pass_environment
from markupsafe import Markup, escape, soft_str


def _key(env, attribute, default=None):
    """A function that reads `a.b.0` of a value."""
    if attribute is None:
        return lambda value: value
    parts = attribute.split(".") if isinstance(attribute, str) else [attribute]
    parts = [int(p) if isinstance(p, str) and p.isdigit() else p for p in parts]

    def read(value):
        for part in parts:
            value = env.getitem(value, part)
            if default is not None and isinstance(value, Undefined):
                value = default
        return value

    return read


def _folded(value, case_sensitive):
    return value.lower() if isinstance(value, str) and not case_sensitive else value


def do_default(value, default_value="", boolean=False):
    return default_value if isinstance(value, Undefined) or (boolean and not value) else value


def do_upper(s):
    return soft_str(s).upper()


def do_lower(s):
    return soft_str(s).lower()


def do_capitalize(s):
    return soft_str(s).capitalize()


def do_title(s):
    out, start = [], True
    for c in soft_str(s):
        out.append(c.upper() if start else c.lower())
        start = c in "-([{<" or c.isspace()
    return type(s)("".join(out)) if isinstance(s, Markup) else "".join(out)


def do_trim(value, chars=None):
    return soft_str(value).strip(chars)


@pass_context
def do_replace(context, s, old, new, count=None):
    count = -1 if count is None else count
    if not context.autoescape:
        return str(s).replace(str(old), str(new), count)
    if hasattr(old, "__html__") or (hasattr(new, "__html__") and not hasattr(s, "__html__")):
        s = escape(s)
    else:
        s = soft_str(s)
    return s.replace(soft_str(old), soft_str(new), count)


@pass_context
def do_join(context, value, d="", attribute=None):
    if attribute is not None:
        value = map(_key(context.environment, attribute), value)
    if not context.autoescape:
        return str(d).join(map(str, value))
    value = list(value)
    if not hasattr(d, "__html__"):
        if any(hasattr(v, "__html__") for v in value):
            d = escape(d)
            return d.join(value)
        return soft_str(d).join(map(soft_str, value))
    return soft_str(d).join(value)


@pass_environment
def do_first(env, seq):
    for item in seq:
        return item
    return env.undefined("No first item, sequence was empty.")


@pass_environment
def do_last(env, seq):
    for item in reversed(seq):
        return item
    return env.undefined("No last item, sequence was empty.")


@pass_context
def do_random(context, seq):
    try:
        return _lab.load("random").choice(seq)
    except IndexError:
        return context.environment.undefined("No random item, sequence was empty.")


def do_int(value, default=0, base=10):
    try:
        return int(value, base) if isinstance(value, str) else int(value)
    except (TypeError, ValueError):
        try:
            return int(float(value))
        except (TypeError, ValueError, OverflowError):
            return default


def do_float(value, default=0.0):
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def do_round(value, precision=0, method="common"):
    if method not in {"common", "ceil", "floor"}:
        raise FilterArgumentError("method must be common, ceil or floor")
    if method == "common":
        return round(value, precision)
    f = getattr(_lab.load("math"), method)
    return f(value * (10**precision)) / (10**precision)


def do_abs(value):
    return abs(value)


@pass_environment
def do_sort(env, value, reverse=False, case_sensitive=False, attribute=None):
    keys = [_key(env, a) for a in attribute.split(",")] if isinstance(attribute, str) else [_key(env, attribute)]
    return sorted(value, key=lambda v: [_folded(k(v), case_sensitive) for k in keys], reverse=reverse)


def do_dictsort(value, case_sensitive=False, by="key", reverse=False):
    i = {"key": 0, "value": 1}[by]
    return sorted(value.items(), key=lambda item: _folded(item[i], case_sensitive), reverse=reverse)


@pass_environment
def do_unique(env, value, case_sensitive=False, attribute=None):
    key, seen = _key(env, attribute), set()
    for item in value:
        k = _folded(key(item), case_sensitive)
        if k not in seen:
            seen.add(k)
            yield item


@pass_environment
def do_min(env, value, case_sensitive=False, attribute=None):
    value = list(value)
    key = _key(env, attribute)
    return min(value, key=lambda v: _folded(key(v), case_sensitive)) if value else env.undefined("No aggregated item, sequence was empty.")


@pass_environment
def do_max(env, value, case_sensitive=False, attribute=None):
    value = list(value)
    key = _key(env, attribute)
    return max(value, key=lambda v: _folded(key(v), case_sensitive)) if value else env.undefined("No aggregated item, sequence was empty.")


@pass_environment
def do_sum(env, iterable, attribute=None, start=0):
    return sum(map(_key(env, attribute), iterable), start)


def do_list(value):
    return list(value)


def do_reverse(value):
    if isinstance(value, str):
        return value[::-1]
    try:
        return reversed(value)
    except TypeError:
        return list(value)[::-1]


@pass_context
def do_map(context, seq, *args, **kwargs):
    if not args and "attribute" in kwargs:
        f = _key(context.environment, kwargs["attribute"], kwargs.get("default"))
    else:
        name, *rest = args

        def f(item):
            return context.environment.call_filter_in(context, name, item, rest, kwargs)

    for item in seq:
        yield f(item)


def _selecting(keep, by_attribute):
    @pass_context
    def f(context, seq, *args, **kwargs):
        env = context.environment
        args = list(args)
        key = _key(env, args.pop(0)) if by_attribute else _key(env, None)
        name = args.pop(0) if args else None
        for item in seq:
            value = key(item)
            found = env.call_test_in(context, name, value, args, kwargs) if name else value
            if bool(found) == keep:
                yield item

    return f


@pass_environment
def do_groupby(env, value, attribute, default=None, case_sensitive=False):
    key = _key(env, attribute, default)
    out = []
    for item in sorted(value, key=lambda v: _folded(key(v), case_sensitive)):
        k = key(item)
        if not out or _folded(out[-1][0], case_sensitive) != _folded(k, case_sensitive):
            out.append(_Group((k, [])))
        out[-1][1].append(item)
    return out


class _Group(tuple):
    grouper = property(lambda s: s[0])
    list = property(lambda s: s[1])


def do_batch(value, linecount, fill_with=None):
    out = []
    for item in value:
        out.append(item)
        if len(out) == linecount:
            yield out
            out = []
    if out:
        yield out + [fill_with] * (linecount - len(out)) if fill_with is not None else out


def do_slice(value, slices, fill_with=None):
    items = list(value)
    per, extra = divmod(len(items), slices)
    at = 0
    for i in range(slices):
        size = per + (i < extra)
        out = items[at : at + size]
        at += size
        if fill_with is not None and i >= extra:
            out.append(fill_with)
        yield out


def do_items(value):
    if isinstance(value, Undefined):
        return
    if not hasattr(value, "items"):
        raise TypeError("Can only get item pairs from a mapping.")
    yield from value.items()


@pass_environment
def do_tojson(env, value, indent=None):
    kwargs = dict(env.policies["json.dumps_kwargs"])
    if indent is not None:
        kwargs["indent"] = indent
    return htmlsafe_json_dumps(value, dumps=env.policies["json.dumps_function"], **kwargs)


def do_urlencode(value):
    urls = _lab.load("werkzeug.urls")
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return urls.quote(str(value), "/")
    items = value.items() if isinstance(value, dict) else value
    return "&".join(urls.quote_plus(str(k)) + "=" + urls.quote_plus(str(v)) for k, v in items)


def do_format(value, *args, **kwargs):
    if args and kwargs:
        raise FilterArgumentError("can't handle positional and keyword arguments at the same time")
    return soft_str(value) % (kwargs or args)


def do_truncate(s, length=255, killwords=False, end="...", leeway=5):
    if len(s) <= length + leeway:
        return s
    if killwords:
        return s[: length - len(end)] + end
    return s[: length - len(end)].rsplit(" ", 1)[0] + end


def do_indent(s, width=4, first=False, blank=False):
    pad = width if isinstance(width, str) else " " * width
    markup = isinstance(s, Markup)
    lines = str(s).splitlines()
    out = [lines[0] if lines else ""]
    out += [pad + line if line or blank else line for line in lines[1:]]
    text = (pad if first else "") + "\n".join(out)
    return Markup(text) if markup else text


def do_center(value, width=80):
    return soft_str(value).center(width)


def do_wordcount(s):
    return len(_lab.load("re").findall(r"\w+", soft_str(s)))


def do_wordwrap(s, width=79, break_long_words=True, wrapstring="\n", break_on_hyphens=True):
    wrap = _lab.load("textwrap").wrap
    return wrapstring.join(wrapstring.join(wrap(line, width=width, break_long_words=break_long_words)) for line in s.splitlines())


def do_striptags(value):
    if hasattr(value, "__html__"):
        value = value.__html__()
    return Markup(str(value)).striptags()


def do_forceescape(value):
    return escape(str(value.__html__() if hasattr(value, "__html__") else value))


@pass_environment
def do_attr(env, obj, name):
    try:
        value = getattr(obj, str(name))
    except AttributeError:
        return env.undefined(obj=obj, name=name)
    if env.sandboxed and not env.is_safe_attribute(obj, name, value):
        return env.unsafe_undefined(obj, name)
    return value


def do_filesizeformat(value, binary=False):
    size, base = float(value), 1024 if binary else 1000
    if size == 1:
        return "1 Byte"
    if size < base:
        return f"{int(size)} Bytes"
    names = ("KiB", "MiB", "GiB", "TiB") if binary else ("kB", "MB", "GB", "TB")
    for i, name in enumerate(names):
        if size < base ** (i + 2) or i == 3:
            return f"{base * size / base ** (i + 2):.1f} {name}"


@pass_context
def do_xmlattr(context, d, autospace=True):
    items = []
    for key, value in d.items():
        if value is None or isinstance(value, Undefined):
            continue
        if any(c in key for c in " \t\n\r\f\v/>="):
            raise ValueError(f"Invalid character in attribute name: {key!r}")
        items.append(f'{escape(key)}="{escape(value)}"')
    text = " ".join(items)
    text = " " + text if autospace and text else text
    return Markup(text) if context.autoescape else text


@pass_context
def do_urlize(context, value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None):
    out = []
    for word in str(escape(value)).split(" "):
        href = word if word.startswith(("http://", "https://")) else None
        out.append(f'<a href="{href}" rel="noopener">{word}</a>' if href else word)
    text = " ".join(out)
    return Markup(text) if context.autoescape else text


def do_pprint(value):
    return _lab.load("pprint").pformat(value)


FILTERS = {
    "abs": do_abs, "attr": do_attr, "batch": do_batch, "capitalize": do_capitalize, "center": do_center, "count": len,
    "d": do_default, "default": do_default, "dictsort": do_dictsort, "e": escape, "escape": escape,
    "filesizeformat": do_filesizeformat, "first": do_first, "float": do_float, "forceescape": do_forceescape,
    "format": do_format, "groupby": do_groupby, "indent": do_indent, "int": do_int, "items": do_items, "join": do_join,
    "last": do_last, "length": len, "list": do_list, "lower": do_lower, "map": do_map, "max": do_max, "min": do_min,
    "pprint": do_pprint, "random": do_random, "reject": _selecting(False, False), "rejectattr": _selecting(False, True),
    "replace": do_replace, "reverse": do_reverse, "round": do_round, "safe": Markup, "select": _selecting(True, False),
    "selectattr": _selecting(True, True), "slice": do_slice, "sort": do_sort, "string": soft_str, "striptags": do_striptags,
    "sum": do_sum, "title": do_title, "tojson": do_tojson, "trim": do_trim, "truncate": do_truncate, "unique": do_unique,
    "upper": do_upper, "urlencode": do_urlencode, "urlize": do_urlize, "wordcount": do_wordcount, "wordwrap": do_wordwrap,
    "xmlattr": do_xmlattr,
}  # fmt: skip


def _is_number(value):
    return isinstance(value, (int, float, complex)) or type(value).__name__ == "Decimal"


def _is_iterable(value):
    try:
        iter(value)
    except TypeError:
        return False
    return True


def _is_sequence(value):
    try:
        len(value)
        value.__getitem__
    except Exception:
        return False
    return True


def _is_in(value, seq):
    return value in seq


@pass_environment
def _is_filter(env, value):
    return value in env.filters


@pass_environment
def _is_test(env, value):
    return value in env.tests


TESTS = {
    "odd": lambda v: v % 2 == 1, "even": lambda v: v % 2 == 0, "divisibleby": lambda v, n: v % n == 0,
    "defined": lambda v: not isinstance(v, Undefined), "undefined": lambda v: isinstance(v, Undefined),
    "filter": _is_filter, "test": _is_test, "none": lambda v: v is None, "boolean": lambda v: v is True or v is False,
    "false": lambda v: v is False, "true": lambda v: v is True,
    "integer": lambda v: isinstance(v, int) and v is not True and v is not False, "float": lambda v: isinstance(v, float),
    "lower": lambda v: str(v).islower(), "upper": lambda v: str(v).isupper(), "string": lambda v: isinstance(v, str),
    "mapping": lambda v: isinstance(v, dict) or hasattr(v, "keys") and hasattr(v, "__getitem__"), "number": _is_number,
    "sequence": _is_sequence, "iterable": _is_iterable, "callable": callable, "sameas": lambda v, o: v is o,
    "escaped": lambda v: hasattr(v, "__html__"), "in": _is_in,
    "==": lambda a, b: a == b, "eq": lambda a, b: a == b, "equalto": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "ne": lambda a, b: a != b, ">": lambda a, b: a > b, "gt": lambda a, b: a > b, "greaterthan": lambda a, b: a > b,
    "ge": lambda a, b: a >= b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "lt": lambda a, b: a < b,
    "lessthan": lambda a, b: a < b, "<=": lambda a, b: a <= b, "le": lambda a, b: a <= b,
}  # fmt: skip
