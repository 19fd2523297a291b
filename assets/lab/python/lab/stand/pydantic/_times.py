"""Dates, times, identifiers, paths and addresses."""

from pydantic._errors import bad
from pydantic._nodes import Node

_datetime = _lab.load("datetime")
UTC = _datetime.timezone.utc
WATERSHED = 20_000_000_000  # numbers above are milliseconds


def offset(text):
    """What a time-zone suffix means, or an error's text."""
    if text in ("Z", "z"):
        return UTC
    digits = text[1:].replace(":", "")
    if text[0] not in "+-" or len(digits) != 4 or not digits.isdigit():
        return "invalid timezone sign"
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes >= 1440:
        return "timezone offset must be less than 24 hours"
    return _datetime.timezone(_datetime.timedelta(minutes=minutes if text[0] == "+" else -minutes)) if minutes else UTC


def digits_at(text, start, count, what):
    part = text[start : start + count]
    if len(part) < count:
        raise ValueError("input is too short")
    if not (part.isascii() and part.isdigit()):
        raise ValueError(f"invalid character in {what}")
    return int(part)


def read_date(text):
    year, month = digits_at(text, 0, 4, "year"), None
    if text[4:5] != "-":
        raise ValueError("input is too short" if len(text) < 5 else "invalid date separator, expected `-`")
    month = digits_at(text, 5, 2, "month")
    if text[7:8] != "-":
        raise ValueError("input is too short" if len(text) < 8 else "invalid date separator, expected `-`")
    day = digits_at(text, 8, 2, "day")
    if not 1 <= month <= 12:
        raise ValueError("month value is outside expected range of 1-12")
    try:
        return _datetime.date(year, month, day)
    except ValueError:
        raise ValueError("day value is outside expected range" if year else "year 0 is out of range") from None


def read_time(text):
    """A time with its zone; the text is all that follows the date."""
    hour = digits_at(text, 0, 2, "hour")
    if text[2:3] != ":":
        raise ValueError("input is too short" if len(text) < 3 else "invalid time separator, expected `:`")
    minute = digits_at(text, 3, 2, "minute")
    second = micro = 0
    at = 5
    if text[at : at + 1] == ":":
        second = digits_at(text, 6, 2, "second")
        at = 8
        if text[at : at + 1] in (".", ",") and text[at : at + 1]:
            end = at + 1
            while text[end : end + 1].isdigit():
                end += 1
            if end == at + 1:
                raise ValueError("second fraction is missing")
            micro = int(text[at + 1 : end][:6].ljust(6, "0"))
            at = end
    zone = None
    if at < len(text):
        zone = offset(text[at:])
        if isinstance(zone, str):
            raise ValueError(zone if text[at] in "+-" else "unexpected extra characters at the end of the input")
    if hour > 23:
        raise ValueError("hour value is outside expected range of 0-23")
    if minute > 59:
        raise ValueError("minute value is outside expected range of 0-59")
    if second > 59:
        raise ValueError("second value is outside expected range of 0-59")
    return _datetime.time(hour, minute, second, micro, zone)


def read_datetime(text):
    day = read_date(text)
    if text[10:11] not in ("T", "t", " ", "_") or not text[10:11]:
        raise ValueError("input is too short" if len(text) < 11 else "invalid datetime separator, expected `T`, `t`, `_` or space")
    return _datetime.datetime.combine(day, read_time(text[11:]))


def date_fault(text):
    """What is wrong with a text that is no date and time, read as a date."""
    try:
        read_date(text)
    except ValueError as error:
        return str(error)
    return "unexpected extra characters at the end of the input"


def of_number(number):
    if abs(number) > WATERSHED:
        number /= 1000
    return _datetime.datetime(1970, 1, 1, tzinfo=UTC) + _datetime.timedelta(seconds=number)


def number_in(value):
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    text = value.strip() if isinstance(value, str) else ""
    try:
        return float(text) if text and text.lstrip("+-").replace(".", "", 1).isdigit() else None
    except ValueError:
        return None


