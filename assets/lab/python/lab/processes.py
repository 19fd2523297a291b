"""Programs and the shell: what is run is parsed as a shell would and noted; little is really done."""

core = _lab
ran = []
_programs = {}
OPERATORS = (";;", "&&", "||", "2>&1", "1>&2", ">>", "<<", "2>", "&>", ">&", ";", "&", "|", "<", ">", "(", ")", "\n")
SPECIAL = frozenset(" \t\n;&|<>()$`\\\"'*?[]#~=%{}!")


class Command:
    """One command as it was started."""

    def __init__(self, argv, shell, line, stdin=b"", cwd=None, env=None):
        self.argv, self.shell, self.line, self.stdin, self.cwd, self.env = argv, shell, line, stdin, cwd, env

    @property
    def program(self):
        return self.argv[0].rpartition("/")[2] if self.argv else ""

    def __repr__(self):
        return f"<{' '.join(self.argv)}>"


class ShellError(Exception):
    pass


def text_of(value):
    if hasattr(value, "__fspath__"):
        value = value.__fspath__()
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


# --- programs ------------------------------------------------------------------------------------


def execute(argv, stdin, shell, line, env, cwd):
    """Run one command: (code, out, err) as bytes."""
    core.pause("process")
    ran.append(Command(list(argv), shell, line, stdin, cwd, env))
    core.host.trace("process", core.shorten(" ".join(argv), 300))
    name = argv[0].rpartition("/")[2]
    handler = _programs.get(argv[0]) or _programs.get(name) or built_in(name)
    if handler is None:
        message = f"sh: 1: {argv[0]}: not found\n" if shell else ""
        return 127, b"", message.encode()
    builtin = handler is built_in(name)
    try:
        answer = handler(list(argv), stdin, env, cwd) if builtin else handler(list(argv), stdin.decode("utf-8", "replace"))
    except core.LabLacks:
        raise
    except Exception as error:
        if builtin:
            return 1, b"", f"{name}: {error}\n".encode()
        core.lacks(f"answer of the program {name} (its handler raised {type(error).__name__}: {error})")
    if answer is None:
        answer = ""
    if not isinstance(answer, tuple):
        answer = (0, answer, "")
    code, out, err = (answer + ("", ""))[:3]
    return code, to_bytes(out), to_bytes(err)


def to_bytes(value):
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value or b"")


def knows(name):
    bare = name.rpartition("/")[2]
    return name in _programs or bare in _programs or built_in(bare) is not None


def built_in(name):
    return BUILT_IN.get(name) or core.part("programs").BUILT_IN.get(name)


def absolute(path, cwd):
    return path if path.startswith("/") else (cwd or core.tree.cwd).rstrip("/") + "/" + path


def _echo(argv, stdin, env, cwd):
    words, newline = argv[1:], "\n"
    if words[:1] == ["-n"]:
        words, newline = words[1:], ""
    return " ".join(words) + newline


def _cat(argv, stdin, env, cwd):
    files = [a for a in argv[1:] if not a.startswith("-")]
    out, err, code = b"", "", 0
    for name in files:
        try:
            node = core.tree.get(absolute(name, cwd))
            if node.kind == "dir":
                raise IsADirectoryError(21, "Is a directory")
            core.part("files").record("r", core.tree.walk(absolute(name, cwd))[3])
            out += bytes(node.data)
        except OSError as e:
            err += f"{argv[0]}: {name}: {e.strerror}\n"
            code = 1
    return code, out if files else stdin, err


def _ls(argv, stdin, env, cwd):
    names = [a for a in argv[1:] if not a.startswith("-")] or ["."]
    out = []
    for name in names:
        node = core.tree.find(absolute(name, cwd))
        if node is None:
            return 2, "", f"ls: cannot access '{name}': No such file or directory\n"
        out += sorted(n for n in node.entries if n[0] != ".") if node.kind == "dir" else [name]
    return "".join(n + "\n" for n in out)


def _touch(argv, stdin, env, cwd):
    for name in argv[1:]:
        if not name.startswith("-") and core.tree.find(absolute(name, cwd)) is None:
            core.part("files").record("w", core.tree.write(absolute(name, cwd), b""))


def _rm(argv, stdin, env, cwd):
    recursive = any(a.startswith("-") and "r" in a.lower() for a in argv[1:])
    for name in argv[1:]:
        if name.startswith("-"):
            continue
        path = absolute(name, cwd)
        node = core.tree.find(path, follow=False)
        if node is None:
            return (0, "", "") if any("f" in a for a in argv[1:] if a.startswith("-")) else (1, "", f"rm: cannot remove '{name}': No such file or directory\n")
        if node.kind == "dir" and not recursive:
            return 1, "", f"rm: cannot remove '{name}': Is a directory\n"
        parent, last, _, real = core.tree.walk(path, False)
        parent.entries.pop(last, None)
        core.part("files").record("delete", real)


