"""Nodes that hold others: sequences, mappings, unions."""

from pydantic._errors import Bad, Line, bad, below
from pydantic._nodes import Node


def picked(include, exclude, key, by_index=False):
    """Whether an item is wanted, and what of it: (wanted, include, exclude)."""
    inner_in = inner_out = None
    if include is not None:
        if hasattr(include, "get"):
            inner_in = include.get(key, include.get("__all__", False) if by_index else False)
            if inner_in is False:
                return False, None, None
            if inner_in is True or inner_in is ...:
                inner_in = None
        elif key not in include:
            return False, None, None
    if exclude is not None:
        if hasattr(exclude, "get"):
            inner_out = exclude.get(key, exclude.get("__all__") if by_index else None)
            if inner_out is True or inner_out is ...:
                return False, None, None
            inner_out = inner_out or None
        elif key in exclude or (by_index and "__all__" in exclude):
            return False, None, None
    return True, inner_in, inner_out


class Many(Node):
    """A list, set, frozenset, deque or a tuple of any length."""

    def __init__(self, make, item, kind, label):
        self.make, self.item, self.kind, self.exact = make, item, kind, make
        self.label = f"{label}[{item.label}]"

    def takes(self, value, state):
        if isinstance(value, self.make):
            return True
        if state.mode != "python":
            return isinstance(value, (list, tuple))
        if self.is_strict(state):
            return False
        if isinstance(value, (str, bytes, bytearray, dict)) or not hasattr(value, "__iter__"):
            return False
        if self.make in (list, tuple):
            kinds = ("dict_keys", "dict_values", "dict_items", "deque", "generator", "map", "filter", "range", "ScalarResult", "reversed", "zip")
            return isinstance(value, (list, tuple, set, frozenset)) or type(value).__name__ in kinds or not hasattr(value, "__getattr__")
        return isinstance(value, (list, tuple, set, frozenset)) or type(value).__name__ in ("dict_keys", "dict_values", "deque", "generator")

    def validate(self, value, state):
        if not self.takes(value, state):
            raise bad(self.kind, value)
        out, lines = [], []
        check = self.item.validate
        for i, one in enumerate(value):
            try:
                out.append(check(one, state))
            except Bad as error:
                lines.extend(below(error, i))
        if lines:
            raise Bad(lines)
        try:
            return self.make(out)
        except TypeError:
            raise bad("set_item_not_hashable", value) from None

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "appendleft"):
            return super().dump(value, how, include, exclude)
        out = []
        for i, one in enumerate(value):
            wanted, inner_in, inner_out = picked(include, exclude, i, True)
            if wanted:
                out.append(self.item.dump(one, how, inner_in, inner_out))
        return out if how.mode == "json" or self.make is list else self.make(out)

    def schema(self, defs, mode):
        out = {"type": "array", "items": self.item.schema(defs, mode)}
        if self.make in (set, frozenset):
            out["uniqueItems"] = True
        return out


class Tuple(Node):
    """A tuple of given items."""

    exact = tuple

    def __init__(self, items):
        self.items = items
        self.label = f"tuple[{','.join(i.label for i in items)}]"

    def validate(self, value, state):
        if not isinstance(value, tuple) and (not isinstance(value, list) or (self.is_strict(state) and state.mode == "python")):
            if not isinstance(value, (set, frozenset)) or self.is_strict(state):
                raise bad("tuple_type", value)
        value = tuple(value)
        out, lines = [], []
        for i, node in enumerate(self.items):
            if i >= len(value):
                lines.append(Line("missing", value, None, None, (i,)))
                continue
            try:
                out.append(node.validate(value[i], state))
            except Bad as error:
                lines.extend(below(error, i))
        if lines:
            raise Bad(lines)
        if len(value) > len(self.items):
            context = {"field_type": "Tuple", "max_length": len(self.items), "actual_length": len(value)}
            raise bad("too_long", value, **context)
        return tuple(out)

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, (tuple, list)):
            return super().dump(value, how, include, exclude)
        out = [node.dump(one, how) for node, one in zip(self.items, value)]
        return out if how.mode == "json" else tuple(out)

    def schema(self, defs, mode):
        size = len(self.items)
        return {"type": "array", "prefixItems": [i.schema(defs, mode) for i in self.items], "minItems": size, "maxItems": size}


class Dict(Node):
    exact = dict

    def __init__(self, key, item, make=dict):
        self.key, self.item, self.make = key, item, make
        self.label = f"dict[{key.label},{item.label}]"

    def validate(self, value, state):
        if not isinstance(value, dict):
            if self.is_strict(state) or not (hasattr(value, "keys") and hasattr(value, "__getitem__")):
                raise bad("dict_type", value)
            value = {k: value[k] for k in value.keys()}
        out, lines = {}, []
        for key, one in value.items():
            try:
                good_key = self.key.validate(key, state)
            except Bad as error:
                for line in below(error, "[key]"):
                    line.loc = (key,) + line.loc
                lines.extend(error.lines)
                continue
            try:
                out[good_key] = self.item.validate(one, state)
            except Bad as error:
                lines.extend(below(error, key))
        if lines:
            raise Bad(lines)
        return out if self.make is dict else self.make(out)

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, dict):
            return super().dump(value, how, include, exclude)
        out = {}
        for key, one in value.items():
            wanted, inner_in, inner_out = picked(include, exclude, key)
            if wanted and not (how.none and one is None):
                out[json_key(self.key.dump(key, how)) if how.mode == "json" else self.key.dump(key, how)] = self.item.dump(one, how, inner_in, inner_out)
        return out

    def schema(self, defs, mode):
        inner = self.item.schema(defs, mode)
        return {"type": "object", "additionalProperties": inner or True}


