#!/usr/bin/env python3
"""Runs checks against a challenge's files in the lab, under CPython.

    run.py FILES_FOLDER CHECK.py [--setup SETUP.py]     one check over a folder of files
    run.py CHALLENGE.toml [--code original|reference|wrong...|LABEL] [--check NAME] [-v]   a challenge file: its checks over
                                                          the original and every fix, with a verdict each

The verdicts are those of the judge: holds / fails (function), open / held / broken (exploit), not judged.
"""

import argparse
import os
import sys
import tomllib
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CLOCK = 1_767_225_600.0  # 2026-01-01 00:00 UTC


def run_check(files, setup, kind, code, clock=CLOCK):
    """One check in a forked interpreter: a dictionary of verdict, evidence, exchange, traces, console."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            data = pipe.read()
        os.waitpid(pid, 0)
        if not data:
            return {"verdict": "not judged", "evidence": "the run crashed", "exchange": [], "traces": [], "console": ""}
        return eval(data.decode("utf-8"), {})
    os.close(read)
    out = os.fdopen(write, "wb", 0)
    exit_now = os._exit
    result = in_process(files, setup, kind, code, clock)
    out.write(repr(result).encode("utf-8", "backslashreplace"))
    out.close()
    exit_now(0)


def in_process(files, setup, kind, code, clock):
    sys.path[:0] = [HERE, os.path.join(ROOT, "assets", "lab", "python")]
    import _host
    import lab

    result = {"verdict": "", "evidence": "", "exchange": _host.exchange_log, "traces": _host.traces, "console": ""}
    format_exception = traceback.format_exception
    try:
        lab.start(files, clock)
        names = lab.check_names()
        names["__name__"] = "__check__"
        exec(compile(setup, "<setup>", "exec"), names)
        exec(compile(code, "<check>", "exec"), names)
        error = None
    except BaseException as e:
        error = e
    blame = lab.blame(error) if error is not None else None
    if error is not None:
        result["trace"] = "".join(format_exception(error))
    result["console"] = "".join(text for _, text in _host.written)
    if _host.lacking:
        result["verdict"], result["evidence"] = "not judged", _host.lacking[0]
    elif blame in ("lacks", "import"):
        result["verdict"], result["evidence"] = "not judged", lab.describe(error)
    elif kind == "function":
        result["verdict"] = "fails" if error is not None else "holds"
        result["evidence"] = lab.describe(error) if error is not None else ""
    elif error is not None:
        result["verdict"], result["evidence"] = "broken", lab.describe(error)
    elif not _host.stated:
        result["verdict"], result["evidence"] = "broken", "the check never said whether it succeeded"
    else:
        yes, result["evidence"] = _host.stated[-1]
        result["verdict"] = "open" if yes else "held"
    return result


def show(result, verbose):
    for who, did, got in result["exchange"]:
        print(f"      {who + ': ' if who else ''}{did}" + (f" -> {got}" if got else ""))
    if result["evidence"]:
        print(f"      = {result['evidence']}")
    if verbose or result["verdict"] in ("broken",):
        if result["console"]:
            print("      console: " + result["console"].replace("\n", "\n      | "))
        if result.get("trace"):
            print("      " + result["trace"].replace("\n", "\n      "))
    if verbose:
        for kind, what in result["traces"]:
            print(f"      ~ {kind}: {what}")


def challenge(path, code, only, verbose):
    with open(path, "rb") as f:
        data = tomllib.load(f)
    original = {f["path"]: f["code"] for f in data.get("file", [])}
    setup = data.get("lab", {}).get("setup", "")
    versions = [("original", original, None)]
    for i, fix in enumerate(data.get("fix", [])):
        files = dict(original)
        files.update(fix.get("code", {}))
        for edit in fix.get("edit", []):
            suggested = [f["path"] for f in data["file"] if f.get("role") != "context"]
            path = edit.get("file", suggested[0])
            files[path] = files[path].replace(edit["find"], edit["with"], 1)
        versions.append((f"{fix['kind']} {i + 1}", files, fix))
    clean = not any(s.get("kind") == "weakness" for s in data.get("site", []))
    good = True
    for label, files, fix in versions:
        if code and code not in label:
            continue
        print(f"  {label}" + (f": {fix['note']}" if fix and "note" in fix else ""))
        opened = 0
        for check in data.get("check", []):
            if only and only not in check["name"]:
                continue
            result = run_check(files, setup, check["kind"], check["code"])
            opened += result["verdict"] == "open"
            print(f"    {result['verdict']:10} {check['kind']:8} {check['name']}")
            show(result, verbose)
            want = expected(label, check, clean)
            if want and result["verdict"] not in want:
                print(f"    !! expected {' or '.join(want)}")
                good = False
        if not only and label.startswith(("wrong", "mutant")) and not opened:
            print("    !! expected an exploit check to succeed")
            good = False
    return good


def expected(label, check, clean):
    if check["kind"] == "function":
        return ("holds",)
    if label == "original":
        return ("held",) if clean else ("open",)
    if label.startswith("reference"):
        return ("held",)
    return ("held", "open")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what")
    parser.add_argument("check", nargs="?")
    parser.add_argument("--setup")
    parser.add_argument("--kind", default="exploit", choices=["exploit", "function"])
    parser.add_argument("--code")
    parser.add_argument("--check", dest="only")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    if args.what.endswith(".toml"):
        good = challenge(args.what, args.code, args.only, args.verbose)
        print("  sound" if good else "  NOT sound")
        sys.exit(0 if good else 1)
    files = {}
    for folder, _, names in os.walk(args.what):
        for name in names:
            full = os.path.join(folder, name)
            with open(full, encoding="utf-8") as f:
                files[os.path.relpath(full, args.what)] = f.read()
    with open(args.check, encoding="utf-8") as f:
        code = f.read()
    setup = ""
    if args.setup:
        with open(args.setup, encoding="utf-8") as f:
            setup = f.read()
    result = run_check(files, setup, args.kind, code)
    print(result["verdict"])
    show(result, args.verbose)


if __name__ == "__main__":
    main()
