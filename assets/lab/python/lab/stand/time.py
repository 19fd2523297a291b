"""`time` on the lab's clock. The calendar functions are computed here, in UTC: the lab has no time zone."""

import sys

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")
CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID = 0, 1, 2
_clock = _lab.clock
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class struct_time(tuple):
    n_sequence_fields = 9
    n_fields = 11
    n_unnamed_fields = 0
    tm_year = property(lambda s: s[0])
    tm_mon = property(lambda s: s[1])
    tm_mday = property(lambda s: s[2])
    tm_hour = property(lambda s: s[3])
    tm_min = property(lambda s: s[4])
    tm_sec = property(lambda s: s[5])
    tm_wday = property(lambda s: s[6])
    tm_yday = property(lambda s: s[7])
    tm_isdst = property(lambda s: s[8])
    tm_zone = "UTC"
    tm_gmtoff = 0

    def __new__(cls, sequence):
        values = tuple(sequence)
        if not 9 <= len(values) <= 11:
            raise TypeError("time.struct_time() takes an at least 9-sequence")
        return tuple.__new__(cls, values[:9])

    def __repr__(self):
        names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
        return "time.struct_time(" + ", ".join(f"{n}={v}" for n, v in zip(names, self)) + ")"


def time():
    return _clock[0]


def time_ns():
    return int(_clock[0] * 1_000_000_000)


def monotonic():
    return _clock[1] + 1000.0


def monotonic_ns():
    return int(monotonic() * 1_000_000_000)


perf_counter, perf_counter_ns = monotonic, monotonic_ns
process_time, process_time_ns = monotonic, monotonic_ns
thread_time, thread_time_ns = monotonic, monotonic_ns


def clock_gettime(which):
    return time() if which == CLOCK_REALTIME else monotonic()


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _lab.pause("sleep")
    _lab.advance(float(seconds))


def _from_days(days):
    """Year, month, day of a number of days since 1970-01-01."""
    days += 719468
    era = days // 146097
    doe = days - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (1 if month <= 2 else 0), month, doy - (153 * mp + 2) // 5 + 1


def _to_days(year, month, day):
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    year -= month <= 2
    era = year // 400
    yoe = year - era * 400
    doy = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468


def gmtime(seconds=None):
    seconds = int((time() if seconds is None else seconds) // 1)
    days, rest = divmod(seconds, 86400)
    year, month, day = _from_days(days)
    yday = days - _to_days(year, 1, 1) + 1
    return struct_time((year, month, day, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, yday, 0))


localtime = gmtime


def mktime(t):
    return float(_to_days(t[0], t[1], t[2]) * 86400 + t[3] * 3600 + t[4] * 60 + t[5])


def asctime(t=None):
    t = gmtime() if t is None else t
    return f"{_DAYS[t[6]]} {_MONTHS[t[1] - 1]} {t[2]:2d} {t[3]:02d}:{t[4]:02d}:{t[5]:02d} {t[0]}"


def ctime(seconds=None):
    return asctime(gmtime(seconds))


_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_LONG_MONTHS += ("November", "December")
_FORMATS = {
    "Y": lambda t: str(t[0]),
    "m": lambda t: f"{t[1]:02d}",
    "d": lambda t: f"{t[2]:02d}",
    "H": lambda t: f"{t[3]:02d}",
    "M": lambda t: f"{t[4]:02d}",
    "S": lambda t: f"{t[5]:02d}",
    "e": lambda t: f"{t[2]:2d}",
    "y": lambda t: f"{t[0] % 100:02d}",
    "j": lambda t: f"{t[7]:03d}",
    "I": lambda t: f"{(t[3] + 11) % 12 + 1:02d}",
    "p": lambda t: "AM" if t[3] < 12 else "PM",
    "a": lambda t: _DAYS[t[6]],
    "A": lambda t: _LONG_DAYS[t[6]],
    "b": lambda t: _MONTHS[t[1] - 1],
    "h": lambda t: _MONTHS[t[1] - 1],
    "B": lambda t: _LONG_MONTHS[t[1] - 1],
    "w": lambda t: str((t[6] + 1) % 7),
    "u": lambda t: str(t[6] + 1),
    "z": lambda t: "+0000",
    "Z": lambda t: "UTC",
    "s": lambda t: str(int(mktime(t))),
    "n": lambda t: "\n",
    "t": lambda t: "\t",
    "%": lambda t: "%",
    "U": lambda t: f"{(t[7] + 6 - (t[6] + 1) % 7) // 7:02d}",
    "W": lambda t: f"{(t[7] + 6 - t[6]) // 7:02d}",
    "F": lambda t: strftime("%Y-%m-%d", t),
    "T": lambda t: strftime("%H:%M:%S", t),
    "X": lambda t: strftime("%H:%M:%S", t),
    "R": lambda t: strftime("%H:%M", t),
    "D": lambda t: strftime("%m/%d/%y", t),
    "x": lambda t: strftime("%m/%d/%y", t),
    "c": lambda t: strftime("%a %b %e %H:%M:%S %Y", t),
}


def strftime(format, t=None):
    t = gmtime() if t is None else t
    out, i = [], 0
    while i < len(format):
        c = format[i]
        if c == "%" and i + 1 < len(format):
            i += 1
            if format[i] == "-" and i + 1 < len(format):
                i += 1
                f = _FORMATS.get(format[i])
                out.append(f(t).lstrip("0") or "0" if f else "%-" + format[i])
            else:
                f = _FORMATS.get(format[i])
                out.append(f(t) if f else "%" + format[i])
        else:
            out.append(c)
        i += 1
    return "".join(out)


def strptime(string, format="%a %b %d %H:%M:%S %Y"):
    return _lab.load("_strptime")._strptime_time(string, format)


def tzset():
    pass


def get_clock_info(name):
    return type(sys.implementation)(implementation="lab", monotonic=name != "time", adjustable=name == "time", resolution=1e-9)


__getattr__ = _lab.missing("time")
