"""Turns the tokens of a template into functions: an expression is `f(context)`, a statement `f(context, out)`."""

from jinja2.exceptions import TemplateAssertionError, TemplateRuntimeError, TemplateSyntaxError
from jinja2.lexer import pieces
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, missing
from markupsafe import Markup, escape

_COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "notin": lambda a, b: a not in b,
}
_MATH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


class Parser:
    def __init__(self, env, source, name=None):
        self.env, self.name = env, name
        self.items = pieces(source, env)
        self.at = 0
        self.tokens, self.pos, self.line = [], 0, 1
        self.blocks = {}
        self.parent = None
        self.used = set()

    # --- tokens of one tag ---

    def fail(self, message, kind=TemplateSyntaxError):
        raise kind(message, self.line, self.name)

    def peek(self, ahead=0):
        i = self.pos + ahead
        return self.tokens[i] if i < len(self.tokens) else ("end", None, self.line)

    def next(self):
        token = self.peek()
        self.pos += 1
        self.line = token[2]
        return token

    def is_op(self, *ops):
        kind, value, _ = self.peek()
        return kind == "op" and value in ops

    def is_name(self, *names):
        kind, value, _ = self.peek()
        return kind == "name" and value in names

    def take(self, op):
        if self.is_op(op):
            self.pos += 1
            return True
        return False

    def take_name(self, name):
        if self.is_name(name):
            self.pos += 1
            return True
        return False

    def expect(self, op):
        if not self.take(op):
            self.fail(f"expected token {op!r}, got {self.peek()[1]!r}")

    def expect_name(self):
        kind, value, _ = self.next()
        if kind != "name":
            self.fail(f"expected token 'name', got {value!r}")
        return value

    def expect_end(self):
        if self.pos < len(self.tokens):
            self.fail(f"expected token 'end of statement block', got {self.peek()[1]!r}")

    # --- the template ---

    def parse(self):
        body, _ = self.body(())
        return body

    def body(self, stops):
        """Statements up to a block tag named in `stops`; gives them as one function, and the name that stopped."""
        out = []
        while self.at < len(self.items):
            kind, value, line = self.items[self.at]
            self.at += 1
            self.line = line
            if kind == "text":
                out.append(text_node(value))
                continue
            self.tokens, self.pos = value, 0
            if kind == "variable":
                expression = self.tuple()
                self.expect_end()
                out.append(output_node(expression, self.env))
                continue
            name = self.expect_name()
            if name in stops:
                return sequence(out), name
            handler = getattr(self, "do_" + name, None)
            if handler is None:
                if name in ("trans", "pluralize", "do", "debug", "break", "continue"):
                    self.fail(f"Encountered unknown tag {name!r}.")
                self.fail(f"Encountered unknown tag {name!r}." + (f" Jinja was looking for the following tags: {stops[0]!r}." if stops else ""))
            node = handler()
            if node is not None:
                out.append(node)
        if stops:
            self.fail(f"Unexpected end of template. Jinja was looking for the following tags: {stops[0]!r}.")
        return sequence(out), None

    def do_if(self):
        branches, otherwise = [], None
        test = self.tuple()
        self.expect_end()
        while True:
            body, stop = self.body(("elif", "else", "endif"))
            if test is None:
                otherwise = body
            else:
                branches.append((test, body))
            if stop == "endif":
                self.expect_end()
                break
            test = self.tuple() if stop == "elif" else None
            self.expect_end()

        def node(context, out):
            for test, body in branches:
                if test(context):
                    body(context, out)
                    return
            if otherwise is not None:
                otherwise(context, out)

        return node

    def target(self, namespaces=False):
        """What is assigned to: gives `assign(context, value)`."""
        parts, comma = [], False
        if self.take("("):
            inner = self.target()
            self.expect(")")
            return inner
        while True:
            if self.is_op("("):
                parts.append(self.target())
            else:
                name = self.expect_name()
                if namespaces and self.take("."):
                    attribute = self.expect_name()
                    parts.append(namespace_target(name, attribute))
                else:
                    parts.append(name_target(name))
            if not self.take(","):
                break
            comma = True
            if self.is_name("in") or self.is_op("=", ")"):
                break
        if not comma:
            return parts[0]

        def assign(context, value):
            values = list(value)
            if len(values) != len(parts):
                raise ValueError(f"not enough values to unpack (expected {len(parts)}, got {len(values)})" if len(values) < len(parts) else f"too many values to unpack (expected {len(parts)})")
            for part, one in zip(parts, values):
                part(context, one)

        return assign

    def do_for(self):
        target = self.target()
        if not self.take_name("in"):
            self.fail("expected token 'in'")
        iterable = self.tuple(conditional=False)
        test = self.expression() if self.take_name("if") else None
        recursive = self.take_name("recursive")
        self.expect_end()
        body, stop = self.body(("else", "endfor"))
        otherwise = None
        if stop == "else":
            self.expect_end()
            otherwise, _ = self.body(("endfor",))
        self.expect_end()

        def render(context, out, items, depth):
            if test is not None:
                kept = []
                for item in items:
                    context.scopes.append({})
                    target(context, item)
                    if test(context):
                        kept.append(item)
                    context.scopes.pop()
                items = kept
            else:
                items = list(items)

            def recurse(inner, level):
                inner_out = []
                render(context, inner_out, inner, level)
                text = "".join(inner_out)
                return Markup(text) if context.autoescape else text

            loop = LoopContext(items, recurse if recursive else None, depth, context.environment.undefined)
            for loop.index0, item in enumerate(items):
                context.scopes.append({"loop": loop})
                try:
                    target(context, item)
                    body(context, out)
                finally:
                    context.scopes.pop()
            if not items and otherwise is not None:
                otherwise(context, out)

        return lambda context, out: render(context, out, iterable(context), 0)

    def do_set(self):
        target = self.target(namespaces=True)
        if self.take("="):
            value = self.tuple()
            self.expect_end()
            return lambda context, out: target(context, value(context))
        filters = self.filters_only()
        self.expect_end()
        body, _ = self.body(("endset",))
        self.expect_end()

        def node(context, out):
            inner = []
            body(context, inner)
            text = "".join(inner)
            target(context, filters(context, Markup(text) if context.autoescape else text))

        return node

    def filters_only(self):
        steps = []
        while self.take("|"):
            steps.append(self.filter_call())

        def apply(context, value):
            for step in steps:
                value = step(context, value)
            return value

        return apply

    def do_filter(self):
        steps = [self.filter_call()]
        while self.take("|"):
            steps.append(self.filter_call())
        self.expect_end()
        body, _ = self.body(("endfilter",))
        self.expect_end()

        def node(context, out):
            inner = []
            body(context, inner)
            value = "".join(inner)
            value = Markup(value) if context.autoescape else value
            for step in steps:
                value = step(context, value)
            out.append(str(value))

        return node

    def do_with(self):
        pairs = []
        while self.pos < len(self.tokens):
            if pairs:
                self.expect(",")
            target = name_target(self.expect_name())
            self.expect("=")
            pairs.append((target, self.expression()))
        body, _ = self.body(("endwith",))
        self.expect_end()

        def node(context, out):
            values = [(target, value(context)) for target, value in pairs]
            context.scopes.append({})
            try:
                for target, value in values:
                    target(context, value)
                body(context, out)
            finally:
                context.scopes.pop()

        return node

    def do_autoescape(self):
        value = self.expression()
        self.expect_end()
        body, _ = self.body(("endautoescape",))
        self.expect_end()

        def node(context, out):
            before, context.autoescape = context.autoescape, value(context)
            try:
                body(context, out)
            finally:
                context.autoescape = before

        return node

    def do_block(self):
        name = self.expect_name()
        scoped = required = False
        while self.is_name("scoped", "required"):
            word = self.next()[1]
            scoped, required = scoped or word == "scoped", required or word == "required"
        self.expect_end()
        if name in self.blocks:
            self.fail(f"block {name!r} defined twice", TemplateAssertionError)
        self.blocks[name] = None
        body, _ = self.body(("endblock",))
        if self.pos < len(self.tokens):
            self.take_name(name)
        self.expect_end()

        def render(context, out, reference=None):
            saved = context.scopes
            context.scopes = (saved if scoped else []) + [{}]
            if reference is not None:
                context.scopes[-1]["super"] = reference.super
            context.scopes[-1]["self"] = TemplateReference(context)
            try:
                if required:
                    raise TemplateRuntimeError(f"Required block {name!r} not found")
                body(context, out)
            finally:
                context.scopes = saved

        self.blocks[name] = render

        def node(context, out):
            # What lies in a child outside of its blocks is not shown, and its blocks only in their place in the parent.
            if context.layout is not None:
                return
            stack = context.blocks[name]
            stack[0](context, out, BlockReference(name, context, stack, 0))

        return node

    def do_extends(self):
        parent = self.expression()
        self.expect_end()
        if self.parent is not None:
            self.fail("extended multiple times")
        self.parent = parent

        def node(context, out):
            context.layout = context.environment.get_template(parent(context), self.name)

        return node

    def context_words(self, default):
        if self.is_name("with", "without") and self.peek(1)[:2] == ("name", "context"):
            word = self.next()[1]
            self.pos += 1
            return word == "with"
        return default

    def do_include(self):
        template = self.expression()
        ignore = False
        if self.is_name("ignore") and self.peek(1)[:2] == ("name", "missing"):
            self.pos += 2
            ignore = True
        with_context = self.context_words(True)
        self.expect_end()

        def node(context, out):
            found = context.environment.find(template(context), self.name, ignore)
            if found is not None:
                out.append(found.run(context.get_all() if with_context else None))

        return node

    def do_import(self):
        template = self.expression()
        if not self.take_name("as"):
            self.fail("expected token 'as'")
        name = self.expect_name()
        with_context = self.context_words(False)
        self.expect_end()

        def node(context, out):
            module = context.environment.get_template(template(context), self.name).make_module(context.get_all() if with_context else None)
            context.assign(name, module)

        return node

    def do_from(self):
        template = self.expression()
        if not self.take_name("import"):
            self.fail("expected token 'import'")
        names = []
        while self.pos < len(self.tokens):
            if self.is_name("with", "without") and self.peek(1)[:2] == ("name", "context"):
                break
            name = self.expect_name()
            names.append((name, self.expect_name() if self.take_name("as") else name))
            if not self.take(","):
                break
        with_context = self.context_words(False)
        self.expect_end()

        def node(context, out):
            module = context.environment.get_template(template(context), self.name).make_module(context.get_all() if with_context else None)
            for name, alias in names:
                value = getattr(module, name, missing)
                if value is missing:
                    value = context.environment.undefined(f"the template {module.__name__!r} does not export the requested name {name!r}", name=name)
                context.assign(alias, value)

        return node

    def signature(self):
        arguments, defaults = [], []
        self.expect("(")
        while not self.take(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expect_name())
            if self.take("="):
                defaults.append(self.expression())
            elif defaults:
                self.fail("non-default argument follows default argument")
        return arguments, defaults

    def macro_body(self, end):
        outer, self.used = self.used, set()
        body, _ = self.body((end,))
        uses, self.used = self.used, outer | self.used
        return body, uses

    def do_macro(self):
        name = self.expect_name()
        arguments, defaults = self.signature()
        self.expect_end()
        body, uses = self.macro_body("endmacro")

        def node(context, out):
            context.assign(name, Macro(context, name, arguments, defaults, body, list(context.scopes), uses))

        return node

    def do_call(self):
        arguments, defaults = self.signature() if self.is_op("(") else ([], [])
        self.caller_holder = []
        call = self.expression()
        self.expect_end()
        body, uses = self.macro_body("endcall")

        def node(context, out):
            caller = Macro(context, "caller", arguments, defaults, body, list(context.scopes), uses)
            out.append(str(call(context, {"caller": caller})))

        return node

    # --- expressions ---

    def tuple(self, conditional=True):
        items = [self.expression(conditional)]
        comma = False
        while self.is_op(","):
            comma = True
            self.pos += 1
            if self.pos >= len(self.tokens) or self.is_op(")", "]", "}"):
                break
            items.append(self.expression(conditional))
        if not comma:
            return items[0]
        return lambda context: tuple(item(context) for item in items)

    def expression(self, conditional=True):
        value = self.either()
        while conditional and self.take_name("if"):
            test = self.either()
            otherwise = self.expression() if self.take_name("else") else None
            value = conditional_node(value, test, otherwise)
        return value

    def either(self):
        left = self.both()
        while self.take_name("or"):
            left = or_node(left, self.both())
        return left

    def both(self):
        left = self.negation()
        while self.take_name("and"):
            left = and_node(left, self.negation())
        return left

    def negation(self):
        if self.take_name("not"):
            value = self.negation()
            return lambda context: not value(context)
        return self.comparison()

    def comparison(self):
        left, rest = self.additive(), []
        while True:
            if self.is_op("==", "!=", "<", "<=", ">", ">="):
                rest.append((_COMPARE[self.next()[1]], self.additive()))
            elif self.take_name("in"):
                rest.append((_COMPARE["in"], self.additive()))
            elif self.is_name("not") and self.peek(1)[:2] == ("name", "in"):
                self.pos += 2
                rest.append((_COMPARE["notin"], self.additive()))
            else:
                break
        if not rest:
            return left

        def compare(context):
            a = left(context)
            result = True
            for f, operand in rest:
                b = operand(context)
                result = f(a, b)
                if not result:
                    return result
                a = b
            return result

        return compare

    def additive(self):
        left = self.concat()
        while self.is_op("+", "-"):
            left = math_node(self.next()[1], left, self.concat())
        return left

    def concat(self):
        items = [self.multiplicative()]
        while self.take("~"):
            items.append(self.multiplicative())
        if len(items) == 1:
            return items[0]

        def join(context):
            values = [item(context) for item in items]
            if context.autoescape:
                return Markup("").join(values)
            return "".join(str(v) for v in values)

        return join

    def multiplicative(self):
        left = self.unary()
        while self.is_op("*", "/", "//", "%"):
            left = math_node(self.next()[1], left, self.unary())
        return left

    def unary(self, with_filter=True):
        if self.take("-"):
            value = self.unary(False)
            node = lambda context: -value(context)  # noqa: E731
        elif self.take("+"):
            value = self.unary(False)
            node = lambda context: +value(context)  # noqa: E731
        else:
            node = self.postfix(self.primary())
            if self.take("**"):
                base, power = node, self.unary()
                node = lambda context: base(context) ** power(context)  # noqa: E731
        return self.filters(node) if with_filter else node

    def primary(self):
        kind, value, _ = self.next()
        if kind == "name":
            if value in ("true", "True"):
                return lambda context: True
            if value in ("false", "False"):
                return lambda context: False
            if value in ("none", "None"):
                return lambda context: None
            self.used.add(value)
            return lambda context: context.resolve(value)
        if kind == "string":
            while self.peek()[0] == "string":
                value += self.next()[1]
            return lambda context: value
        if kind == "number":
            return lambda context: value
        if kind == "op" and value == "(":
            if self.take(")"):
                return lambda context: ()
            inner = self.tuple()
            self.expect(")")
            return inner
        if kind == "op" and value == "[":
            items = []
            while not self.take("]"):
                if items:
                    self.expect(",")
                    if self.take("]"):
                        break
                items.append(self.expression())
            return lambda context: [item(context) for item in items]
        if kind == "op" and value == "{":
            pairs = []
            while not self.take("}"):
                if pairs:
                    self.expect(",")
                    if self.take("}"):
                        break
                key = self.expression()
                self.expect(":")
                pairs.append((key, self.expression()))
            return lambda context: {k(context): v(context) for k, v in pairs}
        if kind == "end":
            self.fail("Expected an expression, got 'end of statement block'")
        self.fail(f"unexpected {value!r}")

    def postfix(self, node):
        while True:
            if self.take("."):
                kind, name, _ = self.next()
                if kind == "name":
                    node = attribute_node(self.env, node, name)
                elif kind == "number" and isinstance(name, int):
                    node = item_node(self.env, node, lambda context, i=name: i)
                else:
                    self.fail("expected name or number")
            elif self.take("["):
                key = self.subscript()
                self.expect("]")
                node = item_node(self.env, node, key)
            elif self.is_op("("):
                node = self.call(node)
            else:
                return node

    def subscript(self):
        if self.is_op(":"):
            first = None
        else:
            first = self.tuple()
            if not self.is_op(":"):
                return first
        parts = [first]
        while self.take(":"):
            parts.append(None if self.is_op(":", "]") else self.expression())
        parts += [None] * (3 - len(parts))
        return lambda context: slice(*[p(context) if p is not None else None for p in parts])

    def arguments(self):
        self.expect("(")
        args, kwargs, star, star2 = [], [], None, None
        first = True
        while not self.take(")"):
            if not first:
                self.expect(",")
                if self.take(")"):
                    break
            first = False
            if self.take("*"):
                star = self.expression()
            elif self.take("**"):
                star2 = self.expression()
            elif self.peek()[0] == "name" and self.peek(1)[:2] == ("op", "="):
                name = self.next()[1]
                self.pos += 1
                kwargs.append((name, self.expression()))
            else:
                if kwargs:
                    self.fail("invalid syntax for function call expression")
                args.append(self.expression())

        def evaluate(context):
            values = [a(context) for a in args]
            named = {n: v(context) for n, v in kwargs}
            if star is not None:
                values.extend(star(context))
            if star2 is not None:
                named.update(star2(context))
            return values, named

        return evaluate

    def call(self, node):
        arguments = self.arguments()
        env = self.env

        def call(context, extra=None):
            f = node(context)
            args, kwargs = arguments(context)
            if extra:
                kwargs.update(extra)
            return env.call(context, f, args, kwargs)

        return call

    def filters(self, node):
        while True:
            if self.take("|"):
                node = apply_node(self.filter_call(), node)
            elif self.take_name("is"):
                node = self.test_call(node)
            elif self.is_op("(") or (self.is_op(".", "[") and node is not None):
                node = self.postfix(node)
            else:
                return node

    def filter_call(self):
        name = self.expect_name()
        while self.take("."):
            name += "." + self.expect_name()
        arguments = self.arguments() if self.is_op("(") else None
        env = self.env
        if name not in env.filters:
            self.fail(f"No filter named {name!r}.", TemplateAssertionError)

        def apply(context, value):
            args, kwargs = arguments(context) if arguments else ([], {})
            return env.call_filter_in(context, name, value, args, kwargs)

        return apply

    def test_call(self, node):
        negated = self.take_name("not")
        name = self.expect_name()
        while self.take("."):
            name += "." + self.expect_name()
        arguments = None
        if self.is_op("("):
            arguments = self.arguments()
        else:
            kind, value, _ = self.peek()
            if kind in ("name", "string", "number") and value not in ("else", "or", "and", "if", "is") or (kind == "op" and value in ("[", "{")):
                if not (kind == "name" and value in ("not", "in")):
                    operand = self.postfix(self.primary())
                    arguments = lambda context: ([operand(context)], {})  # noqa: E731
        env = self.env
        if name not in env.tests:
            self.fail(f"No test named {name!r}.", TemplateAssertionError)

        def test(context):
            args, kwargs = arguments(context) if arguments else ([], {})
            result = env.call_test_in(context, name, node(context), args, kwargs)
            return not result if negated else result

        return test


