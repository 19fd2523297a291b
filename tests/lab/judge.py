"""Runs checks over a few files straight in the judge process, for work on the lab.

    python3 tests/lab/judge.py [-p PROGRAM] CASE...

A case is a text with parts that begin with a line of their own: `=== file NAME`, `=== setup`, `=== function NAME`,
`=== exploit NAME`, and before them, if it is not JavaScript, `=== language NAME`. Prints the verdict of each check with
what was sent, what came back, the trace and the console.
"""

import argparse
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def read(path):
    job = {"language": "javascript", "files": {}, "setup": "", "tasks": ["Import"], "clock": 1768478400.0,
           "seed": list(os.urandom(32)), "output": 256 << 10, "workers": 2, "cpu": 5_000_000,
           "languages": {}, "originals": {}}
    part, lines = None, []

    def end():
        text = "\n".join(lines).strip("\n") + "\n"
        kind, _, name = (part or "").partition(" ")
        if kind == "file":
            job["files"][name] = text
        elif kind == "setup":
            job["setup"] = text
        elif kind == "language":
            job["language"] = name
        elif kind in ("function", "exploit"):
            job["tasks"].append({"Check": {"name": name, "kind": kind, "code": text}})

    for line in (sys.stdin if path == "-" else open(path, encoding="utf-8")).read().split("\n"):
        if line.startswith("=== "):
            end()
            part, lines = line[4:].strip(), []
        else:
            lines.append(line)
    end()
    return job


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-p", "--program", default=os.path.join(ROOT, "target/release/riskline"))
    parser.add_argument("cases", nargs="+")
    options = parser.parse_args()
    for path in options.cases:
        job = read(path)
        names = ["import"] + [f"{t['Check']['kind']} {t['Check']['name']}" for t in job["tasks"][1:]]
        child = [options.program, "__judge", job["language"], str(256 << 20), "7"]
        ran = subprocess.run(child, input=json.dumps({"Run": job}) + "\n", text=True, capture_output=True)
        for line in ran.stdout.splitlines():
            said = json.loads(line)
            if said == "Done" or "Began" in said:
                continue
            if "Ended" not in said:
                print(json.dumps(said, ensure_ascii=False))
                continue
            index, outcome = said["Ended"]
            verdict = outcome["verdict"] or ("ok" if index == 0 and not outcome["stop"] else "NOT JUDGED")
            print(f"{names[index]}: {verdict} {outcome['evidence']} ({outcome['micros']} us)")
            if outcome["stop"]:
                print("   ", json.dumps(outcome["stop"], ensure_ascii=False))
            for line in outcome["exchange"]:
                print(f"    {line.get('who', '')}> {line['did']}\n      < {line.get('got', '')}")
            for line in outcome["trace"]:
                print(f"    [{line['kind']}] {line['what']}")
            for line in outcome["console"].splitlines():
                print(f"    | {line}")
        if ran.returncode or not ran.stdout:
            print("exit", ran.returncode, ran.stderr)


if __name__ == "__main__":
    main()
