"""Pin every dependency to the lowest version that pyproject.toml allows.

Without options, prints one ``name==version`` a line, to be given to pip as constraints. With
``--check``, compares these pins with what the running interpreter has installed, prints both and
fails on a difference, so that a job can prove that it tested the bounds and nothing else.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
USER_EXTRAS = ("prometheus",)
"""Extras whose bounds users meet; those for development are left to move."""

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?>=(?P<version>[0-9.]+)")


class Pin(NamedTuple):
    """One dependency at its lowest allowed version."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"


def parse_requirement(requirement: str) -> Pin:
    """The lowest version that ``NAME>=VERSION`` allows.

    Raises ValueError when the requirement has no lower bound, or says more than that.
    """
    match = _REQUIREMENT.fullmatch(requirement.replace(" ", ""))
    if match is None:
        raise ValueError(f"no plain lower bound, expected NAME>=VERSION: {requirement!r}")
    return Pin(match["name"], match["version"])


def lowest_pins(pyproject: str) -> tuple[Pin, ...]:
    """The pins of the base dependencies and the users' extras, in the order written.

    Raises ValueError for a requirement without a plain lower bound, or when there is none at all.
    """
    project = tomllib.loads(pyproject)["project"]
    extras = project.get("optional-dependencies", {})
    requirements = [
        *project["dependencies"],
        *(requirement for extra in USER_EXTRAS for requirement in extras.get(extra, ())),
    ]
    if not requirements:
        raise ValueError("pyproject.toml names no dependency to pin")
    return tuple(parse_requirement(requirement) for requirement in requirements)


def installed_version(name: str) -> str:
    """The installed version of a distribution, or ``missing``."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def check_installed(pins: tuple[Pin, ...]) -> int:
    """Print each pin beside what is installed; 0 when all are the same, else 1."""
    wrong = 0
    for pin in pins:
        found = installed_version(pin.name)
        wrong += found != pin.version
        print(f"{pin.name}: lowest {pin.version}, installed {found}")
    return int(wrong > 0)


def main(arguments: list[str]) -> int:
    """Print or check the pins; exit code 2 for an unknown argument."""
    if arguments not in ([], ["--check"]):
        print("usage: lowest_bounds.py [--check]", file=sys.stderr)
        return 2
    pins = lowest_pins(PYPROJECT.read_text(encoding="utf-8"))
    if arguments:
        return check_installed(pins)
    print(*pins, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