class DateTime(Node):
    label, when, zone = "datetime", None, None

    def validate(self, value, state):
        out = self.read(value, state)
        if self.when is not None:
            now = _datetime.datetime.now(out.tzinfo)
            if (out >= now) if self.when == "past" else (out <= now):
                raise bad(f"datetime_{self.when}", value)
        if self.zone is not None and (out.tzinfo is None) == (self.zone == "aware"):
            raise bad(f"timezone_{self.zone}", value)
        return out

    def read(self, value, state):
        if isinstance(value, _datetime.datetime):
            return value
        if self.is_strict(state) and state.mode == "python":
            raise bad("datetime_type", value)
        if isinstance(value, _datetime.date):
            return _datetime.datetime(value.year, value.month, value.day)
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise bad("datetime_type", value)
        number = number_in(value)
        try:
            if number is not None:
                return of_number(number)
            text = value.strip()
            if len(text) == 10 and text.count("-") == 2:
                day = read_date(text)
                return _datetime.datetime(day.year, day.month, day.day)
            return read_datetime(text)
        except (ValueError, OverflowError) as error:
            if not isinstance(value, str) or number is not None:
                raise bad("datetime_parsing", value, error=str(error)) from None
            raise bad("datetime_from_date_parsing", value, error=date_fault(value.strip())) from None

    def dump(self, value, how, include=None, exclude=None):
        return iso(value) if how.mode == "json" and hasattr(value, "isoformat") else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "date-time"}


def iso(value):
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class Date(Node):
    label, when = "date", None

    def validate(self, value, state):
        out = self.read(value, state)
        if self.when is not None:
            today = _datetime.date.today()
            if (out >= today) if self.when == "past" else (out <= today):
                raise bad(f"date_{self.when}", value)
        return out

    def read(self, value, state):
        if isinstance(value, _datetime.date) and not isinstance(value, _datetime.datetime):
            return value
        if self.is_strict(state) and state.mode == "python":
            raise bad("date_type", value)
        given = value
        if isinstance(value, (str, bytes)):
            text = value if isinstance(value, str) else value.decode("utf-8", "replace")
            try:
                if len(text) == 10 and number_in(text) is None:
                    return read_date(text)
            except ValueError:
                pass
        if isinstance(value, bool) or not isinstance(value, (str, bytes, int, float, _datetime.datetime)):
            raise bad("date_type", value)
        try:
            if not isinstance(value, _datetime.datetime):
                number = number_in(value)
                value = of_number(number).replace(tzinfo=None) if number is not None else read_datetime(value.strip())
        except (ValueError, OverflowError) as error:
            raise bad("date_from_datetime_parsing", given, error=str(error)) from None
        if value.time() != _datetime.time(0):
            raise bad("date_from_datetime_inexact", given)
        return value.date()

    def dump(self, value, how, include=None, exclude=None):
        return value.isoformat() if how.mode == "json" and hasattr(value, "isoformat") else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "date"}


class Time(Node):
    label = "time"

    def validate(self, value, state):
        if isinstance(value, _datetime.time):
            return value
        if (self.is_strict(state) and state.mode == "python") or isinstance(value, bool):
            raise bad("time_type", value)
        if isinstance(value, (int, float)):
            if not 0 <= value < 86400:
                raise bad("time_parsing", value, error="numeric times may not exceed 86,399 seconds")
            return (_datetime.datetime(2000, 1, 1) + _datetime.timedelta(seconds=value)).time()
        if not isinstance(value, str):
            raise bad("time_type", value)
        try:
            return read_time(value)
        except ValueError as error:
            raise bad("time_parsing", value, error=str(error)) from None

    def dump(self, value, how, include=None, exclude=None):
        return iso(value) if how.mode == "json" and hasattr(value, "isoformat") else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "time"}


class Delta(Node):
    label = "timedelta"

    def validate(self, value, state):
        if isinstance(value, _datetime.timedelta):
            return value
        if (self.is_strict(state) and state.mode == "python") or isinstance(value, bool):
            raise bad("time_delta_type", value)
        number = number_in(value)
        if number is not None:
            return _datetime.timedelta(seconds=number)
        if not isinstance(value, str):
            raise bad("time_delta_type", value)
        re = _lab.load("re")
        found = re.fullmatch(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", value)
        if found and any(found.groups()[1:]):
            weeks, days, hours, minutes, seconds = (float(g or 0) for g in found.groups()[1:])
            out = _datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
            return -out if found.group(1) == "-" else out
        found = re.fullmatch(r"([+-]?)(?:(\d+) ?d(?:ays?)?,? ?)?(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?", value)
        if found:
            days, hours, minutes, seconds = (float(g or 0) for g in found.groups()[1:])
            out = _datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
            return -out if found.group(1) == "-" else out
        raise bad("time_delta_parsing", value, error="input is too short" if not value else "invalid digit in duration")

    def dump(self, value, how, include=None, exclude=None):
        return iso_delta(value) if how.mode == "json" and hasattr(value, "total_seconds") else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "duration"}


