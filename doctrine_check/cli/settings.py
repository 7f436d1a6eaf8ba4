"""Reads the config file of a repository."""

from __future__ import annotations

import os

from doctrine_check.cli.files import LOOK, Look, UsageError, posix
from doctrine_check.config import (
    DEDICATED_FILE,
    PROJECT_FILE,
    TABLE,
    Config,
    ConfigError,
    like_ours,
    parse_config,
    read_table,
)

MAX_CONFIG = 1024 * 1024
_HINTS = ("doctrine", "\\u", "\0")


def load_config(root: str, named: str | None, look: Look = LOOK) -> Config:
    """The config of a run: the file named, else the one of two that the repository has.

    Raises UsageError with everything that is wrong with it.
    """
    try:
        return _named(named, look) if named is not None else _of_repository(root, look)
    except ConfigError as error:
        # Keys and values are somebody's text; each problem stays on one line.
        from doctrine_check.report.visible import visible

        raise UsageError(*map(visible, error.problems)) from error


def _named(path: str, look: Look) -> Config:
    """The config that the command line names. Raises ConfigError."""
    text = _text(os.path.abspath(path), path, look) if path else None
    if text is None:
        raise ConfigError([f"no such config file: {path or repr(path)}"])
    config = parse_config(posix(path), text, _rule_ids())
    if config is None:
        raise ConfigError([f"{path}: has no table [tool.{TABLE}]"])
    return config


def _of_repository(root: str, look: Look) -> Config:
    """The config in the root; ours in both files is a mistake, for one would be passed over.

    So is one under a name that only looks like ours.
    """
    strays = like_ours(_names(root, look))
    if strays:
        raise ConfigError(strays)
    own = _text(os.path.join(root, DEDICATED_FILE), DEDICATED_FILE, look)
    project = _text(os.path.join(root, PROJECT_FILE), PROJECT_FILE, look)
    # Parsing somebody's pyproject.toml costs more than looking for our name in it. Only an escape
    # could spell a key differently, and a NUL byte is of a file that is no UTF-8 after all.
    if project is not None:
        folded = project.lower()
        project = project if any(hint in folded for hint in _HINTS) else None
    if own is None:
        config = None if project is None else parse_config(PROJECT_FILE, project, _rule_ids())
        return config or Config()
    if project is not None and read_table(PROJECT_FILE, project) is not None:
        raise ConfigError(
            [f"found two configs, {DEDICATED_FILE} and [tool.{TABLE}] in {PROJECT_FILE}: keep one"]
        )
    return parse_config(DEDICATED_FILE, own, _rule_ids()) or Config()


def _rule_ids() -> list[str]:
    from doctrine_check.rules.change_registry import EVERY_RULE

    return [spec.id for spec in EVERY_RULE]


def _names(root: str, look: Look) -> list[str]:
    """The names in the root that may be meant for a config. Raises ConfigError."""
    try:
        return look.configs(root)
    except (FileNotFoundError, NotADirectoryError):
        return []  # whoever needs the root says so
    except OSError as error:
        raise ConfigError([f"cannot read the folder {root}: {error.strerror}"]) from error


def _text(path: str, shown: str, look: Look) -> str | None:
    """The text of a config file, ``None`` when there is none. Raises ConfigError."""
    if not look.there(path):
        return None
    try:
        if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
            raise ConfigError([f"cannot read {shown}: it is no file"])  # a pipe would wait for ever
        data = look.read(path, MAX_CONFIG)
    except OSError as error:
        raise ConfigError([f"cannot read {shown}: {error.strerror}"]) from error
    if len(data) > MAX_CONFIG:
        raise ConfigError([f"{shown}: larger than {MAX_CONFIG:,} bytes"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([f"{shown}: expected UTF-8 text"]) from error
