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
    from collections.abc import Iterator
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

    shown = name or _without_password(url)
    try:
        for piece in read(url, sample=sample):
            for found in judge(piece, shown):
                yield found if isinstance(found, NotRead) else marked(found)
    except UnreadableError as error:
        yield NotRead(shown, str(error))


def _without_password(url: str) -> str:
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
        inspector = sa.inspect(engine)
        names = [*inspector.get_table_names(), *inspector.get_view_names()]
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        raise UnreadableError(f"the database does not open ({str(error).splitlines()[0][:120]})") from error
    try:
        for table in names:
            yield from _table(engine, inspector, table, sample=sample)
    finally:
        engine.dispose()


def _table(engine: sa.Engine, inspector: Any, table: str, *, sample: bool) -> Iterator[Piece]:
    try:
        told = inspector.get_table_comment(table).get("text") or ""
    except (NotImplementedError, sa.exc.SQLAlchemyError):
        told = ""
    try:
        found = inspector.get_columns(table)
        samples = _values(engine, table, found) if sample else {}
    except sa.exc.SQLAlchemyError as error:
        yield NotReadPiece(Place(table), f"not read ({str(error).splitlines()[0][:120]})")
        return
    others = " ".join(column["name"] for column in found)
    for column in found:
        name = column["name"]
        comment = column.get("comment") or ""
        options = tuple(map(str, getattr(column["type"], "enums", ())))
        point = Point(
            (name,), (comment,) if comment else (), options, samples.get(name, ()), f"{table} {others} {told}"
        )
        yield PointPiece(Place(f"{table}.{name}"), point, Verb.STORES)


def _values(engine: sa.Engine, table: str, columns: list[Any]) -> dict[str, tuple[str, ...]]:
    texts = [c["name"] for c in columns if isinstance(c["type"], sa.String | sa.types.NullType)]
    wanted: Any = sa.select(*(sa.column(n) for n in texts)).select_from(sa.table(table)).limit(_SAMPLES)
    if not texts:
        return {}
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
    return {
        n: tuple(dict.fromkeys(str(r[i])[:200] for r in rows if r[i] is not None))
        for i, n in enumerate(texts)
    }
