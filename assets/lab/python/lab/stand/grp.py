"""`grp`: the groups of the lab's machine."""


class struct_group(tuple):
    gr_name = property(lambda s: s[0])
    gr_passwd = property(lambda s: s[1])
    gr_gid = property(lambda s: s[2])
    gr_mem = property(lambda s: s[3])


_GROUPS = [struct_group(("root", "x", 0, [])), struct_group(("www-data", "x", 33, [])), struct_group(("app", "x", 1000, []))]


def getgrnam(name):
    for group in _GROUPS:
        if group.gr_name == name:
            return group
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(gid):
    for group in _GROUPS:
        if group.gr_gid == gid:
            return group
    raise KeyError(f"getgrgid(): gid not found: {gid}")


def getgrall():
    return list(_GROUPS)
