"""The node of a model: from a dictionary to an instance, and back."""

from pydantic._containers import picked
from pydantic._errors import Bad, Line, bad, below
from pydantic._nodes import Node
from pydantic.fields import AliasChoices, AliasPath, PydanticUndefined
from pydantic.functional_serializers import FieldSerializationInfo
from pydantic.functional_validators import arguments


class FieldNode:
    """A field with its node and its names."""

    __slots__ = ("name", "info", "node", "keys", "out")

    def __init__(self, name, info, node):
        self.name, self.info, self.node = name, info, node
        given = info.validation_alias
        self.keys = (name,) if given is None else tuple(given.choices) if isinstance(given, AliasChoices) else (given,)
        self.out = info.serialization_alias or name

    def find(self, data, by_name, by_alias):
        """(value, key it was found under); PydanticUndefined where it is not there."""
        if by_alias:
            for key in self.keys:
                value = key.search_dict_for_path(data) if isinstance(key, AliasPath) else data.get(key, PydanticUndefined)
                if value is not PydanticUndefined:
                    return value, key
        if by_name and (self.keys != (self.name,) or not by_alias):
            return data.get(self.name, PydanticUndefined), self.name
        return PydanticUndefined, None

    def shown(self, by_alias=True):
        first = self.keys[0]
        return first.path[0] if isinstance(first, AliasPath) else first if by_alias else self.name


class Attributes:
    """An object looked at as a dictionary."""

    def __init__(self, value):
        self.value = value

    def get(self, name, default=None):
        try:
            return getattr(self.value, name, default)
        except Exception as error:
            if isinstance(error, AttributeError):
                return default
            raise

    def __getitem__(self, name):
        try:
            return getattr(self.value, name)
        except AttributeError:
            raise KeyError(name) from None