def _mkdir(argv, stdin, env, cwd):
    for name in argv[1:]:
        if not name.startswith("-"):
            core.tree.makedirs(absolute(name, cwd))


def _cp(argv, stdin, env, cwd):
    names = [a for a in argv[1:] if not a.startswith("-")]
    if len(names) < 2:
        return 1, "", f"{argv[0]}: missing file operand\n"
    node = core.tree.get(absolute(names[0], cwd))
    target = absolute(names[-1], cwd)
    there = core.tree.find(target)
    if there is not None and there.kind == "dir":
        target += "/" + names[0].rpartition("/")[2]
    core.part("files").record("w", core.tree.write(target, bytes(node.data)))
    if argv[0].rpartition("/")[2] == "mv":
        core.tree.unlink(absolute(names[0], cwd))


def _env(argv, stdin, env, cwd):
    if len(argv) > 1:
        rest = [a for a in argv[1:] if "=" not in a.split("/")[0]]
        if rest:
            return execute(rest, stdin, True, " ".join(rest), env, cwd)
    return "".join(f"{k}={v}\n" for k, v in (env or {}).items())


def _sh(argv, stdin, env, cwd):
    if "-c" in argv:
        at = argv.index("-c")
        shell = Shell(env, cwd, argv[at + 2 :])
        shell.pipefail = "pipefail" in argv[1:at]
        return shell.run(argv[at + 1], stdin)
    if len(argv) > 1:
        return Shell(env, cwd, argv[1:]).run(core.part("files").facade.read(absolute(argv[1], cwd)), stdin)
    return Shell(env, cwd, argv).run(stdin.decode("utf-8", "replace"), b"")


def _xargs(argv, stdin, env, cwd):
    command = [a for a in argv[1:] if not a.startswith("-")] or ["echo"]
    return execute(command + stdin.decode("utf-8", "replace").split(), b"", True, " ".join(command), env, cwd)


def _lines(first):
    def f(argv, stdin, env, cwd):
        n, files = 10, []
        words = argv[1:]
        while words:
            word = words.pop(0)
            if word == "-n" and words:
                n = int(words.pop(0))
            elif word[:1] == "-" and word[1:].isdigit():
                n = int(word[1:])
            else:
                files.append(word)
        code, data, err = _cat(["head", *files], stdin, env, cwd)
        lines = data.decode("utf-8", "replace").splitlines(True)
        return code, "".join(lines[:n] if first else lines[-n:]), err

    return f


def _sleep(argv, stdin, env, cwd):
    core.advance(float(argv[1]) if len(argv) > 1 else 0)


BUILT_IN = {
    "echo": _echo, "cat": _cat, "ls": _ls, "touch": _touch, "rm": _rm, "mkdir": _mkdir, "cp": _cp, "mv": _cp,
    "env": _env, "printenv": _env, "sh": _sh, "bash": _sh, "dash": _sh, "xargs": _xargs, "sleep": _sleep,
    "head": _lines(True), "tail": _lines(False), "true": lambda *a: "", ":": lambda *a: "", "false": lambda *a: (1, "", ""),
    "whoami": lambda *a: "app\n",
    "hostname": lambda *a: "lab\n", "pwd": lambda argv, stdin, env, cwd: (cwd or core.tree.cwd) + "\n",
    "uname": lambda *a: "Linux\n",
    "wc": lambda argv, stdin, env, cwd: f"{stdin.count(10)}\n" if "-l" in argv else f"{stdin.count(10)} {len(stdin.split())} {len(stdin)}\n",
    "tee": lambda argv, stdin, env, cwd: [core.part("files").facade.write(absolute(n, cwd), stdin) for n in argv[1:]] and stdin or stdin,
    "chmod": lambda *a: "",
}  # fmt: skip


# --- the shell -----------------------------------------------------------------------------------