def iso_delta(value):
    sign, value = ("-", -value) if value.days < 0 else ("", value)
    out = f"{value.days}D" if value.days else ""
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or value.microseconds:
        clock += f"{seconds}" + (f".{value.microseconds:06d}".rstrip("0") if value.microseconds else "") + "S"
    return f"{sign}P{out}" + (f"T{clock}" if clock else "" if out else "T0S")


class Uuid(Node):
    label, version = "uuid", None

    def validate(self, value, state):
        module = _lab.load("uuid")
        out = value
        if not isinstance(value, module.UUID):
            if self.is_strict(state) and state.mode == "python":
                raise bad("is_instance_of", value, **{"class": "UUID"})
            if isinstance(value, (bytes, bytearray)):
                try:
                    value = bytes(value).decode("ascii")
                except UnicodeDecodeError:
                    out = module.UUID(bytes=bytes(value)) if len(value) == 16 else None
            if not isinstance(value, str) and not isinstance(out, module.UUID):
                raise bad("uuid_type", value)
            if isinstance(value, str):
                fault = uuid_fault(value)
                if fault:
                    raise bad("uuid_parsing", value, error=fault)
                out = module.UUID(value)
        if self.version is not None and out.version != self.version:
            raise bad("uuid_version", value, expected_version=self.version)
        return out

    def dump(self, value, how, include=None, exclude=None):
        return str(value) if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "uuid" if self.version is None else f"uuid{self.version}"}


def uuid_fault(text):
    """What is wrong with the text of a UUID, or None."""
    bare = text
    if bare[:9].lower() == "urn:uuid:":
        bare = bare[9:]
    elif bare[:1] == "{" and bare[-1:] == "}":
        bare = bare[1:-1]
    hexadecimal = "0123456789abcdefABCDEF"
    if len(bare) == 32 and all(c in hexadecimal for c in bare):
        return None
    for i, c in enumerate(bare):
        if c not in hexadecimal and c != "-":
            return f"invalid character: found `{c}` at {i + len(text) - len(bare)}"
    groups = bare.split("-")
    if len(groups) == 1:
        return f"invalid length: found {len(bare)}"
    if len(groups) != 5:
        return f"invalid group count: expected 5, found {len(groups)}"
    for i, (group, size) in enumerate(zip(groups, (8, 4, 4, 4, 12))):
        if len(group) != size:
            return f"invalid group length in group {i}: expected {size}, found {len(group)}"
    return None


class Path(Node):
    label, must = "path", None

    def validate(self, value, state):
        pathlib = _lab.load("pathlib")
        if not isinstance(value, pathlib.PurePath):
            if not isinstance(value, str) or (self.is_strict(state) and state.mode == "python"):
                raise bad("path_type", value)
            value = pathlib.Path(value)
        if self.must == "file" and not value.is_file():
            raise bad("path_not_file", value)
        if self.must == "directory" and not value.is_dir():
            raise bad("path_not_directory", value)
        return value

    def dump(self, value, how, include=None, exclude=None):
        return str(value) if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "path"}


class Address(Node):
    """An IP address, network or interface."""

    def __init__(self, make, kind, form):
        self.make, self.kind, self.form, self.label = make, kind, form, form

    def validate(self, value, state):
        try:
            return getattr(_lab.load("ipaddress"), self.make)(value)
        except (ValueError, TypeError):
            raise bad(self.kind, value) from None

    def dump(self, value, how, include=None, exclude=None):
        return str(value) if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": self.form}


class Pattern(Node):
    label = "pattern"

    def validate(self, value, state):
        re = _lab.load("re")
        try:
            return re.compile(value)
        except (re.error, TypeError):
            raise bad("pattern_type", value) from None

    def dump(self, value, how, include=None, exclude=None):
        return value.pattern if how.mode == "json" else value

    def schema(self, defs, mode):
        return {"type": "string", "format": "regex"}
