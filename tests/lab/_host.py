"""A stand-in for the host's module, to develop the lab and challenges with CPython."""

import os as _os
import sys as _sys

exchange_log = []
traces = []
stated = []
lacking = []
written = []
_seed = _os.urandom(32)
_err = _sys.__stderr__


def seed():
    return _seed


def exchange(who, did, got):
    assert isinstance(who, str) and isinstance(did, str) and isinstance(got, str), (who, did, got)
    exchange_log.append((who, did, got))


def trace(kind, what):
    traces.append((kind, what))


def state(yes, evidence):
    stated.append((yes, evidence))


def write(stream, text):
    written.append((stream, text))


def lacks(message):
    lacking.append(message)
