"""Small programs of a Unix system that stand in scripts, beside those that `processes` has."""

core = _lab
_processes = core.part("processes")
EXPANSIONS = {"n": "\n", "t": "\t", "\\": "\\", "r": "\r", "0": "\0", '"': '"'}


def _text(argv, stdin, env, cwd, files):
    """What the files hold, or standard input where there are none; and what could not be read."""
    if not files:
        return stdin.decode("utf-8", "surrogateescape"), ""
    code, data, err = _processes.BUILT_IN["cat"]([argv[0], *files], stdin, env, cwd)
    return data.decode("utf-8", "surrogateescape"), err


def _options(words, valued):
    """Single-letter options, those of `valued` with their values, and what is left."""
    options, rest, words = {}, [], list(words)
    while words:
        word = words.pop(0)
        if word == "--":
            return options, rest + words
        if word[:1] != "-" or word == "-":
            rest.append(word)
        elif word.startswith("--"):
            name, _, value = word[2:].partition("=")
            options[name] = value
        elif word[1] in valued:
            options[word[1]] = word[2:] or (words.pop(0) if words else "")
        else:
            options.update((letter, "") for letter in word[1:])
    return options, rest


def _lines(text):
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []


def _join(lines):
    return "".join(line + "\n" for line in lines)


def test(argv, stdin, env, cwd):
    words = argv[1:]
    if argv[0].endswith("["):
        if words[-1:] != ["]"]:
            return 2, "", "sh: 1: [: missing ]\n"
        words = words[:-1]
    return int(not _holds(words, cwd)), "", ""


def _holds(words, cwd):
    for joint, holds in (("-o", any), ("-a", all)):
        if joint in words[1:-1]:
            at = words.index(joint, 1)
            return holds([_holds(words[:at], cwd), _holds(words[at + 1 :], cwd)])
    if words[:1] == ["!"]:
        return not _holds(words[1:], cwd)
    if len(words) == 3:
        left, how, right = words
        if how in ("=", "=="):
            return left == right
        if how == "!=":
            return left != right
        try:
            a, b = int(left), int(right)
        except ValueError:
            return False
        return {"-eq": a == b, "-ne": a != b, "-lt": a < b, "-le": a <= b, "-gt": a > b, "-ge": a >= b}.get(how, False)
    if len(words) == 2:
        how, what = words
        if how in ("-n", "-z"):
            return bool(what) == (how == "-n")
        node = core.tree.find(_processes.absolute(what, cwd), how not in ("-L", "-h")) if what else None
        if node is None:
            return False
        kinds = {"-f": "file", "-d": "dir", "-L": "link", "-h": "link"}
        if how == "-s":
            return bool(getattr(node, "data", b"x"))
        bits = {"-r": 0o400, "-w": 0o200, "-x": 0o100}
        return bool(node.mode & bits[how]) if how in bits else kinds.get(how, node.kind) == node.kind
    return bool(words and words[0])


def printf(argv, stdin, env, cwd):
    if len(argv) < 2:
        return 2, "", "printf: usage: printf format [arguments]\n"
    re = core.load("re")
    plain = re.sub(r"\\(.)", lambda m: EXPANSIONS.get(m[1], m[0]), argv[1])
    words, out, slots = argv[2:], [], len(re.findall(r"%[-0-9.]*[sdbqxf]", plain))

    def fill(m):
        if m[0] == "%%":
            return "%"
        word = words.pop(0) if words else ""
        if m[1] in "dx":
            return m[0].replace("q", "s") % int(word or 0)
        return m[0].replace("b", "s").replace("q", "s") % (float(word or 0) if m[1] == "f" else word)

    while True:
        out.append(re.sub(r"%%|%[-0-9.]*([sdbqxf])", fill, plain))
        if not words or not slots:
            return "".join(out)


def cut(argv, stdin, env, cwd):
    options, files = _options(argv[1:], "dfc")
    text, err = _text(argv, stdin, env, cwd, files)
    wanted = []
    for part in (options.get("f") or options.get("c") or "1").split(","):
        first, dash, last = part.partition("-")
        wanted.append((int(first or 1) - 1, int(last) if last else (None if dash else int(first))))
    out = []
    for line in _lines(text):
        glue = options.get("d", "\t") if "f" in options else ""
        parts = line.split(glue) if glue else list(line)
        out.append(line if glue and glue not in line else glue.join(p for a, b in wanted for p in parts[a:b]))
    return int(bool(err)), _join(out), err


