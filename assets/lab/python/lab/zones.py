"""The time zones of the lab, by their rules of today: a machine without files has no table of them."""

core = _lab

_RULES = {
    "UTC0": "UTC Etc/UTC Etc/UCT UCT Zulu Etc/Zulu Universal Greenwich Etc/Greenwich",
    "GMT0": "GMT Etc/GMT Africa/Abidjan Africa/Accra Atlantic/Reykjavik Iceland",
    "GMT0BST,M3.5.0/1,M10.5.0": "Europe/London Europe/Belfast GB",
    "IST-1GMT0,M10.5.0,M3.5.0/1": "Europe/Dublin",
    "WET0WEST,M3.5.0/1,M10.5.0": "Europe/Lisbon WET Atlantic/Canary",
    "CET-1CEST,M3.5.0,M10.5.0/3": "CET Europe/Amsterdam Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels "
    "Europe/Budapest Europe/Copenhagen Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo "
    "Europe/Paris Europe/Prague Europe/Rome Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Vaduz Europe/Vienna "
    "Europe/Warsaw Europe/Zagreb Europe/Zurich",
    "EET-2EEST,M3.5.0/3,M10.5.0/4": "EET Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Riga "
    "Europe/Sofia Europe/Tallinn Europe/Vilnius",
    "MSK-3": "Europe/Moscow Europe/Minsk",
    "<+03>-3": "Europe/Istanbul Asia/Istanbul Asia/Riyadh Asia/Baghdad Asia/Kuwait Asia/Qatar",
    "EST5EDT,M3.2.0,M11.1.0": "America/New_York America/Toronto America/Detroit America/Montreal US/Eastern EST5EDT",
    "CST6CDT,M3.2.0,M11.1.0": "America/Chicago America/Winnipeg US/Central CST6CDT",
    "MST7MDT,M3.2.0,M11.1.0": "America/Denver America/Edmonton US/Mountain MST7MDT",
    "PST8PDT,M3.2.0,M11.1.0": "America/Los_Angeles America/Vancouver America/Tijuana US/Pacific PST8PDT",
    "AKST9AKDT,M3.2.0,M11.1.0": "America/Anchorage US/Alaska",
    "AST4ADT,M3.2.0,M11.1.0": "America/Halifax",
    "NST3:30NDT,M3.2.0,M11.1.0": "America/St_Johns",
    "EST5": "EST America/Panama America/Jamaica",
    "CST6": "America/Mexico_City America/Costa_Rica America/Guatemala America/Regina",
    "MST7": "MST America/Phoenix US/Arizona",
    "HST10": "HST Pacific/Honolulu US/Hawaii",
    "AST4": "America/Puerto_Rico",
    "<-03>3": "America/Sao_Paulo America/Argentina/Buenos_Aires America/Buenos_Aires America/Montevideo",
    "<-04>4": "America/Caracas America/La_Paz",
    "<-05>5": "America/Bogota America/Lima",
    "<-04>4<-03>,M9.1.6/24,M4.1.6/24": "America/Santiago",
    "JST-9": "Asia/Tokyo Japan",
    "KST-9": "Asia/Seoul",
    "CST-8": "Asia/Shanghai Asia/Taipei PRC",
    "HKT-8": "Asia/Hong_Kong",
    "PST-8": "Asia/Manila",
    "<+08>-8": "Asia/Singapore Asia/Kuala_Lumpur Singapore",
    "<+07>-7": "Asia/Bangkok Asia/Ho_Chi_Minh Asia/Saigon",
    "WIB-7": "Asia/Jakarta",
    "IST-5:30": "Asia/Kolkata Asia/Calcutta",
    "<+0530>-5:30": "Asia/Colombo",
    "<+0545>-5:45": "Asia/Kathmandu",
    "<+04>-4": "Asia/Dubai Asia/Baku Asia/Tbilisi",
    "<+0330>-3:30": "Asia/Tehran",
    "PKT-5": "Asia/Karachi",
    "<+05>-5": "Asia/Tashkent Asia/Almaty",
    "<+06>-6": "Asia/Dhaka",
    "IST-2IDT,M3.4.4/26,M10.5.0": "Asia/Jerusalem Asia/Tel_Aviv Israel",
    "AEST-10AEDT,M10.1.0,M4.1.0/3": "Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Canberra",
    "AEST-10": "Australia/Brisbane",
    "ACST-9:30ACDT,M10.1.0,M4.1.0/3": "Australia/Adelaide",
    "ACST-9:30": "Australia/Darwin",
    "AWST-8": "Australia/Perth",
    "NZST-12NZDT,M9.5.0,M4.1.0/3": "Pacific/Auckland NZ",
    "<+14>-14": "Pacific/Kiritimati",
    "EET-2EEST,M4.5.5/0,M10.5.4/24": "Africa/Cairo Egypt",
    "SAST-2": "Africa/Johannesburg",
    "CAT-2": "Africa/Maputo Africa/Harare",
    "WAT-1": "Africa/Lagos Africa/Kinshasa",
    "EAT-3": "Africa/Nairobi Africa/Addis_Ababa",
    "CET-1": "Africa/Algiers Africa/Tunis",
}
RULES = {name: rule for rule, names in _RULES.items() for name in names.split()}
RULES.update((f"Etc/GMT{n:+d}", f"<{-n:+03d}>{n}") for n in range(-14, 13) if n)
AREAS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def data(key):
    """A file of a zone, in the format of the time zone database: no change of the past, and the rule for the rest."""
    rule = RULES.get(key)
    if rule is None:
        if key.startswith(AREAS) and key.partition("/")[2][:1].isupper():
            core.lacks(f"time zone {key!r}")
        raise core.load("zoneinfo").ZoneInfoNotFoundError(f"No time zone found with key {key}")
    head = b"TZif2" + bytes(15) + b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, 1, 4)) + bytes(6) + b"LMT\0"
    return core.load("io").BytesIO(head + head + b"\n" + rule.encode("ascii") + b"\n")