class ModelNode(Node):
    def __init__(self, cls, config):
        self.cls, self.config, self.label = cls, config, cls.__name__
        self.exact = cls
        self.fields = None

    def fits(self, value):
        return isinstance(value, self.cls)

    def fields_of(self, value):
        return len(value.__pydantic_fields_set__)

    def ready(self):
        if self.fields is None:
            self.cls.__pydantic_prepare__()
        return self.fields

    # --- in --------------------------------------------------------------------------------------

    def validate(self, value, state, instance=None):
        self.ready()

        def run(given, running):
            return self.inner_validate(given, running, instance)

        for func in self.cls.__pydantic_wraps__:
            run = self.wrapped(func, run)
        return run(value, state)

    def wrapped(self, func, run):
        Function = _lab.load("pydantic.functional_validators").Function
        holder = Node()
        holder.validate = run
        return Function(holder, func.__get__(None, self.cls), "wrap").validate

    def inner_validate(self, value, state, instance):
        cls = self.cls
        if isinstance(value, cls) and not cls.__pydantic_befores__:
            again = self.config.get("revalidate_instances", "never")
            if again == "never" or (again == "subclass-instances" and type(value) is cls):
                return value
            value = {**value.__dict__, **(value.__pydantic_extra__ or {})}
        value = self.before(value, state)
        if isinstance(value, cls):
            return value
        if instance is None and cls.__pydantic_custom_init__ and isinstance(value, dict):
            return self.construct(value)
        if instance is None:
            instance = cls.__new__(cls)
        self.fill(instance, value, state)
        if cls.__pydantic_post_init__:
            instance.model_post_init(state.context)
        return self.after(instance, state, value)

    def construct(self, value):
        try:
            return self.cls(**value)
        except ValueError as error:
            if hasattr(error, "_lines"):
                raise Bad(error._lines) from None
            raise

    def call(self, func, value, state, given=None):
        count = arguments(func)
        info = _lab.load("pydantic.functional_validators").ValidationInfo(state)
        try:
            return func(value, info) if count is not None and count > 1 else func(value)
        except (ValueError, AssertionError) as error:
            if type(error).__name__ == "ValidationError" and hasattr(error, "_lines"):
                raise Bad(error._lines) from None
            raise _lab.load("pydantic._errors").of_user(error, value if given is None else given) from None

    def before(self, value, state):
        for func in reversed(self.cls.__pydantic_befores__):
            value = self.call(func.__get__(None, self.cls), value, state)
        return value

    def after(self, instance, state, given=None):
        for func, kind in self.cls.__pydantic_afters__:
            if kind == "values":
                values = self.call(func.__get__(None, self.cls), dict(instance.__dict__), state, given)
                instance.__dict__.update(values)
                continue
            bound = func.__get__(None, self.cls) if kind == "class" else func
            out = self.call(bound, instance, state, given)
            if out is not None and out is not instance:
                instance = out
        return instance

    def fill(self, instance, value, state):
        """Validate the input into an instance."""
        config = self.config
        if self.cls.__pydantic_root__:
            node = self.ready()["root"].node
            if value is PydanticUndefined:
                info = self.fields["root"].info
                if info.is_required():
                    raise bad("missing", {})
                value = info.get_default(call_default_factory=True)
            instance.__dict__["root"] = node.validate(value, state)
            set_slots(instance, {"root"}, None)
            return
        from_object = False
        if isinstance(value, dict):
            data = value
        elif hasattr(value, "keys") and hasattr(value, "__getitem__") and not self.is_strict(state) and state.mode == "python":
            data = {k: value[k] for k in value.keys()}
        elif (state.attributes if state.attributes is not None else config.get("from_attributes")) and not isinstance(value, (str, int, float, list, tuple, bytes, set)) and value is not None:
            data, from_object = Attributes(value), True
        else:
            attributes = state.attributes if state.attributes is not None else config.get("from_attributes")
            if attributes:
                raise bad("model_attributes_type", value)
            raise bad("model_type", value, class_name=self.cls.__name__)
        by_name, by_alias = self.names(state)
        out, given, lines, used = {}, set(), [], set()
        outer = (state.data, state.field, state.config, state.strict)
        state.data, state.config = out, config
        if state.strict is None and config.get("strict"):
            state.strict = True
        try:
            for name, field in self.fields.items():
                state.field = name
                if field.info.init is False and self.cls.__pydantic_dataclass__:
                    continue
                found, key = field.find(data, by_name, by_alias)
                if found is PydanticUndefined:
                    self.default(field, out, value, lines, state)
                    continue
                used.add(key.path[0] if isinstance(key, AliasPath) else key)
                try:
                    out[name] = field.node.validate(found, state)
                    given.add(name)
                except Bad as error:
                    shown = (key.path if isinstance(key, AliasPath) else [key]) if config.get("loc_by_alias", True) else [name]
                    for part in reversed(shown):
                        below(error, part)
                    lines.extend(error.lines)
            extra = None if from_object else self.extra(data, used, by_name, lines, state)
        finally:
            state.data, state.field, state.config, state.strict = outer
        if lines:
            raise Bad(lines)
        instance.__dict__.update(out)
        set_slots(instance, given | set(extra or ()), extra)

    def names(self, state):
        config = self.config
        by_alias = state.by_alias if state.by_alias is not None else config.get("validate_by_alias", True)
        by_name = state.by_name if state.by_name is not None else config.get("validate_by_name", config.get("populate_by_name", False))
        return by_name, by_alias

    def default(self, field, out, value, lines, state):
        info = field.info
        if info.is_required():
            shown = field.shown()
            lines.append(Line("missing", value, None, None, (shown if isinstance(shown, str) else str(shown),)))
            return
        made = info.get_default(call_default_factory=True, validated_data=out)
        check = info.validate_default if info.validate_default is not None else self.config.get("validate_default")
        if check:
            try:
                made = field.node.validate(made, state)
            except Bad as error:
                lines.extend(below(error, field.shown()))
                return
        out[field.name] = made

    def extra(self, data, used, by_name, lines, state):
        policy = self.config.get("extra", "ignore")
        if policy == "ignore" or policy is None:
            return None
        known = set(used)
        extra = {}
        for key, one in data.items():
            if key in known:
                continue
            if policy == "forbid":
                lines.append(Line("extra_forbidden", one, None, None, (key,)))
            elif isinstance(key, str):
                extra[key] = one
        return extra if policy == "allow" else None

    # --- out -------------------------------------------------------------------------------------

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, self.cls):
            return super().dump(value, how, include, exclude)
        cls = type(value) if how.any else self.cls
        whole = cls.__pydantic_dumper__
        if whole is not None and not ("json" in whole.options["when"] and how.mode != "json"):
            return self.dump_by(whole, value, how, include, exclude)
        return cls.__pydantic_node__.dump_fields(value, how, include, exclude)

    def dump_by(self, whole, value, how, include, exclude):
        func = whole.func.__get__(value, type(value))
        more = [lambda given, info=None: self.dump_fields(given, how, include, exclude)] if whole.options["wrap"] else []
        count = arguments(func)
        if count is not None and count > len(more):
            more.append(FieldSerializationInfo(how))
        out = func(*more)
        return super().dump(out, how) if not isinstance(out, self.cls) else out

    def dump_fields(self, value, how, include=None, exclude=None):
        fields = self.ready()
        if self.cls.__pydantic_root__:
            return fields["root"].node.dump(value.__dict__["root"], how, include, exclude)
        by_alias = how.by_alias if how.by_alias is not None else self.config.get("serialize_by_alias", False)
        out = {}
        for name, field in fields.items():
            if name not in value.__dict__ or field.info.exclude:
                continue
            one = value.__dict__[name]
            if (how.none and one is None) or (how.unset and name not in value.__pydantic_fields_set__):
                continue
            if how.defaults and not field.info.is_required() and one == field.info.get_default(call_default_factory=True, validated_data={}):
                continue
            if field.info.exclude_if is not None and field.info.exclude_if(one):
                continue
            wanted, inner_in, inner_out = picked(include, exclude, name)
            if not wanted:
                continue
            key = field.out if by_alias else name
            special = self.cls.__pydantic_dumpers__.get(name)
            if special is not None:
                out[key] = self.special(special, value, one, field, how, inner_in, inner_out)
            else:
                out[key] = field.node.dump(one, how, inner_in, inner_out)
        for name, one in (value.__pydantic_extra__ or {}).items():
            wanted, inner_in, inner_out = picked(include, exclude, name)
            if wanted and not (how.none and one is None):
                out[name] = super().dump(one, how, inner_in, inner_out)
        if not how.round_trip and not how.computed:
            for name, computed in self.cls.__pydantic_computed__.items():
                wanted, inner_in, inner_out = picked(include, exclude, name)
                if wanted:
                    one = getattr(value, name)
                    special = self.cls.__pydantic_dumpers__.get(name)
                    if how.none and one is None:
                        continue
                    key = computed.info.alias if by_alias and computed.info.alias else name
                    out[key] = self.special(special, value, one, None, how, None, None) if special else super().dump(one, how, inner_in, inner_out)
        return out

    def special(self, decorated, value, one, field, how, include, exclude):
        if ("json" in decorated.options["when"] and how.mode != "json") or ("unless-none" in decorated.options["when"] and one is None):
            return field.node.dump(one, how, include, exclude)
        func = decorated.func.__get__(value, type(value))
        wrap = decorated.options["wrap"]
        more = [lambda given, info=None: field.node.dump(given, how, include, exclude)] if wrap else []
        count = arguments(func)
        if count is not None and count > 1 + len(more):
            more.append(FieldSerializationInfo(how, field.name if field else None))
        out = func(one, *more)
        return super().dump(out, how) if how.mode == "json" else out

    # --- schema ----------------------------------------------------------------------------------

    def schema(self, defs, mode):
        name = self.cls.__name__
        if name not in defs:
            defs[name] = {}
            defs[name] = self.own_schema(defs, mode)
        return {"$ref": f"#/$defs/{name}"}

    def own_schema(self, defs, mode):
        fields = self.ready()
        if self.cls.__pydantic_root__:
            return {**fields["root"].node.schema(defs, mode), "title": self.cls.__name__}
        properties, required = {}, []
        for field in fields.values():
            key = field.out if mode == "serialization" else str(field.shown())
            properties[key] = field_schema(field, defs, mode)
            if field.info.is_required() or mode == "serialization":
                required.append(key)
        out = {}
        text = self.cls.__dict__.get("__doc__")
        if text:
            out["description"] = _lab.load("inspect").cleandoc(text)
        out.update(properties=properties)
        if required:
            out["required"] = required
        out.update(title=self.config.get("title") or self.cls.__name__, type="object")
        extra = self.config.get("extra")
        if extra in ("forbid", "allow"):
            out["additionalProperties"] = extra == "allow"
        more = self.config.get("json_schema_extra")
        if callable(more):
            more(out)
        elif more:
            out.update(more)
        return out


def field_schema(field, defs, mode):
    info = field.info
    out = dict(field.node.schema(defs, mode))
    if "$ref" in out:
        if info.description or not info.is_required():
            out = {"$ref": out["$ref"]}
    else:
        out["title"] = info.title or field.name.replace("_", " ").title()
    if info.description:
        out["description"] = info.description
    if info.examples:
        out["examples"] = info.examples
    if not info.is_required() and info.default_factory is None:
        dump = _lab.load("pydantic._nodes").Dump("json")
        out["default"] = field.node.dump(info.default, dump)
    if isinstance(info.json_schema_extra, dict):
        out.update(info.json_schema_extra)
    return out


def set_slots(instance, given, extra):
    put = object.__setattr__
    put(instance, "__pydantic_fields_set__", given)
    put(instance, "__pydantic_extra__", extra)
    put(instance, "__pydantic_private__", private_of(instance))


def private_of(instance):
    names = type(instance).__private_attributes__
    if not names:
        return None
    return {name: attr.get_default() for name, attr in names.items() if attr.default_factory or attr.default is not PydanticUndefined}
