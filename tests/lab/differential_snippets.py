#!/usr/bin/env python3
"""Runs every file of `snippets` in the lab and with the real libraries, and compares what they print.

    differential_snippets.py [NAME]     a snippet is skipped, and named, where a library that it imports is not installed
"""

import ast
import difflib
import importlib.util
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FOLDER = os.path.join(HERE, "snippets")


def lab_side(path):
    """Runs a snippet as a file of a challenge."""
    with open(path, encoding="utf-8") as f:
        source = f.read()
    sys.path[:0] = [HERE, os.path.join(ROOT, "assets", "lab", "python")]
    write, leave = os.fdopen(os.dup(1), "w", encoding="utf-8"), os._exit
    import _host
    import lab

    lab.start({"snippet.py": source}, 1_767_225_600.0)
    try:
        import snippet  # noqa: F401
    except BaseException:
        import traceback

        _host.written.append((1, traceback.format_exc()))
    write.write("".join(text for fd, text in _host.written if fd == 1))
    write.flush()
    leave(0)


def lacking(path):
    """Libraries that a snippet imports and that are not there."""
    with open(path, encoding="utf-8") as f:
        tree = ast.parse(f.read())
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    return sorted(n for n in names if importlib.util.find_spec(n) is None)


def main():
    if sys.argv[1:2] == ["--lab"]:
        return lab_side(sys.argv[2])
    passed, failed = 0, 0
    for name in sorted(os.listdir(FOLDER)):
        path = os.path.join(FOLDER, name)
        if not name.endswith(".py") or (sys.argv[1:] and sys.argv[1] not in name):
            continue
        absent = lacking(path)
        if absent:
            print(f"skipped: {name}: not installed here: {', '.join(absent)}")
            continue
        sides = []
        for command in ([sys.executable, __file__, "--lab", path], [sys.executable, "-W", "ignore", path]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            sides.append((done.stdout + done.stderr).splitlines())
        wrong = list(difflib.unified_diff(*sides, "lab", "real", lineterm="", n=0))
        failed += sum(line.startswith("-") for line in wrong[2:]) or bool(wrong)
        passed += len(sides[1])
        if wrong:
            print(name, *wrong, sep="\n   ")
    if passed or failed:
        print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
