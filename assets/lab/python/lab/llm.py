"""A language model that answers from a script; every client library of the lab ends in `answer`."""

core = _lab
asked = []
_script = []


class Asked:
    """One request to the model: `.model`, `.system`, `.messages`, `.tools` (their names), `.text` (all that it reads), `.options`."""

    def __init__(self, provider, model, system, messages, tools, options):
        self.provider, self.model, self.system, self.messages, self.options = provider, model, system, messages, options
        self.tool_schemas = list(tools or [])
        self.tools = [(t.get("function") or t).get("name") or t.get("type") for t in self.tool_schemas if isinstance(t, dict)]

    @property
    def text(self):
        return "\n".join(([text_of(self.system)] if self.system else []) + [text_of(m.get("content") if isinstance(m, dict) else m) for m in self.messages])

    def last(self, role="user"):
        """The text of the last message of somebody."""
        return next((text_of(m.get("content")) for m in reversed(self.messages) if isinstance(m, dict) and m.get("role") == role), "")

    def __repr__(self):
        return f"<{self.model}: {core.shorten(self.text, 120)}>"


def text_of(content):
    """What a model reads of a message's content."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return str(content.get("text") or text_of(content.get("content")) or content.get("output") or "")
    if isinstance(content, (list, tuple)):
        return "\n".join(text_of(part) for part in content)
    return str(getattr(content, "text", content))


class Part:
    """A piece of an answer: a text, or a tool that the model wants to use."""

    def __init__(self, text=None, tool=None, arguments=None):
        self.text, self.tool, self.arguments = text, tool, arguments


def parts_of(given):
    if isinstance(given, Part):
        return [given]
    if isinstance(given, str):
        return [Part(given)]
    if isinstance(given, dict) and "tool" in given:
        return [Part(None, given["tool"], given.get("arguments", {}))]
    if isinstance(given, dict):
        return [Part(core.load("json").dumps(given))]
    if isinstance(given, (list, tuple)):
        return [part for one in given for part in parts_of(one)]
    core.lacks(f"model answers of type {type(given).__name__}", "a text, a dictionary with 'tool' and 'arguments', or a list of these")


def answer(provider, model, system, messages, tools, options):
    """The pieces of the next answer."""
    plain = [m if isinstance(m, (dict, str)) else as_dict(m) for m in messages]
    request = Asked(provider, model, system, plain, tools, options)
    asked.append(request)
    core.pause("http:out")
    core.host.trace("request", f"{provider} {model}: {core.shorten(request.text, 160)}")
    if not _script:
        core.lacks("an answer of the model", "lab.llm.answers(...) in the setup or the check")
    given = _script.pop(0) if len(_script) > 1 else _script[0]
    if callable(given):
        given = given(request)
    if isinstance(given, BaseException):
        raise given
    return parts_of(given)


def as_dict(message):
    """A message that a client handed out, as it is sent back."""
    dump = getattr(message, "model_dump", None)
    return dump() if dump is not None else dict(getattr(message, "__dict__", {"content": str(message)}))


class Thing:
    """An object of an answer: its fields as attributes; `model_dump` gives them back."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    def model_dump(self, *args, exclude_none=False, **kwargs):
        out = {k: plain(v) for k, v in self.__dict__.items()}
        return {k: v for k, v in out.items() if v is not None} if exclude_none else out

    to_dict = dict = model_dump

    def model_dump_json(self, **kwargs):
        return core.load("json").dumps(self.model_dump())

    def __getitem__(self, name):
        return self.__dict__[name]

    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"


def plain(value):
    if isinstance(value, Thing):
        return value.model_dump()
    return [plain(v) for v in value] if isinstance(value, list) else value


class Facade:
    """`lab.llm`: what the model answers, and what it was asked."""

    asked = asked

    def answers(self, *answers):
        """What the model answers, in turn; the last one stays. Each is a text, `{"tool": name, "arguments": {...}}`, a list of these,
        or a function that gets the request."""
        _script[:] = answers

    @staticmethod
    def tool(name, **arguments):
        """An answer by which the model asks for a tool."""
        return {"tool": name, "arguments": arguments}

    def clear(self):
        del asked[:]


facade = Facade()
