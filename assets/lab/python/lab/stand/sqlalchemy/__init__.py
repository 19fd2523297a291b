"""`sqlalchemy` 2 over the lab's SQLite: statements, engines, and the ORM in `sqlalchemy.orm`."""

__version__ = "2.0.44"

_PARTS = {
    "sqlalchemy.engine": "create_engine make_url URL Engine Connection Result Row",
    "sqlalchemy.schema": "Column Table MetaData ForeignKey UniqueConstraint PrimaryKeyConstraint Index CheckConstraint ForeignKeyConstraint",
    "sqlalchemy._statements": "select insert update delete exists union union_all Select Insert Update Delete",
    "sqlalchemy._sql": "text func and_ or_ not_ desc asc case cast literal literal_column bindparam null true false TextClause ClauseElement",
    "sqlalchemy.types": """Integer BigInteger SmallInteger String Unicode Text UnicodeText Float Double Numeric DECIMAL Boolean DateTime TIMESTAMP Date Time LargeBinary
        JSON Uuid UUID Enum TypeDecorator INTEGER VARCHAR TEXT FLOAT BOOLEAN DATETIME DATE""",
}
_TABLE = {name: part for part, names in _PARTS.items() for name in names.split()}
__getattr__ = _lab.lazy("sqlalchemy", _TABLE)