def sort(argv, stdin, env, cwd):
    options, files = _options(argv[1:], "tk")
    text, err = _text(argv, stdin, env, cwd, files)
    lines = sorted(_lines(text), key=(lambda s: (float(s) if s.lstrip("-").isdigit() else 0, s)) if "n" in options else None)
    if "u" in options:
        lines = list(dict.fromkeys(lines))
    return int(bool(err)), _join(lines[::-1] if "r" in options else lines), err


def uniq(argv, stdin, env, cwd):
    options, files = _options(argv[1:], "")
    text, err = _text(argv, stdin, env, cwd, files)
    groups = [(k, len(list(g))) for k, g in core.load("itertools").groupby(_lines(text))]
    return int(bool(err)), _join(f"{n:7} {k}" if "c" in options else k for k, n in groups), err


def tr(argv, stdin, env, cwd):
    options, sets = _options(argv[1:], "")
    re = core.load("re")
    sets = [re.sub(r"\\(.)", lambda m: EXPANSIONS.get(m[1], m[1]), s) for s in sets]
    sets = [re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), s) for s in sets]
    text = stdin.decode("utf-8", "surrogateescape")
    if "d" in options or len(sets) < 2:
        return "".join(c for c in text if c not in sets[0])
    return text.translate({ord(a): sets[1][min(i, len(sets[1]) - 1)] for i, a in enumerate(sets[0])})


def grep(argv, stdin, env, cwd):
    options, words = _options(argv[1:], "emABC")
    pattern = options["e"] if "e" in options else words.pop(0) if words else None
    if pattern is None:
        return 2, "", "usage: grep PATTERN [FILE]\n"
    re = core.load("re")
    if "F" in options or argv[0].endswith("fgrep"):
        pattern = re.escape(pattern)
    elif "E" not in options and "P" not in options and not argv[0].endswith("egrep"):
        # In a basic expression these stand for themselves unless a backslash is before them.
        pattern = re.sub(r"\\?[+?|(){}]", lambda m: m[0][1:] if len(m[0]) > 1 else "\\" + m[0], pattern)
    if "x" in options or "w" in options:
        pattern = f"^(?:{pattern})$" if "x" in options else rf"\b(?:{pattern})\b"
    find = re.compile(pattern, re.I if "i" in options else 0).search
    files = words
    if "r" in options or "R" in options:
        files = [p for w in words or ["."] for p, node in _walk(_processes.absolute(w, cwd)) if node.kind == "file"]
    out, hits, err = [], 0, ""
    for name in files or [None]:
        text, bad = _text(argv, stdin, env, cwd, [name] if name else [])
        err += bad
        found = [(n, line) for n, line in enumerate(_lines(text), 1) if bool(find(line)) != ("v" in options)]
        hits += len(found)
        front = f"{name}:" if name and len(files) > 1 and "h" not in options else ""
        if "l" in options:
            out += [name] if found else []
        elif "c" in options:
            out.append(f"{front}{len(found)}")
        elif "o" in options:
            out += [front + find(line)[0] for _, line in found]
        else:
            out += [front + (f"{n}:" if "n" in options else "") + line for n, line in found]
    return 0 if hits else 2 if err else 1, "" if "q" in options else _join(out), err


def _walk(path):
    node = core.tree.find(path, False)
    if node is None:
        return
    yield path, node
    if node.kind == "dir":
        for name in sorted(node.entries):
            yield from _walk(path.rstrip("/") + "/" + name)


