"""Splits a template into text and tags, and the tags into tokens."""

from jinja2.exceptions import TemplateSyntaxError

_OPERATORS = ("**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ":", "|", ",", ";", "(", ")", "[", "]", "{", "}")
_SPACE = " \t\n\r\f\v"


def pieces(source, env):
    """`("text", text, line)`, `("variable", tokens, line)` and `("block", tokens, line)` in order."""
    if not env.keep_trailing_newline and source.endswith("\n"):
        source = source[:-1]
    marks = sorted(
        [(env.variable_start_string, "variable"), (env.block_start_string, "block"), (env.comment_start_string, "comment")],
        key=lambda m: -len(m[0]),
    )
    ends = {"variable": env.variable_end_string, "block": env.block_end_string, "comment": env.comment_end_string}
    at, out, strip_next, trim_next = 0, [], False, False
    line = 1
    while True:
        found = None
        start = at
        while True:
            hits = [(source.find(mark, start), -len(mark), mark, kind) for mark, kind in marks]
            hits = [h for h in hits if h[0] >= 0]
            if hits:
                pos, _, mark, kind = min(hits)
                found = (pos, mark, kind)
            break
        stop = found[0] if found else len(source)
        text = source[at:stop]
        if strip_next:
            text = text.lstrip()
        elif trim_next and text.startswith("\n"):
            text = text[1:]
        strip_next = trim_next = False
        if not found:
            if text:
                out.append(("text", text, line))
            return out
        pos, mark, kind = found
        inner = pos + len(mark)
        sign = source[inner : inner + 1]
        if sign == "-":
            text = text.rstrip()
            inner += 1
        elif sign == "+" and kind != "variable":
            inner += 1
        elif env.lstrip_blocks and kind != "variable":
            cut = len(text.rstrip(" \t"))
            if cut == 0 and (at == 0 or source[at - 1 : at] == "\n") or text[cut - 1 : cut] == "\n":
                text = text[:cut]
        if text:
            out.append(("text", text, line))
        line += source.count("\n", at, pos)
        end = ends[kind]
        if kind == "comment":
            close = source.find(end, inner)
            if close < 0:
                raise TemplateSyntaxError("Missing end of comment tag", line)
            strip_next = source[close - 1] == "-" and close > inner
            trim_next = env.trim_blocks
            line += source.count("\n", pos, close)
            at = close + len(end)
            continue
        tokens, close = tokenize(source, inner, end, line)
        strip_next = source[close : close + 1] == "-"
        if strip_next or (source[close : close + 1] == "+" and source.startswith(end, close + 1)):
            close += 1
        at = close + len(end)
        if kind == "block":
            trim_next = env.trim_blocks
            if len(tokens) == 1 and tokens[0][:2] == ("name", "raw"):
                stop_raw, after, strip_before, strip_next = find_endraw(source, at, env, line)
                raw = source[at:stop_raw]
                raw = raw.rstrip() if strip_before else raw
                if raw:
                    out.append(("text", raw, line))
                line += source.count("\n", pos, after)
                at = after
                continue
        out.append((kind, tokens, line))
        line += source.count("\n", pos, at)


def find_endraw(source, at, env, line):
    start = at
    while True:
        pos = source.find(env.block_start_string, start)
        if pos < 0:
            raise TemplateSyntaxError("Missing end of raw directive", line)
        inner = pos + len(env.block_start_string)
        close = source.find(env.block_end_string, inner)
        word = source[inner:close] if close >= 0 else ""
        if word.strip("-+ \t\n\r") == "endraw":
            return pos, close + len(env.block_end_string), word.startswith("-"), word.endswith("-")
        start = inner


def tokenize(source, at, end, line):
    """The tokens of a tag up to its end, and where that is."""
    out, depth = [], 0
    n = len(source)
    while True:
        while at < n and source[at] in _SPACE:
            line += source[at] == "\n"
            at += 1
        if at >= n:
            raise TemplateSyntaxError("unexpected end of template, expected end of tag", line)
        if not depth and (source.startswith(end, at) or (source[at] in "-+" and source.startswith(end, at + 1))):
            return out, at
        c = source[at]
        if c.isalpha() or c == "_":
            start = at
            while at < n and (source[at].isalnum() or source[at] == "_"):
                at += 1
            out.append(("name", source[start:at], line))
        elif c.isdigit():
            at = number(source, at, out, line)
        elif c in "'\"":
            start, at = at + 1, at + 1
            while at < n and source[at] != c:
                at += 2 if source[at] == "\\" else 1
            if at >= n:
                raise TemplateSyntaxError(f"unexpected char {c!r} at {start - 1}", line)
            out.append(("string", unescape(source[start:at]), line))
            line += source.count("\n", start, at)
            at += 1
        else:
            for op in _OPERATORS:
                if source.startswith(op, at):
                    if op in "([{":
                        depth += 1
                    elif op in ")]}" and depth:
                        depth -= 1
                    out.append(("op", op, line))
                    at += len(op)
                    break
            else:
                raise TemplateSyntaxError(f"unexpected char {c!r} at {at}", line)


def number(source, at, out, line):
    start, n = at, len(source)
    if source[at : at + 2].lower() in ("0x", "0b", "0o"):
        at += 2
        while at < n and (source[at].isalnum() or source[at] == "_"):
            at += 1
        out.append(("number", int(source[start:at], 0), line))
        return at
    while at < n and (source[at].isdigit() or source[at] == "_"):
        at += 1
    is_float = False
    if source[at : at + 1] == "." and source[at + 1 : at + 2].isdigit():
        is_float = True
        at += 1
        while at < n and (source[at].isdigit() or source[at] == "_"):
            at += 1
    if source[at : at + 1] in ("e", "E"):
        stop = at + 1 + (source[at + 1 : at + 2] in ("+", "-"))
        if source[stop : stop + 1].isdigit():
            is_float = True
            at = stop
            while at < n and source[at].isdigit():
                at += 1
    text = source[start:at].replace("_", "")
    out.append(("number", float(text) if is_float else int(text), line))
    return at


def unescape(text):
    if "\\" not in text:
        return text
    return text.encode("ascii", "backslashreplace").decode("unicode-escape")
