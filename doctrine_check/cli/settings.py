"""Reads the config file of a repository."""

from __future__ import annotations

import os

from doctrine_check.cli.files import UsageError, posix
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE, Config, ConfigError, parse_config
from doctrine_check.rules.registry import RULES

MAX_CONFIG = 1024 * 1024


def load_config(root: str, named: str | None) -> Config:
    """The config of a run: the file named, else ``doctrine-check.toml``, else ``pyproject.toml``.

    Raises UsageError with everything that is wrong with it.
    """
    rule_ids = [spec.id for spec in RULES]
    candidates = [named] if named else [DEDICATED_FILE, PROJECT_FILE]
    for candidate in candidates:
        path = os.path.abspath(candidate) if named else os.path.join(root, candidate)
        if not os.path.lexists(path):
            if named:
                raise UsageError(f"no such config file: {named}")
            continue
        try:
            with open(path, "rb") as file:
                data = file.read(MAX_CONFIG + 1)
            if len(data) > MAX_CONFIG:
                raise UsageError(f"{candidate}: larger than {MAX_CONFIG:,} bytes")
            source = posix(candidate) if named else candidate
            config = parse_config(source, data.decode("utf-8-sig"), rule_ids)
        except OSError as error:
            raise UsageError(f"cannot read {candidate}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{candidate}: expected UTF-8 text") from error
        except ConfigError as error:
            raise UsageError("\n".join(error.problems)) from error
        if config is not None:
            return config
        if named:
            raise UsageError(f"{candidate}: has no table [tool.doctrine_check]")
    return Config()
