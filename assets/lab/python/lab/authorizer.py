"""`Connection.set_authorizer`: the interpreter's own refuses everything, so what a statement would do is asked of SQLite by EXPLAIN."""

core = _lab

SELECT, READ, FUNCTION, PRAGMA, TRANSACTION, ATTACH, DETACH, SAVEPOINT = 21, 20, 31, 19, 22, 24, 25, 32
VERBS = {"insert": 18, "replace": 18, "update": 23, "delete": 9}
MADE = {"table": 2, "index": 1, "trigger": 7, "view": 8}
DROPPED = {"table": 11, "index": 10, "trigger": 16, "view": 17}
OTHERS = {"alter": 26, "reindex": 27, "analyze": 28, "attach": ATTACH, "detach": DETACH, "savepoint": SAVEPOINT}
TRANSACTIONS = ("begin", "commit", "end", "rollback", "release")


def words_of(sql):
    """The words of a statement outside of comments, in small letters."""
    re = core.load("re")
    plain = re.sub(r"--[^\n]*|/\*.*?(\*/|$)", " ", sql, flags=re.S)
    return re.findall(r"[a-z_0-9]+|[^\sa-z_0-9]", plain.lower())


def ask(connection, run, callback, sql, parameters):
    """Ask the callback about all that a statement does; raises what SQLite would where it is refused."""
    module = core.load("sqlite3")

    def allow(action, first=None, second=None, where=None):
        try:
            answer = callback(action, first, second, where, None)
        except Exception:
            answer = module.SQLITE_DENY
        if answer == module.SQLITE_IGNORE:
            core.lacks("SQLITE_IGNORE from an authorizer")
        if answer != module.SQLITE_OK:
            text = f"access to {first}.{second} is prohibited" if action == READ and second else "not authorized"
            raise module.DatabaseError(text)

    words = words_of(sql)
    if not words:
        return
    head = words[0]
    if head in ("create", "drop"):
        kind = next((w for w in words[1:] if w in MADE), "table")
        names = [w for w in words[words.index(kind) + 1 :] if w not in ("if", "not", "exists", '"', "`")] if kind in words else []
        return allow((MADE if head == "create" else DROPPED)[kind], names[0] if names else None, None, "main")
    if head == "pragma":
        name, _, value = sql.strip()[6:].strip().rstrip(";").partition("=" if "=" in sql else "(")
        return allow(PRAGMA, name.strip(), value.strip(" )'\"") or None)
    if head in TRANSACTIONS:
        return allow(TRANSACTION, head.upper())
    if head in OTHERS:
        return allow(OTHERS[head], words[1] if len(words) > 1 else None)
    verb = next((w for w in words if w in VERBS or w == "select"), head) if head in ("with", "explain") else head
    if verb not in VERBS:
        allow(SELECT)
    for action, first, second in found(run, verb, sql, parameters):
        allow(action, first, second, None if action == FUNCTION else "main")


def found(run, verb, sql, parameters):
    """What the program of a statement opens, reads, writes and calls."""
    schema = {1: ("sqlite_master", None)}
    for root, name, table, kind in run("SELECT rootpage, name, tbl_name, type FROM sqlite_master", ()):
        if root:
            schema[root] = (table, name if kind == "index" else None)
    opened, out, columns = {}, [], {}

    def column(table, index, n):
        if (table, index) not in columns:
            if index is None:
                columns[table, index] = {row[0]: row[1] for row in run("SELECT cid, name FROM pragma_table_info(?)", (table,))}
            else:
                columns[table, index] = {row[0]: row[1] for row in run("SELECT seqno, name FROM pragma_index_xinfo(?)", (index,))}
        return columns[table, index].get(n) or "ROWID"

    read = set()
    for _, code, p1, p2, p3, p4, *_ in run("EXPLAIN " + sql, parameters):
        if code in ("OpenRead", "ReopenIdx", "OpenWrite") and p3 in (0, 1):
            opened[p1] = schema.get(p2, ("sqlite_temp_master" if p3 else "sqlite_master", None))
            table = opened[p1][0]
            if code == "OpenWrite" and verb in VERBS:
                if (VERBS[verb], table, None) not in out:
                    out.append((VERBS[verb], table, None))
            else:
                read.add(table)
        elif code == "VOpen":
            out.append((READ, "a virtual table", ""))
        elif code in ("Column", "Rowid", "IdxRowid", "SeekRowid", "NotExists") and p1 in opened:
            table, index = opened[p1]
            name = column(table, index, p2) if code == "Column" else next(iter(_rowid(run, table)), "ROWID")
            if (READ, table, name) not in out and (verb not in VERBS or code == "Column"):
                out.append((READ, table, name))
        elif code in ("Function", "PureFunc", "AggStep", "AggStep0", "AggStep1") and p4:
            out.append((FUNCTION, None, p4.partition("(")[0]))
    if verb in VERBS and not any(action == VERBS[verb] for action, _, _ in out):
        # A table that is emptied whole is not opened.
        words = [w for w in words_of(sql) if w not in ("into", "from", "or", "ignore", "replace", "abort", "only", '"', "`")]
        at = words.index(verb) if verb in words else 0
        out.append((VERBS[verb], words[at + 1] if len(words) > at + 1 else None, None))
    for table in sorted(read - {t for a, t, _ in out if a == READ}):
        out.append((READ, table, ""))
    return out


def _rowid(run, table):
    return [name for (name,) in run("SELECT name FROM pragma_table_info(?) WHERE pk = 1 AND upper(type) = 'INTEGER'", (table,))]