# --- nodes ---------------------------------------------------------------------------------------


def text_node(text):
    return lambda context, out: out.append(text)


def output_node(expression, env):
    def node(context, out):
        value = expression(context)
        if env.finalize is not None:
            value = env.finalize(value)
        out.append(str(escape(value)) if context.autoescape else str(value))

    return node


def sequence(nodes):
    if len(nodes) == 1:
        return nodes[0]

    def node(context, out):
        for one in nodes:
            one(context, out)

    return node


def name_target(name):
    return lambda context, value: context.assign(name, value)


def namespace_target(name, attribute):
    def assign(context, value):
        namespace = context.resolve(name)
        if type(namespace).__name__ != "Namespace":
            raise TemplateRuntimeError("cannot assign attribute on non-namespace object")
        namespace[attribute] = value

    return assign


def conditional_node(value, test, otherwise):
    def node(context):
        if test(context):
            return value(context)
        if otherwise is not None:
            return otherwise(context)
        return context.environment.undefined("the inline if-expression evaluated to false and no else section was defined.")

    return node


def or_node(left, right):
    return lambda context: left(context) or right(context)


def and_node(left, right):
    return lambda context: left(context) and right(context)


def math_node(op, left, right):
    f = _MATH[op]
    return lambda context: f(left(context), right(context))


def attribute_node(env, node, name):
    return lambda context: env.getattr(node(context), name)


def item_node(env, node, key):
    return lambda context: env.getitem(node(context), key(context))


def apply_node(step, node):
    return lambda context: step(context, node(context))
