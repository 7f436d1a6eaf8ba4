"""The oracle of ART-04: what both sides made of each input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence import reading
from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.evidence.jsontext import JsonProblem, read_json
from doctrine_check.evidence.model import OracleCase, Place
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.evidence.fields import Problems

NO_OUTPUT = frozenset(
    {
        "",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
)
"""What stands for no bytes at all: an empty text, and the digest of one."""


class Oracle(Record):
    """The cases of an oracle, in their order."""

    cases: tuple[OracleCase, ...]

    @property
    def differing(self) -> tuple[OracleCase, ...]:
        """The cases whose outputs differ."""
        return tuple(case for case in self.cases if case.before != case.after)

    @property
    def silent(self) -> bool:
        """Whether no case has any output: then nothing was compared."""
        return all({case.before, case.after} <= NO_OUTPUT for case in self.cases)


def read_oracle(path: str, data: bytes) -> tuple[Oracle, tuple[Fault, ...]]:
    """The cases of the oracle in the member ``path``, and what could not be read."""
    read = read_json(data)
    if isinstance(read, JsonProblem):
        return Oracle(()), (Fault(read.line, "an oracle as JSON", read.message),)
    problems: Problems = []
    cases = reading.load(reading.oracle, read.value, Place(path), problems)
    faults = [Fault(1, f"{one.place.pointer}: {one.expected}", one.found) for one in problems]
    return Oracle(cases or ()), tuple(faults[:MAX_FAULTS])
