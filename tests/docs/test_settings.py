from __future__ import annotations

import ast
import re

PAGE = "docs/reference/settings.md"


def read_by(path):
    """Yield each environment variable that a module reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            names = [node.slice]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "os.environ.get",
            "os.getenv",
            "os.environ.setdefault",
        }:
            names = node.args[:1]
        elif isinstance(node, ast.Compare) and any(
            ast.unparse(one) == "os.environ" for one in node.comparators
        ):
            names = [node.left]
        yield from (name.value for name in names if isinstance(name, ast.Constant))


def variables(root):
    modules = [path for path in (root / "src").rglob("*.py") if "tests" not in path.parts]
    return {name for path in modules for name in read_by(path)}


def test_every_variable_that_the_code_reads_is_documented(root, table_of):
    assert sorted(variables(root) - set(table_of(PAGE, "Environment variables"))) == []


def test_no_variable_is_documented_that_nothing_reads(root, table_of):
    assert sorted(set(table_of(PAGE, "Environment variables")) - variables(root)) == []


def test_the_make_targets_are_documented(root, page):
    targets = re.findall(r"^([a-z-]+):.*##", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [target for target in targets if f"`make {target}`" not in page(PAGE)] == []