class Shell:
    """A POSIX shell of the size that attacks and small scripts need."""

    def __init__(self, env=None, cwd=None, arguments=()):
        self.env = dict(core.load("os").environ if env is None else env)
        self.cwd, self.arguments, self.status = cwd, list(arguments), 0
        self.pipefail = False

    def run(self, line, stdin=b""):
        """(code, out, err) of a script."""
        self.out, self.err = [], []
        try:
            tokens = self.tokens(line)
        except ShellError as e:
            return 2, b"", f"sh: 1: Syntax error: {e}\n".encode()
        try:
            self.list(tokens, stdin, line)
        except ShellError as e:
            self.err.append(f"sh: 1: Syntax error: {e}\n".encode())
            self.status = 2
        return self.status, b"".join(self.out), b"".join(self.err)

    # Words are lists of (kind, text): "plain" may be split and globbed, "quoted" may not, "code" is a command to run,
    # "variable" a name to look up; the last two with whether they stand in double quotes.

    def tokens(self, line):
        out, word, i, n = [], None, 0, len(line)

        def end():
            nonlocal word
            if word is not None:
                out.append(("word", word))
                word = None

        while i < n:
            c = line[i]
            if c in " \t":
                end()
                i += 1
            elif c == "#" and word is None:
                while i < n and line[i] != "\n":
                    i += 1
            elif c == "\\":
                if i + 1 < n and line[i + 1] != "\n":
                    word = (word or []) + [("quoted", line[i + 1])]
                i += 2
            elif c == "'":
                stop = line.find("'", i + 1)
                if stop < 0:
                    raise ShellError("Unterminated quoted string")
                word = (word or []) + [("quoted", line[i + 1 : stop])]
                i = stop + 1
            elif c == '"':
                i, parts = self.double(line, i + 1)
                word = (word or []) + (parts or [("quoted", "")])
            elif c in "$`":
                i, part = self.dollar(line, i, False)
                word = (word or []) + [part]
            else:
                for op in OPERATORS:
                    if line.startswith(op, i):
                        break
                else:
                    op = None
                if op is not None and op[0] in "12" and word is not None:
                    op = None
                if op is None:
                    word = (word or []) + [("plain", c)]
                    i += 1
                    continue
                if op in (">", ">>", "<") and word is not None and all(k == "plain" for k, _ in word) and "".join(t for _, t in word) in ("1", "2", "0"):
                    op = "".join(t for _, t in word) + op if "".join(t for _, t in word) == "2" else op
                    word = None
                end()
                out.append(("op", op))
                i += len(op.lstrip("2")) if op.startswith("2") and not line.startswith(op, i) else len(op)
        end()
        return out

    def double(self, line, i):
        parts, n = [], len(line)
        while True:
            if i >= n:
                raise ShellError("Unterminated quoted string")
            c = line[i]
            if c == '"':
                return i + 1, parts
            if c == "\\" and i + 1 < n and line[i + 1] in '$`"\\\n':
                parts.append(("quoted", "" if line[i + 1] == "\n" else line[i + 1]))
                i += 2
            elif c in "$`":
                i, part = self.dollar(line, i, True)
                parts.append(part)
            else:
                parts.append(("quoted", c))
                i += 1

    def dollar(self, line, i, quoted):
        n = len(line)
        if line[i] == "`":
            stop = i + 1
            while stop < n and line[stop] != "`":
                stop += 2 if line[stop] == "\\" else 1
            if stop >= n:
                raise ShellError("EOF in backquote substitution")
            return stop + 1, ("code", (line[i + 1 : stop].replace("\\`", "`"), quoted))
        if line.startswith("$((", i):
            core.lacks("arithmetic in the shell")
        if line.startswith("$(", i):
            depth, stop = 1, i + 2
            while stop < n and depth:
                if line[stop] == "'":
                    close = line.find("'", stop + 1)
                    stop = close if close > 0 else n
                elif line[stop] == "(":
                    depth += 1
                elif line[stop] == ")":
                    depth -= 1
                stop += 1
            if depth:
                raise ShellError('end of file unexpected (expecting ")")')
            return stop, ("code", (line[i + 2 : stop - 1], quoted))
        if line.startswith("${", i):
            stop = line.find("}", i)
            if stop < 0:
                raise ShellError("Missing '}'")
            return stop + 1, ("variable", (line[i + 2 : stop], quoted))
        stop = i + 1
        if stop < n and line[stop] in "?$!#@*0123456789":
            stop += 1
        else:
            while stop < n and (line[stop].isalnum() or line[stop] == "_"):
                stop += 1
        if stop == i + 1:
            return stop, ("quoted", "$")
        return stop, ("variable", (line[i + 1 : stop], quoted))

    def variable(self, name):
        name, dash, default = name.partition(":-") if ":-" in name else (name, "", "")
        if name == "IFS":
            return self.env.get("IFS", " \t\n")
        if name == "?":
            return str(self.status)
        if name == "$":
            return "4243"
        if name in ("@", "*"):
            return " ".join(self.arguments[1:] if self.arguments else [])
        if name.isdigit():
            i = int(name)
            return self.arguments[i] if i < len(self.arguments) else ""
        return self.env.get(name) or default

    def expand(self, word):
        """The words that one word of the script becomes."""
        fields, current, can_glob, started = [], "", False, False
        pieces = []
        for kind, text in word:
            if kind == "plain":
                pieces.append((text, text in "*?[", False))
            elif kind == "quoted":
                pieces.append((text, False, True))
            else:
                inner, quoted = text
                if kind == "variable":
                    value = self.variable(inner)
                else:
                    sub = Shell(self.env, self.cwd, self.arguments)
                    code, out, err = sub.run(inner)
                    self.err.append(err)
                    value = out.decode("utf-8", "replace").rstrip("\n")
                if quoted:
                    pieces.append((value, False, True))
                else:
                    parts = value.split()
                    if value[:1].isspace():
                        pieces.append(None)
                    for j, part in enumerate(parts):
                        if j:
                            pieces.append(None)
                        pieces.append((part, any(c in part for c in "*?["), False))
                    if value[-1:].isspace():
                        pieces.append(None)
        for piece in pieces:
            if piece is None:
                if started:
                    fields.append((current, can_glob))
                current, can_glob, started = "", False, False
                continue
            text, globs, quoted = piece
            current += text
            can_glob = can_glob or globs
            started = started or quoted or bool(text)
        if started:
            fields.append((current, can_glob))
        out = []
        for text, globs in fields:
            if text == "~" or text.startswith("~/"):
                text = self.env.get("HOME", "/") + text[1:]
            if globs:
                pattern = absolute(text, self.cwd)
                found = sorted(core.load("glob").glob(pattern))
                if found:
                    base = absolute("", self.cwd)
                    out.extend(f[len(base) :] if not text.startswith("/") and f.startswith(base) else f for f in found)
                    continue
            out.append(text)
        return out

    def list(self, tokens, stdin, line):
        """Pipelines, joined by `;`, `&`, a new line, `&&` and `||`."""
        at, skip, glue = 0, False, None
        while at < len(tokens):
            pipeline, depth = [], 0
            while at < len(tokens):
                kind, op = tokens[at]
                if kind == "op":
                    if op == "(":
                        depth += 1
                    elif op == ")":
                        depth -= 1
                        if depth < 0:
                            raise ShellError('")" unexpected')
                    elif not depth and op in (";", "&", "\n", "&&", "||", ";;"):
                        break
                pipeline.append(tokens[at])
                at += 1
            op = tokens[at][1] if at < len(tokens) else ";"
            at += 1
            if not pipeline and op != "\n" and at <= len(tokens):
                raise ShellError(f'"{op}" unexpected')
            run_it = glue is None or (glue == "&&" and self.status == 0) or (glue == "||" and self.status != 0)
            if pipeline and run_it and not skip:
                self.pipeline(pipeline, stdin, line)
            if pipeline:
                glue = op if op in ("&&", "||") else None

    def pipeline(self, tokens, stdin, line):
        stages, stage, depth = [], [], 0
        for token in tokens:
            depth += token == ("op", "(")
            depth -= token == ("op", ")")
            if token == ("op", "|") and not depth:
                stages.append(stage)
                stage = []
            else:
                stage.append(token)
        stages.append(stage)
        if any(not s for s in stages):
            raise ShellError('"|" unexpected')
        data, failed = stdin, 0
        for stage in stages:
            self.status, data, err = self.command(stage, data, line)
            failed = self.status or failed
            self.err.append(err)
        if self.pipefail:
            self.status = failed
        self.out.append(data)

    def command(self, tokens, stdin, line):
        if tokens[0] == ("op", "("):
            inner = tokens[1 : tokens.index(("op", ")"))] if ("op", ")") in tokens else tokens[1:]
            sub = Shell(self.env, self.cwd, self.arguments)
            sub.pipefail = self.pipefail
            sub.out, sub.err = [], []
            sub.list(inner, stdin, line)
            return sub.status, b"".join(sub.out), b"".join(sub.err)
        argv, assigned, target, err_target, i, negate = [], {}, None, None, 0, False
        joined = swapped = False
        while i < len(tokens):
            kind, value = tokens[i]
            if value in ("2>&1", "1>&2"):
                joined, swapped = joined or value == "2>&1", swapped or value == "1>&2"
                i += 1
                continue
            if kind == "op":
                if i + 1 < len(tokens) and tokens[i + 1][0] == "word":
                    name = " ".join(self.expand(tokens[i + 1][1]))
                elif value in (">&", "2>") and i + 1 < len(tokens):
                    name = ""
                else:
                    raise ShellError("redirection unexpected" if value in (">", ">>", "<") else f'"{value}" unexpected')
                i += 1
                if value in (">", ">>", "&>"):
                    target = (name, value == ">>")
                    joined = joined or value == "&>"
                elif value == "2>":
                    if tokens[i] == ("op", "&"):
                        err_target, i, joined = None, i + 1, True
                    else:
                        err_target = (name, False)
                elif value == "<":
                    code, stdin, err = _cat(["sh", name], b"", self.env, self.cwd)
                    if code:
                        return 2, b"", f"sh: 1: cannot open {name}: No such file\n".encode()
                elif value == "<<":
                    core.lacks("here documents in the shell")
                elif value == ">&":
                    swapped = name == "2"
                    if name not in ("1", "2"):
                        target, joined = (name, False), True
                else:
                    raise ShellError(f'"{value}" unexpected')
                i += 1
                continue
            plain = "".join(t for k, t in value if k == "plain")
            name, equals, _ = plain.partition("=")
            if not argv and equals and value[0][0] == "plain" and name.isidentifier() and all(k == "plain" for k, _ in value[: len(name) + 1]):
                assigned[name] = " ".join(self.expand(value[len(name) + 1 :])) if len(value) > len(name) + 1 else ""
            else:
                argv.extend(self.expand(value))
            i += 1
        if argv[:1] == ["!"]:
            negate, argv = True, argv[1:]
        if not argv:
            self.env.update(assigned)
            status, out, err = 0, b"", b""
        elif argv[0] in ("if", "for", "while", "case", "function", "{"):
            core.lacks(f"`{argv[0]}` in the shell")
        elif argv[0] == "cd":
            path = absolute(argv[1] if len(argv) > 1 else self.env.get("HOME", "/"), self.cwd)
            node = core.tree.find(path)
            if node is None or node.kind != "dir":
                status, out, err = 2, b"", f"sh: 1: cd: can't cd to {argv[1]}\n".encode()
            else:
                self.cwd = core.tree.walk(path)[3]
                status, out, err = 0, b"", b""
        elif argv[0] in ("export", "unset", "set"):
            if argv[0] == "set" and "pipefail" in argv:
                self.pipefail = not argv[1].startswith("+")
            for word in argv[1:]:
                name, equals, value = word.partition("=")
                if argv[0] == "unset":
                    self.env.pop(name, None)
                elif equals:
                    self.env[name] = value
            status, out, err = 0, b"", b""
        elif argv[0] == "exit":
            status, out, err = int(argv[1]) if len(argv) > 1 and argv[1].isdigit() else self.status, b"", b""
        elif argv[0] in ("eval", "exec", "command"):
            status, out, err = Shell(self.env, self.cwd, self.arguments).run(" ".join(argv[1:]), stdin)
        else:
            env = dict(self.env, **assigned)
            status, out, err = execute(argv, stdin, True, line, env, self.cwd)
        if negate:
            status = int(status == 0)
        if swapped:
            out, err = b"", out + err
        elif joined:
            out, err = out + err, b""
        for place, data in ((target, out), (err_target, err)):
            if place is None:
                continue
            path = absolute(place[0], self.cwd)
            before = b""
            node = core.tree.find(path)
            if place[1] and node is not None and node.kind == "file":
                before = bytes(node.data)
            try:
                core.part("files").record("a" if place[1] else "w", core.tree.write(path, before + data))
            except OSError as e:
                return 2, b"", f"sh: 1: cannot create {place[0]}: {e.strerror}\n".encode()
        if target is not None:
            out = b""
        if err_target is not None:
            err = b""
        return status, out, err


def shell(line, stdin=b"", env=None, cwd=None):
    line = text_of(line)
    core.host.trace("shell", core.shorten(line, 300))
    return Shell(env, cwd, ["sh"]).run(line, stdin)


def system(command):
    code, out, err = shell(command)
    core.console(1).write(out.decode("utf-8", "replace"))
    core.console(2).write(err.decode("utf-8", "replace"))
    return (code & 0xFF) << 8


class Facade:
    """`lab.processes`: the commands that were run, and the programs there are."""

    ran = ran

    def program(self, name, handler):
        """Say what a program prints: a text, or `handler(argv, stdin)` giving a text or `(code, out, err)`."""
        _programs[name] = handler if callable(handler) else lambda argv, stdin: handler

    def was_run(self, name):
        """Whether a program of that name was started."""
        return any(c.program == name for c in ran)

    def clear(self):
        del ran[:]


facade = Facade()
