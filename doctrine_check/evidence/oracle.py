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
        "", "null", "none", "nil", "undefined", "{}", "[]", "()", '""', "''", "-", "n/a",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
        "d41d8cd98f00b204e9800998ecf8427e",
        "68b329da9893e34099c7d8ad5cb9c940",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "adc83b19e793491b1c6ea0fd8b46cd9f32e592fc",
        (
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
            "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        ),
    }
)  # fmt: skip
"""What stands for no output: texts that say so, and digests of nothing and of an empty line."""
ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})
ALIKE = 5
"""So many inputs do not all give one output, unless the output says nothing of them."""
REPEATED = 0.1
"""The share of cases that may be of an input that another one has."""


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
        return all(_nothing(case.before) and _nothing(case.after) for case in self.cases)

    @property
    def inputs(self) -> int:
        """How many different inputs there are."""
        return len({case.input.strip() for case in self.cases})

    @property
    def padded(self) -> bool:
        """Whether inputs come again, more often than chance would have it."""
        return len(self.cases) - self.inputs > REPEATED * len(self.cases)

    @property
    def blind(self) -> bool:
        """Whether all inputs have one output: then it tells no right answer from a wrong one."""
        outputs = {output for case in self.cases for output in (case.before, case.after)}
        return self.inputs >= ALIKE and len(outputs) == 1


def _nothing(output: str) -> bool:
    """Whether an output is none, or the digest of none."""
    text = output.strip().casefold()
    name, _, digest = text.partition(":")
    return (digest if name.replace("-", "") in ALGORITHMS else text) in NO_OUTPUT


def read_oracle(path: str, data: bytes) -> tuple[Oracle, tuple[Fault, ...]]:
    """The cases of the oracle in the member ``path``, and what could not be read."""
    read = read_json(data)
    if isinstance(read, JsonProblem):
        return Oracle(()), (Fault(read.line, "an oracle as JSON", read.message),)
    problems: Problems = []
    cases = reading.load(reading.oracle, read.value, Place(path), problems)
    faults = [Fault(1, f"{one.place.pointer}: {one.expected}", one.found) for one in problems]
    return Oracle(cases or ()), tuple(faults[:MAX_FAULTS])