def json_key(key):
    if isinstance(key, str):
        return key
    if key is None:
        return "None"
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)


def is_model(node):
    return getattr(node, "fields_of", None) is not None


class Union(Node):
    """The choice that fits best: one that takes the value as it is comes before one that has to turn it into something else."""

    def __init__(self, choices, left_to_right=False):
        self.choices, self.left_to_right = choices, left_to_right
        self.label = f"union[{','.join(c.label for c in choices)}]"

    def validate(self, value, state):
        lines = []
        if not self.left_to_right:
            kind = type(value)
            for node in self.choices:
                if node.exact is kind and kind in (str, int, float, bool, bytes):
                    try:
                        return node.validate(value, state)
                    except Bad:
                        continue
            found = self.best(value, state)
            if found is not None:
                return found[0]
        for node in self.choices:
            try:
                return node.validate(value, state)
            except Bad as error:
                for line in error.lines:
                    line.loc = (getattr(node, "tag", None) or node.label,) + line.loc
                lines.extend(error.lines)
        raise Bad(lines)

    def best(self, value, state):
        """The strict match with the most fields given, as a tuple of one; None where there is none."""
        for strict in (True, None):
            before, state.strict = state.strict, strict or state.strict
            best, most = None, -1
            try:
                for node in self.choices:
                    if strict is None and not is_model(node):
                        continue
                    try:
                        out = node.validate(value, state)
                    except Bad:
                        continue
                    if not is_model(node):
                        return (out,)
                    if type(value) is type(out):
                        return (out,)
                    count = node.fields_of(out)
                    if count > most:
                        best, most = (out,), count
            finally:
                state.strict = before
            if best is not None:
                return best
        return None

    def dump(self, value, how, include=None, exclude=None):
        for node in self.choices:
            fits = getattr(node, "fits", None)
            if fits is not None and fits(value):
                return node.dump(value, how, include, exclude)
            if node.exact is not None and type(value) is node.exact:
                return node.dump(value, how, include, exclude)
        return super().dump(value, how, include, exclude)

    def schema(self, defs, mode):
        return {"anyOf": [c.schema(defs, mode) for c in self.choices]}


class Tagged(Node):
    """A union whose choice a field of the input names."""

    def __init__(self, by, choices):
        self.by, self.choices = by, choices
        self.label = "tagged-union"

    def tag_of(self, value):
        if callable(self.by):
            return self.by(value)
        if isinstance(value, dict):
            return value.get(self.by)
        return getattr(value, self.by, None)

    def validate(self, value, state):
        shown = f"'{self.by}'" if isinstance(self.by, str) else f"{getattr(self.by, '__name__', self.by)}()"
        if isinstance(self.by, str) and not isinstance(value, dict) and not hasattr(value, self.by):
            raise bad("model_attributes_type", value)
        tag = self.tag_of(value)
        if tag is None:
            raise bad("union_tag_not_found", value, discriminator=shown)
        tag = tag.value if hasattr(tag, "value") and hasattr(tag, "name") else tag
        node = self.choices.get(tag)
        if node is None:
            known = ", ".join(repr(k) for k in self.choices)
            raise bad("union_tag_invalid", value, discriminator=shown, tag=str(tag), expected_tags=known)
        try:
            return node.validate(value, state)
        except Bad as error:
            below(error, tag)
            raise

    def dump(self, value, how, include=None, exclude=None):
        node = self.choices.get(self.tag_of(value))
        return node.dump(value, how, include, exclude) if node is not None else super().dump(value, how, include, exclude)

    def schema(self, defs, mode):
        return {"oneOf": [c.schema(defs, mode) for c in self.choices.values()], "discriminator": {"propertyName": self.by}}


class TypedDictNode(Node):
    """A `TypedDict`: a dictionary with named keys."""

    exact = dict

    def __init__(self, cls, fields, extra):
        self.cls, self.fields, self.extra, self.label = cls, fields, extra, cls.__name__

    def validate(self, value, state):
        if not isinstance(value, dict):
            raise bad("dict_type", value)
        out, lines = {}, []
        for name, (node, required) in self.fields.items():
            if name not in value:
                if required:
                    lines.append(Line("missing", value, None, None, (name,)))
                continue
            try:
                out[name] = node.validate(value[name], state)
            except Bad as error:
                lines.extend(below(error, name))
        for name in value:
            if name not in self.fields:
                if self.extra == "forbid":
                    lines.append(Line("extra_forbidden", value[name], None, None, (name,)))
                elif self.extra == "allow":
                    out[name] = value[name]
        if lines:
            raise Bad(lines)
        return out

    def dump(self, value, how, include=None, exclude=None):
        if not isinstance(value, dict):
            return super().dump(value, how, include, exclude)
        out = {}
        for name, one in value.items():
            wanted, inner_in, inner_out = picked(include, exclude, name)
            if wanted and (name in self.fields or self.extra == "allow"):
                node = self.fields[name][0] if name in self.fields else Node()
                out[name] = node.dump(one, how, inner_in, inner_out)
        return out

    def schema(self, defs, mode):
        name = self.cls.__name__
        if name not in defs:
            defs[name] = {}
            properties = {}
            for key, (node, _) in self.fields.items():
                properties[key] = dict(node.schema(defs, mode), title=key.replace("_", " ").title())
            out = {"properties": properties, "title": name, "type": "object"}
            required = [key for key, (_, needed) in self.fields.items() if needed]
            if required:
                out["required"] = required
            defs[name] = out
        return {"$ref": f"#/$defs/{name}"}
