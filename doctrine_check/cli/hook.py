"""The pre-commit hook in ``.pre-commit-config.yaml``: whether it is there, and putting it there.

A config is extended by inserting lines, so that comments, quotes and layout stay as they are. What
comes out is loaded again; unless it is exactly the old config with our entry behind the others, the
file is left alone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli.files import UsageError
from doctrine_check.records import Record

if TYPE_CHECKING:
    import yaml

HOOKS = ".pre-commit-config.yaml"
HOOK_ID = "doctrine-check"
MAX_BYTES = 256 * 1024
MAX_DEPTH = 50
MAX_ALIASES = 20
"""More aliases than anybody writes; each may double what the config unfolds to."""

FILES = r"(?i:\.(md|markdown)$)|^(doctrine-check|pyproject)\.toml$|^\.doctrine-check-ratchet\.json$"
"""What a verdict is made of, as the published hook says it too."""
ENTRY = f"""\
- repo: local
  hooks:
    - id: doctrine-check
      name: performance doctrine
      entry: doctrine-check lint
      language: system
      # pre-commit tells no hook about deleted files, and any file may be one that a document
      # names: the hook always runs. Unchanged documents cost it some milliseconds.
      always_run: true
      pass_filenames: false
      require_serial: true
      files: '{FILES}'
      stages: [pre-commit, pre-push, manual]
"""


class Place(Record):
    """Where the entry goes: the span from ``start`` to ``end`` gives way to nothing, and lines.

    ``line`` is the offset at which the lines go: ``head`` if any, then the entry, indented.
    """

    start: int
    end: int
    line: int
    indent: int
    head: str = ""


def read_hooks(root: str) -> str | None:
    """The text of the pre-commit config, ``None`` where there is none. Raises UsageError."""
    path = os.path.join(root, HOOKS)
    if not os.path.lexists(path):
        return None
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise UsageError(f"cannot read {HOOKS}: it is no file")  # a pipe would wait for ever
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {HOOKS}: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"{HOOKS}: larger than {MAX_BYTES:,} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{HOOKS}: expected UTF-8 text") from error


def has_hook(text: str) -> bool:
    """Whether a pre-commit config runs our hook."""
    data = _load(text)
    repos = data.get("repos") if isinstance(data, dict) else None
    return any(
        isinstance(hook, dict) and hook.get("id") == HOOK_ID and _runs_on_commits(hook)
        for repo in (repos if isinstance(repos, list) else [])
        if isinstance(repo, dict) and isinstance(repo.get("hooks"), list)
        for hook in repo["hooks"]
    )


def _runs_on_commits(hook: dict[str, object]) -> bool:
    """Whether nothing in the entry switches the hook off: another program, or other stages."""
    entry = str(hook.get("entry", HOOK_ID))
    stages = hook.get("stages") or ["pre-commit"]
    on_commit = isinstance(stages, list) and not {"pre-commit", "commit"}.isdisjoint(stages)
    return HOOK_ID in entry and "||" not in entry and on_commit


def with_hook(text: str) -> str | None:
    """The config with our entry behind the others, ``None`` where it cannot be added safely."""
    import yaml

    try:
        place = _place(text, yaml.compose(text)) if _is_ordinary(text, MAX_ALIASES) else None
        extended = None if place is None else _inserted(text, place)
        return extended if extended is not None and _extends(extended, text) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _extends(extended: str, text: str) -> bool:
    """Whether a config is another one with our entry behind its repositories, and no more."""
    before, after, entry = _load(text), _load(extended), _load(ENTRY)
    before = {} if before is None else before
    if not isinstance(before, dict) or not isinstance(entry, list):
        return False
    # Their texts are compared: 1 is not True there, and not-a-number is itself.
    expected = {**before, "repos": [*(before.get("repos") or []), *entry]}
    return repr(after) == repr(expected)


def _load(text: str) -> object:
    """What YAML says, or a text where it cannot be read."""
    import yaml

    try:
        return yaml.safe_load(text) if _is_ordinary(text) else "unreadable"
    except (yaml.YAMLError, ValueError, RecursionError):
        return "unreadable"


def _is_ordinary(text: str, aliases: int = MAX_BYTES) -> bool:
    """Whether a config nests and repeats as people do; PyYAML is quadratic in the depth."""
    import yaml

    depth = 0
    for event in yaml.parse(text):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        aliases -= isinstance(event, yaml.AliasEvent)
        if depth > MAX_DEPTH or aliases < 0:
            return False
    return True


def _place(text: str, root: yaml.Node | None) -> Place | None:
    """Where the entry goes in a config that was parsed to ``root``."""
    import yaml

    if root is None or root.value == "":  # empty, or comments alone
        return _at(len(text), 2, "repos:")
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    column = root.start_mark.column
    found = [value for key, value in root.value if key.value == "repos"]
    if not found:
        return _at(_behind(text, root, column), column + 2, " " * column + "repos:")
    return _in(text, found[0], column) if len(found) == 1 else None


def _in(text: str, repos: yaml.Node, column: int) -> Place | None:
    """Where the entry goes in what the key ``repos``, which stands in ``column``, holds."""
    import yaml

    flow = isinstance(repos, yaml.SequenceNode) and repos.flow_style
    if repos.tag == "tag:yaml.org,2002:null" or (flow and not repos.value):
        # `repos:`, `repos: null`, `repos: []`: what stands there gives way
        end = repos.end_mark.index
        start = len(text[: repos.start_mark.index].rstrip(" "))
        return Place(start, end, _line_end(text, end), column + 2)
    if flow or not isinstance(repos, yaml.SequenceNode):
        return None
    return _at(_behind(text, repos, column), repos.start_mark.column)


def _at(offset: int, indent: int, head: str = "") -> Place:
    return Place(offset, offset, offset, indent, head)


def _behind(text: str, node: yaml.Node, column: int) -> int:
    """The offset of the line behind a block, comments that are indented like its parts included."""
    offset = _line_end(text, _last(node))
    while offset < len(text):
        end = _line_end(text, offset + 1)
        line = text[offset:end]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        offset = end
    return offset


def _last(node: yaml.Node) -> int:
    """The offset at which the text of a node ends; a block's own mark is that of what follows."""
    import yaml

    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return end


def _line_end(text: str, offset: int) -> int:
    """The offset behind the line break at or after ``offset``, or the end of the text."""
    if offset > 0 and text[offset - 1 : offset] == "\n":
        return offset
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def _inserted(text: str, place: Place) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    rows = [place.head] if place.head else []
    rows += [" " * place.indent + row for row in ENTRY.splitlines()]
    before = text[: place.start] + text[place.end : place.line]
    if before.strip("\ufeff") and not before.endswith("\n"):
        before += newline
    return before + "".join(row + newline for row in rows) + text[place.line :]
