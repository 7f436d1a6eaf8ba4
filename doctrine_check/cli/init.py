"""``doctrine-check init``: start in a new repository."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import (
    UsageError,
    default_documents,
    documents_on_disk,
    find_root,
    inside_root,
    posix,
    read_document,
)
from doctrine_check.cli.hook import ENTRY, HOOKS, has_hook, read_hooks, with_hook
from doctrine_check.cli.hotpaths import guess_hot_paths
from doctrine_check.cli.settings import load_config
from doctrine_check.cli.tracked import work_tree
from doctrine_check.cli.writing import create, replace
from doctrine_check.config import DEDICATED_FILE, TABLE, Config, ConfigError, parse_config
from doctrine_check.records import Record
from doctrine_check.report.visible import encodable, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.cli.options import Options, Parser

DOCTRINE = "docs/doctrine/performance.md"
CONTRACT = "docs/specs/performance_contract.md"


class Found(Record):
    """The documents that are, or could be, the performance doctrine and its spec contract."""

    doctrines: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()


class Hooks(Record):
    """The pre-commit config of the checkout: its text, and the root as seen from it."""

    top: str
    inside: str
    text: str | None


def configure(parser: Parser) -> None:
    """The options of ``init``."""
    parser.add_argument("--root", metavar="DIR", help="root of the repository")


def run(options: Options) -> int:
    """Write what is missing; nothing that is there is replaced. Exit 1: something is left to do.

    Everything that may be unreadable is read first, so that a refusal leaves nothing half done.
    """
    root = os.path.abspath(options.root) if options.root is not None else find_root(os.getcwd())
    if not os.path.isdir(root):
        raise UsageError(f"no such folder: {visible(root)}")
    config = load_config(root, None)
    hooks = _hooks(root)
    found = _existing(root, config)
    paired = True
    if found.doctrines or found.contracts:
        paired = _say_pair(found)
    else:
        found = _write_starters(root, config)
    done = [paired, _config(root, config, found), _hook(hooks)]
    sys.stdout.write("\n" + _next_steps(root, hooks, complete=all(done)))
    return 0 if all(done) else 1


def _existing(root: str, config: Config) -> Found:
    """The performance documents that the repository has already, as named or by content.

    Tracked documents count first; the others only where none of those is one.
    """
    found = _roles(root, default_documents(root))
    if not found.doctrines and not found.contracts:
        found = _roles(root, documents_on_disk(root))
    return Found(
        found.doctrines if config.doctrine is None else _there(root, config.doctrine),
        found.contracts if config.contract is None else _there(root, config.contract),
    )


def _there(root: str, path: str) -> tuple[str, ...]:
    return (path,) if os.path.lexists(os.path.join(root, path)) else ()


def _roles(root: str, documents: Iterable[str]) -> Found:
    from doctrine_check.doctrine.examine import examine
    from doctrine_check.doctrine.model import Role

    by_role: dict[Role, list[str]] = {Role.DOCTRINE: [], Role.CONTRACT: []}
    for path in documents:
        data = read_document(root, path)
        facts = examine(path, data, lambda _: True).facts if data is not None else None
        if facts is not None and facts.role in by_role:
            by_role[facts.role].append(path)
    return Found(tuple(by_role[Role.DOCTRINE]), tuple(by_role[Role.CONTRACT]))


def _write_starters(root: str, config: Config) -> Found:
    """The starter pair, where the config wants it, else where it usually stands."""
    doctrine, contract = config.doctrine or DOCTRINE, config.contract or CONTRACT
    for path in (doctrine, contract):
        _require_inside(root, path)
        if os.path.lexists(os.path.join(root, path)):
            raise UsageError(
                f"{path} is there and is none of a performance doctrine and its spec contract; "
                f'move it, or name other places with doctrine = "..." and contract = "..." in '
                f"{DEDICATED_FILE}"
            )
    for path, name in ((doctrine, "doctrine.md"), (contract, "contract.md")):
        text = _starter(name).replace(DOCTRINE, doctrine).replace(CONTRACT, contract)
        _write(root, path, text)
    return Found((doctrine,), (contract,))


def _require_inside(root: str, path: str) -> None:
    """Raises UsageError where a link would have us write elsewhere, out of the repository even."""
    full = os.path.join(root, path)
    if os.path.islink(full) and not os.path.exists(full):
        raise UsageError(f"cannot write {path}: it is a link that leads nowhere; remove it")
    if inside_root(root, full):
        return
    parts = path.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    link = next((name for name in above if os.path.islink(os.path.join(root, name))), path)
    raise UsageError(
        f"cannot write {path}: {link} is a link that leads out of the repository, to "
        f"{os.path.realpath(os.path.join(root, link))}; remove the link, or name places inside "
        f'with doctrine = "..." and contract = "..." in {DEDICATED_FILE}'
    )


def _starter(name: str) -> str:
    from importlib.resources import files

    return (files("doctrine_check") / "starter" / name).read_text(encoding="utf-8")


def _write(root: str, path: str, text: str) -> None:
    full = os.path.join(root, path)
    if os.path.lexists(full):
        _tell("kept", path)
        return
    try:
        os.makedirs(os.path.dirname(full) or root, exist_ok=True)
        create(full, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    _tell("wrote", path)


def _tell(what: str, text: str) -> None:
    sys.stdout.write(f"{what:<8} {visible(text)}\n")


def _say_pair(found: Found) -> bool:
    """Say which documents are there; whether both are, without a choice to make."""
    rows = (("doctrine", found.doctrines), ("contract", found.contracts))
    for key, paths in rows:
        if len(paths) == 1:
            _tell("found", f"{paths[0]}, the {key}")
        elif paths:
            _tell("unclear", f"{len(paths)} documents could be the {key}: {', '.join(paths)}")
            _tell("", f'name the one that is in the config: {key} = "..."')
        else:
            _tell("missing", f"the {key}; write it from the other document of the pair")
    return all(len(paths) == 1 for _, paths in rows)


def _config(root: str, config: Config, found: Found) -> bool:
    """Write a config, or say what could be added to the one that is there."""
    if config.source is None:
        _write(root, DEDICATED_FILE, config_text(root, found))
        return True
    own = config.source == DEDICATED_FILE
    doctrine = found.doctrines if config.doctrine is None else ()
    contract = found.contracts if config.contract is None else ()
    lines = _named_documents(Found(doctrine, contract))
    if not config.hot_paths:
        rows = _hot_path_rows(root, "hot_paths" if own else f"tool.{TABLE}.hot_paths")
        lines += rows if lines else rows[1:]
    if not lines:
        _tell("kept", config.source)
        return True
    where = "it, above its first table" if own else f"its [tool.{TABLE}]"
    _tell("kept", f"{config.source}; add to {where}:")
    sys.stdout.write("".join(f"         {visible(line)}".rstrip() + "\n" for line in lines))
    return True


def config_text(root: str, found: Found) -> str:
    """The config file, with a hot-path map guessed from the tree."""
    lines = ["# Configuration of doctrine-check; see `doctrine-check explain` for rules and ids."]
    lines += [*_named_documents(found), 'mode = "all-five"', ""]
    lines += [
        "# The hot-path map: which files are performance-relevant, and whose they are.",
        "# Guessed from the tree. Review each row: delete what is not hot, name tracks, principles",
        "# and levers where you know them.",
    ]
    rows = _hot_path_rows(root, "hot_paths")
    lines += rows or [
        "#",
        "# No sources were found to guess from. A row looks like this:",
        "#",
        "# [[hot_paths]]",
        '# glob = "src/engine/**"',
        '# subsystem = "engine"',
        '# kind = "performance-affecting"',
    ]
    return "\n".join(lines) + "\n"


def _named_documents(found: Found) -> list[str]:
    """The lines that name the pair; where there is a choice, or no way to write it, none."""
    lines = []
    for key, paths in (("doctrine", found.doctrines), ("contract", found.contracts)):
        line = f"{key} = {quoted(paths[0])}" if len(paths) == 1 else ""
        if line and _reads_back(line, key, paths[0]):
            lines.append(line)
        elif len(paths) > 1:
            lines.append(f"# Several documents could be the {key}; name one of them here.")
            lines += [f"# {key} = {quoted(path)}" for path in paths]
    return lines


def _reads_back(line: str, key: str, path: str) -> bool:
    try:
        config = parse_config(DEDICATED_FILE, line, ())
    except ConfigError:
        return False
    if config is None:
        return False
    return path == (config.doctrine if key == "doctrine" else config.contract)


def _hot_path_rows(root: str, table: str) -> list[str]:
    lines = []
    for row in guess_hot_paths(root):
        lines += ["", f"[[{table}]]", f"glob = {quoted(row.glob)}"]
        if row.subsystem.strip():
            lines.append(f"subsystem = {quoted(row.subsystem)}")
        lines.append(f"kind = {quoted(row.kind)}")
    return lines


def quoted(text: str) -> str:
    """``text`` as a TOML basic string."""
    import json

    # JSON escapes are TOML escapes, except DEL, which JSON leaves alone and TOML forbids.
    return json.dumps(encodable(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _hooks(root: str) -> Hooks:
    """The config that pre-commit reads stands in the top folder of the checkout."""
    top = work_tree(root) or root
    inside = posix(os.path.relpath(root, top))
    return Hooks(top, "" if inside == "." else inside, read_hooks(top))


def _hook(hooks: Hooks) -> bool:
    """Put the hook where pre-commit reads it, or say what to paste; whether it is there."""
    if hooks.text is not None and has_hook(hooks.text):
        _tell("kept", HOOKS)
        return True
    if hooks.inside:  # the file is not in the folder that init was asked to work in
        return _paste(f"{HOOKS} in {hooks.top}; add to its repos:", hooks.inside)
    if hooks.text is None:
        _write(hooks.top, HOOKS, with_hook("") or "")
        return True
    path = os.path.join(hooks.top, HOOKS)
    if not inside_root(hooks.top, path):
        return _paste(f"{HOOKS}, a link that leads out of the repository; add to its repos:", "")
    extended = with_hook(hooks.text)
    if extended is None:
        return _paste(f"{HOOKS}, which cannot be extended safely; add to its repos:", "")
    try:
        replace(path, extended.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot write {HOOKS}: {error.strerror}") from error
    _tell("extended", HOOKS)
    return True


def _paste(where: str, inside: str) -> bool:
    import json
    import shlex

    _tell("kept", where)
    command = "doctrine-check lint"
    entry = ENTRY
    if inside:
        named = json.dumps(f"{command} --root {shlex.quote(encodable(inside))}", ensure_ascii=False)
        entry = ENTRY.replace(f"entry: {command}", f"entry: {named}")
    sys.stdout.write("".join(f"{visible(line)}\n" for line in entry.splitlines()))
    return False


def _next_steps(root: str, hooks: Hooks, *, complete: bool) -> str:
    """What to do now, in an order that works."""
    steps = [] if complete else ["do what is said above"]
    if work_tree(root) is None:
        steps.append("git init")
    steps += [
        "review the hot-path map in the config, and the numbers in the doctrine",
        "git add --all  (lint looks at what git knows)",
        "doctrine-check lint",
    ]
    if hooks.text is None or not has_hook(hooks.text):
        steps.append("pre-commit install  (`pip install pre-commit` where there is none)")
    steps.append("git commit; from then on `doctrine-check doctor` says what is missing")
    return "next:\n" + "".join(f"  {n}. {step}\n" for n, step in enumerate(steps, 1))
