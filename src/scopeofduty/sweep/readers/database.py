"""Live databases through SQLAlchemy: names and comments only, read-only, unless samples are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlalchemy as sa

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.hit import Hit, NotRead, marked
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SAMPLES = 200


SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3", ".gpkg"})
"""Ends of names of SQLite files."""


def read_file(path: Path, name: str) -> Iterator[Hit | NotRead]:
    """Yield the hits of an SQLite file, opened read-only."""
    return sweep_url(f"sqlite:///file:{quote(str(path))}?mode=ro&uri=true", name=name)


def sweep_url(url: str, *, sample: bool = False, name: str = "") -> Iterator[Hit | NotRead]:
    """Yield the hits of a live database; what does not open is reported as not read, without its password."""
    from scopeofduty.sweep.examine import judge

    shown = name or without_password(url)
    try:
        for piece in read(url, sample=sample):
            for found in judge(piece, shown):
                yield found if isinstance(found, NotRead) else marked(found)
    except UnreadableError as error:
        yield NotRead(shown, str(error))


def without_password(url: str) -> str:
    """Return a database's URL as hits name it: with stars for its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url.rsplit("@", maxsplit=1)[-1]


def read(url: str, *, sample: bool = False) -> Iterator[Piece]:
    """Yield every column of every table and view of the database at ``url``.

    Args:
        url: An SQLAlchemy URL (``sqlite:///file.db``, ``postgresql+psycopg://...``).
        sample: Also read up to 200 values of each text column.

    Raises:
        UnreadableError: The database does not open, or is locked.
    """
    try:
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", _only_read(engine.dialect.name))
        inspector = sa.inspect(engine)
        names = [(schema, table) for schema in _schemas(inspector) for table in _tables(inspector, schema)]
    except ImportError as error:
        driver = f"its driver is not installed ({error}); pip install it, for example pymysql or pyodbc"
        raise UnreadableError(f"the database does not open: {driver}") from error
    except (sa.exc.SQLAlchemyError, ValueError) as error:
        raise UnreadableError(f"the database does not open ({str(error).splitlines()[0][:120]})") from error
    try:
        for schema, table in names:
            yield from _table(engine, inspector, table, schema, sample=sample)
    finally:
        engine.dispose()


_SYSTEM = frozenset({
    "information_schema", "pg_catalog", "mysql", "performance_schema", "sys", "guest", "INFORMATION_SCHEMA",
})  # fmt: skip
_READ_ONLY = {
    "sqlite": "PRAGMA query_only = 1",
    "postgresql": "SET default_transaction_read_only = on",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
}


def _only_read(dialect: str) -> Callable[[Any, Any], None]:
    """Make each new connection refuse to write, where the database can."""

    def prepare(connection: Any, _record: Any) -> None:
        if dialect in _READ_ONLY:
            cursor = connection.cursor()
            cursor.execute(_READ_ONLY[dialect])
            cursor.close()
            connection.commit()

    return prepare


def _schemas(inspector: Any) -> list[str | None]:
    """Return the schemas that people made; None is the default one, whose tables go by their bare names."""
    default = inspector.default_schema_name
    others = (name for name in inspector.get_schema_names() if name not in _SYSTEM and name != default)
    return [None, *(name for name in others if not name.startswith(("pg_", "db_")))]


def _tables(inspector: Any, schema: str | None) -> list[str]:
    return [*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)]


def _table(
    engine: sa.Engine, inspector: Any, table: str, schema: str | None, *, sample: bool
) -> Iterator[Piece]:
    shown = f"{schema}.{table}" if schema else table
    try:
        told = inspector.get_table_comment(table, schema=schema).get("text") or ""
    except (NotImplementedError, sa.exc.SQLAlchemyError):
        told = ""
    try:
        found = inspector.get_columns(table, schema=schema)
        samples = _values(engine, sa.table(table, schema=schema), found) if sample else {}
    except sa.exc.SQLAlchemyError as error:
        yield NotReadPiece(Place(shown), f"not read ({str(error).splitlines()[0][:120]})")
        return
    others = " ".join(column["name"] for column in found)
    for column in found:
        name = column["name"]
        comment = column.get("comment") or ""
        options = tuple(map(str, getattr(column["type"], "enums", ())))
        point = Point(
            (name,), (comment,) if comment else (), options, samples.get(name, ()), f"{table} {others} {told}"
        )
        yield PointPiece(Place(f"{shown}.{name}"), point, Verb.STORES)


def _values(engine: sa.Engine, table: sa.TableClause, columns: list[Any]) -> dict[str, tuple[str, ...]]:
    texts = [c["name"] for c in columns if isinstance(c["type"], sa.String | sa.types.NullType)]
    wanted: Any = sa.select(*(sa.column(n) for n in texts)).select_from(table).limit(_SAMPLES)
    if not texts:
        return {}
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
    return {
        n: tuple(dict.fromkeys(str(r[i])[:200] for r in rows if r[i] is not None))
        for i, n in enumerate(texts)
    }