def find(argv, stdin, env, cwd):
    words, places = argv[1:], []
    while words and words[0][:1] not in "-!(":
        places.append(words.pop(0))
    tests, action = [], None
    while words:
        word = words.pop(0)
        if word in ("-name", "-iname", "-path"):
            tests.append((word, words.pop(0)))
        elif word == "-type":
            tests.append((word, {"f": "file", "d": "dir", "l": "link"}.get(words.pop(0))))
        elif word in ("-maxdepth", "-mindepth"):
            tests.append((word, int(words.pop(0))))
        elif word == "-delete":
            action = "delete"
        elif word in ("-exec", "-execdir"):
            stop = next((i for i, w in enumerate(words) if w in (";", "+")), len(words))
            action, words = words[:stop], words[stop + 1 :]
        elif word not in ("-print", "-print0"):
            core.lacks(f"`find {word}`")
    fnmatch = core.load("fnmatch").fnmatchcase
    out, err, code = [], "", 0
    for place in places or ["."]:
        start = _processes.absolute(place, cwd).rstrip("/") or "/"
        if core.tree.find(start, False) is None:
            err, code = err + f"find: '{place}': No such file or directory\n", 1
        for path, node in list(_walk(start)):
            name, depth = path.rpartition("/")[2], path[len(start) :].count("/")
            shown = place + path[len(start) :]
            ok = True
            for what, value in tests:
                ok = ok and {
                    "-name": lambda: fnmatch(name, value), "-iname": lambda: fnmatch(name.lower(), value.lower()),
                    "-path": lambda: fnmatch(shown, value), "-type": lambda: node.kind == value,
                    "-maxdepth": lambda: depth <= value, "-mindepth": lambda: depth >= value,
                }[what]()  # fmt: skip
            if not ok:
                continue
            if action == "delete":
                _processes.BUILT_IN["rm"](["rm", "-rf", path], b"", env, cwd)
            elif action:
                command = [w.replace("{}", shown) for w in action]
                out.append(_processes.execute(command, b"", True, " ".join(command), env, cwd)[1].decode("utf-8", "replace"))
            else:
                out.append(shown + "\n")
    return code, "".join(out), err


def identity(argv, stdin, env, cwd):
    letters = "".join(a[1:] for a in argv[1:] if a.startswith("-"))
    if "u" in letters or "g" in letters:
        return "app\n" if "n" in letters else "1000\n"
    return "uid=1000(app) gid=1000(app) groups=1000(app)\n"


def date(argv, stdin, env, cwd):
    time = core.load("time")
    form = next((a[1:] for a in argv[1:] if a.startswith("+")), None)
    return (time.strftime(form) if form else time.ctime()) + "\n"


def _runs(skip):
    """A program that runs another one: `skip` tells how many words of its own come before, beside options."""

    def run(argv, stdin, env, cwd):
        words = argv[1:]
        while words and words[0].startswith("-"):
            words.pop(0)
        words = words[skip:]
        return _processes.execute(words, stdin, True, " ".join(words), env, cwd) if words else ""

    return run


def _base(argv, stdin, env, cwd):
    path = argv[1].rstrip("/") if len(argv) > 1 else ""
    if argv[0].endswith("dirname"):
        return (path.rpartition("/")[0] or ("/" if path.startswith("/") else ".")) + "\n"
    name = path.rpartition("/")[2]
    suffix = argv[2] if len(argv) > 2 else ""
    return (name[: -len(suffix)] if suffix and name.endswith(suffix) else name) + "\n"


def ln(argv, stdin, env, cwd):
    options, names = _options(argv[1:], "")
    if len(names) < 2:
        return 1, "", "ln: missing file operand\n"
    target, path = names[0], _processes.absolute(names[1], cwd)
    try:
        if "f" in options and core.tree.find(path, False) is not None:
            core.tree.unlink(path)
        if "s" in options:
            core.tree.symlink(target, path)
        else:
            core.tree.link(_processes.absolute(target, cwd), path)
    except OSError as e:
        return 1, "", f"ln: failed to create link '{names[1]}': {e.strerror}\n"
    return ""


BUILT_IN = {
    "test": test, "[": test, "printf": printf, "cut": cut, "sort": sort, "uniq": uniq, "tr": tr, "grep": grep, "egrep": grep,
    "fgrep": grep, "find": find, "id": identity, "date": date, "nohup": _runs(0), "nice": _runs(0), "timeout": _runs(1),
    "time": _runs(0), "setsid": _runs(0), "stdbuf": _runs(0), "basename": _base, "dirname": _base, "ln": ln, "sync": lambda *a: "",
}  # fmt: skip
