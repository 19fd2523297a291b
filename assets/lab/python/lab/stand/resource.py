"""`resource`: limits are noted; what enforces them on the code under review is the judge."""

RLIM_INFINITY = -1
(
    RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
    RLIMIT_MEMLOCK, RLIMIT_AS,
) = range(10)  # fmt: skip
RUSAGE_SELF, RUSAGE_CHILDREN = 0, -1
_limits = {}
error = OSError


def getrlimit(which):
    return _limits.get(which, (RLIM_INFINITY, RLIM_INFINITY))


def setrlimit(which, limits):
    soft, hard = limits
    _limits[which] = (soft, hard)


def prlimit(pid, which, limits=None):
    before = getrlimit(which)
    if limits is not None:
        setrlimit(which, limits)
    return before


def getpagesize():
    return 4096


__getattr__ = _lab.missing("resource")
