"""What the linters cannot say about the shape of the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "doctrine_check"
MAX_LINES = 400
VAGUE_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}
EXITS = {("os", "_exit"), ("os", "abort"), ("sys", "exit")}
WRITES = {("sys", "stderr"), ("sys", "stdout")}
BARE_CALLS = {"exit", "print", "quit"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _name_in_node(node: ast.AST) -> str | None:
    """What this node does that only the command line may do."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in BARE_CALLS:
            return name
        case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in (
            EXITS | WRITES
        ):
            return f"{module}.{name}"
        case ast.Raise(exc=ast.Name(id="SystemExit") | ast.Call(func=ast.Name(id="SystemExit"))):
            return "SystemExit"
        case ast.ImportFrom(module="sys", names=names):
            taken = {alias.name for alias in names} & {"exit", "stderr", "stdout"}
            return f"sys.{min(taken)}" if taken else None
        case _:
            return None


def prints_and_exits(source: str) -> list[str]:
    """Each place of a module that prints or ends the process, as ``LINE: NAME``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        name = _name_in_node(node)
        if name is not None:
            found.append(f"{getattr(node, 'lineno', 0)}: {name}")
    return found


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("print('x')", "print"),
        ("def f():\n    exit(1)", "exit"),
        ("import sys\nsys.exit(2)", "sys.exit"),
        ("import sys\nsys.stdout.write('x')", "sys.stdout"),
        ("import sys\nleave = sys.exit", "sys.exit"),
        ("from sys import exit as leave", "sys.exit"),
        ("import os\nos._exit(1)", "os._exit"),
        ("raise SystemExit(1)", "SystemExit"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_a_print_or_an_exit_is_seen(source: str, name: str) -> None:
    assert prints_and_exits(source) == [f"{source.count(chr(10)) + 1}: {name}"]


@pytest.mark.parametrize(
    "source", ["'print(1)'", "report.print(1)", "import sys\nsys.argv", "raise ValueError(1)"]
)
def test_what_only_looks_like_it_is_not(source: str) -> None:
    assert prints_and_exits(source) == []


def test_only_the_command_line_prints_and_exits() -> None:
    checked = [
        path
        for path in python_files("doctrine_check")
        if path != PACKAGE / "__main__.py" and PACKAGE / "cli" not in path.parents
    ]
    assert PACKAGE / "findings.py" in checked
    found = {
        path.relative_to(ROOT).as_posix(): places
        for path in checked
        if (places := prints_and_exits(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_file_has_grown_beyond_400_lines() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("doctrine_check", "scripts", "tests", "perf", "examples")
    }
    assert lines["doctrine_check/findings.py"] > 0
    assert {path: count for path, count in lines.items() if count > MAX_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = python_files("doctrine_check", "scripts", "tests", "perf")
    assert modules
    vague = [
        path.relative_to(ROOT).as_posix()
        for path in modules
        if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]
    assert vague == []


def test_every_module_starts_with_postponed_annotations() -> None:
    missing = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("doctrine_check", "scripts", "tests")
        if len(ast.parse(source := path.read_text(encoding="utf-8")).body) > 1
        and "from __future__ import annotations" not in source.splitlines()
    ]
    # A file of one statement (a docstring, a re-export) has no annotation to postpone.
    assert [path for path in missing if not path.endswith("__init__.py")] == []
