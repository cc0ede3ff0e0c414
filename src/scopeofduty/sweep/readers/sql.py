"""SQL DDL in any dialect: tables, columns, enums, checks and comments."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.prefilter import may_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
_DDL = re.compile(r"\s*(?:CREATE|ALTER|COMMENT|EXEC)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"(?:'(?:[^']|'')*'|--[^\n]*\n|/\*.*?\*/|\$\$.*?\$\$|[^;])+;?", re.DOTALL)
_DIALECTS = ("postgres", "tsql", "mysql", "sqlite", "oracle")
_LEADING = re.compile(r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)+", re.DOTALL)


def read(source: Source) -> Iterator[Piece]:
    """Yield a point for each column and each enumerated type, and one for each line of other statements."""
    first = 1
    for match in _STATEMENT.finditer(source.text()):
        statement = match.group()
        blank = _LEADING.match(statement)
        start = blank.end() if blank else 0
        tree = _parse(statement) if _DDL.match(statement, start) else None
        points = list(_points(tree, first + statement.count("\n", 0, start))) if tree is not None else []
        yield from points or _lines(statement, first)
        first += statement.count("\n")


def _parse(statement: str) -> Any:
    for dialect in _DIALECTS:
        try:
            tree = sqlglot.parse_one(statement, read=dialect)
        except (SqlglotError, RecursionError, ValueError):
            continue
        if not isinstance(tree, exp.Command):
            return tree
    return None


def _points(tree: Any, line: int) -> Iterator[Piece]:
    table = tree.find(exp.Table)
    name = table.name if table is not None else ""
    if isinstance(tree, exp.Comment):
        column = tree.this.sql()
        yield PointPiece(Place(column, line=line), Point((column,), (tree.expression.name,)), Verb.STORES)
        return
    told = _comments(tree.args.get("this"), tree)
    definitions = list(tree.find_all(exp.ColumnDef))
    others = " ".join(d.name for d in definitions)
    for column_def in definitions:
        options = tuple(literal.name for literal in column_def.find_all(exp.Literal) if literal.is_string)
        comments = _comments(column_def, *column_def.find_all(exp.Expression))
        comments += tuple(
            c.name for c in column_def.find_all(exp.Literal) if c.find_ancestor(exp.CommentColumnConstraint)
        )
        context = " ".join((name, others, *told))
        point = Point((column_def.name,), comments, options, (), context)
        yield PointPiece(
            Place(f"{name}.{column_def.name}", line=line + _line_of(column_def)), point, Verb.STORES
        )
    if isinstance(tree, exp.Create) and tree.kind == "TYPE":
        options = tuple(literal.name for literal in tree.find_all(exp.Literal) if literal.is_string)
        yield PointPiece(Place(name, line=line), Point((name,), (), options), Verb.STORES)


def _line_of(node: Any) -> int:
    meta = node.this.meta if isinstance(node.this, exp.Expression) else {}
    return max(0, int(meta.get("line", 1)) - 1)


def _comments(*nodes: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.strip() for node in nodes if node is not None for c in node.comments or ()))


def _lines(statement: str, first: int) -> Iterator[Piece]:
    """Read what no dialect parses line by line, so that a broken statement is still looked at."""
    for number, line in enumerate(statement.splitlines(), first):
        if line.strip() and may_matter(line):
            yield PointPiece(
                Place(line.strip()[:60], line=number), fragment.code(line), Verb.STORES, code=True
            )
