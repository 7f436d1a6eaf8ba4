"""``doctrine-check init``: start in a new repository."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import UsageError, default_documents, find_root, read_document
from doctrine_check.cli.hotpaths import guess_hot_paths

if TYPE_CHECKING:
    from doctrine_check.cli.options import Options, Parser

DOCTRINE = "docs/doctrine/performance.md"
CONTRACT = "docs/specs/performance_contract.md"
CONFIG = "doctrine-check.toml"
HOOKS = ".pre-commit-config.yaml"
HOOK_ID = "doctrine-check"


def configure(parser: Parser) -> None:
    """The options of ``init``."""
    parser.add_argument("--root", metavar="DIR", help="root of the repository")


def run(options: Options) -> int:
    """Write what is missing; nothing that is there is touched."""
    root = os.path.abspath(options.root) if options.root else find_root(os.getcwd())
    if not os.path.isdir(root):
        raise UsageError(f"no such folder: {options.root}")
    doctrine, contract = _existing(root)
    if doctrine is None and contract is None:
        _write(root, DOCTRINE, _starter("doctrine.md"))
        _write(root, CONTRACT, _starter("contract.md"))
        doctrine, contract = DOCTRINE, CONTRACT
    else:
        for path in filter(None, (doctrine, contract)):
            sys.stdout.write(f"found    {path}\n")
        if doctrine is None or contract is None:
            missing = "doctrine" if doctrine is None else "spec contract"
            sys.stdout.write(f"missing  the {missing}; write it from the other one\n")
    _write(root, CONFIG, config_text(root, doctrine, contract))
    _hook(root)
    sys.stdout.write("next: review the hot-path map, then `doctrine-check lint` and commit\n")
    return 0


def _existing(root: str) -> tuple[str | None, str | None]:
    """The performance documents that the repository has already."""
    from doctrine_check.doctrine.examine import examine
    from doctrine_check.doctrine.model import Role

    found: dict[Role, str] = {}
    for path in default_documents(root):
        data = read_document(root, path)
        facts = examine(path, data, lambda _: True).facts if data is not None else None
        if facts is not None and facts.role in (Role.DOCTRINE, Role.CONTRACT):
            found.setdefault(facts.role, path)
    return found.get(Role.DOCTRINE), found.get(Role.CONTRACT)


def _starter(name: str) -> str:
    from importlib.resources import files

    return (files("doctrine_check") / "starter" / name).read_text(encoding="utf-8")


def _write(root: str, path: str, text: str) -> None:
    full = os.path.join(root, path)
    if os.path.lexists(full):
        sys.stdout.write(f"kept     {path}\n")
        return
    try:
        os.makedirs(os.path.dirname(full) or root, exist_ok=True)
        with open(full, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    sys.stdout.write(f"wrote    {path}\n")


def config_text(root: str, doctrine: str | None, contract: str | None) -> str:
    """The config file, with a hot-path map guessed from the tree."""
    lines = ["# Configuration of doctrine-check; see `doctrine-check explain` for rules and ids."]
    if doctrine is not None:
        lines.append(f"doctrine = {quoted(doctrine)}")
    if contract is not None:
        lines.append(f"contract = {quoted(contract)}")
    lines += ['mode = "all-five"', ""]
    lines += [
        "# The hot-path map: which files are performance-relevant, and whose they are.",
        "# Guessed from the tree. Review each row: delete what is not hot, name tracks, principles",
        "# and levers where you know them.",
    ]
    for hot_path in guess_hot_paths(root):
        lines += [
            "",
            "[[hot_paths]]",
            f"glob = {quoted(hot_path.glob)}",
            f"subsystem = {quoted(hot_path.subsystem)}",
            f"kind = {quoted(hot_path.kind)}",
        ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """``text`` as a TOML basic string."""
    import json

    # JSON escapes are TOML escapes, except DEL, which JSON leaves alone and TOML forbids.
    return json.dumps(text).replace("\x7f", "\\u007f")


_HOOK = """\
  - repo: local
    hooks:
      - id: doctrine-check
        name: performance doctrine
        entry: doctrine-check lint
        language: system
        pass_filenames: false
        require_serial: true
        files: '\\.md$|^(doctrine-check|pyproject)\\.toml$|^\\.doctrine-check-ratchet\\.json$'
"""


def _hook(root: str) -> None:
    path = os.path.join(root, HOOKS)
    if not os.path.lexists(path):
        _write(root, HOOKS, f"repos:\n{_HOOK}")
        return
    with open(path, encoding="utf-8") as file:
        text = file.read(1024 * 1024)
    if has_hook(text):
        sys.stdout.write(f"kept     {HOOKS}\n")
        return
    extended = text.rstrip("\n") + "\n" + _HOOK
    if _repos(extended) == _repos(text) + 1 and has_hook(extended):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(extended)
        sys.stdout.write(f"extended {HOOKS}\n")
        return
    sys.stdout.write(f"kept     {HOOKS}; add to its repos:\n{_HOOK}")


def has_hook(text: str) -> bool:
    """Whether a pre-commit config runs our hook."""
    return any(
        isinstance(hook, dict) and hook.get("id") == HOOK_ID
        for repo in _repo_list(text)
        if isinstance(repo, dict) and isinstance(repo.get("hooks"), list)
        for hook in repo["hooks"]
    )


def _repos(text: str) -> int:
    return len(_repo_list(text))


def _repo_list(text: str) -> list[object]:
    import yaml

    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        return []
    repos = data.get("repos") if isinstance(data, dict) else None
    return repos if isinstance(repos, list) else []
