"""`pwd`: the users of the lab's machine."""


class struct_passwd(tuple):
    pw_name = property(lambda s: s[0])
    pw_passwd = property(lambda s: s[1])
    pw_uid = property(lambda s: s[2])
    pw_gid = property(lambda s: s[3])
    pw_gecos = property(lambda s: s[4])
    pw_dir = property(lambda s: s[5])
    pw_shell = property(lambda s: s[6])


_USERS = [
    struct_passwd(("root", "x", 0, 0, "root", "/root", "/bin/bash")),
    struct_passwd(("www-data", "x", 33, 33, "www-data", "/var/www", "/usr/sbin/nologin")),
    struct_passwd(("app", "x", 1000, 1000, "app", "/home/app", "/bin/sh")),
]


def getpwnam(name):
    for user in _USERS:
        if user.pw_name == name:
            return user
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uid):
    for user in _USERS:
        if user.pw_uid == uid:
            return user
    raise KeyError(f"getpwuid(): uid not found: {uid}")


def getpwall():
    return list(_USERS)
