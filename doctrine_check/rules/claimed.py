"""How rules about evidence speak: artifact, place, what was claimed and what was recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.faults import Fault
    from doctrine_check.evidence.model import Place
    from doctrine_check.evidence.recompute import Claim

MAX_NAME = 80


class Scribe:
    """Writes the problems of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        rows = () if bundle.manifest is None else bundle.manifest.artifacts
        self.artifacts = {row.path: row.id for row in rows}

    def problem(
        self,
        place: Place,
        expected: str,
        found: str,
        remedy: str,
        related: tuple[Location, ...] = (),
    ) -> Problem:
        """A problem of a value; the first of ``related`` is the line of the law, if any."""
        law = f", by {related[0].place}" if related else ""
        message = f"expected {expected}{law}, found {found} ({self.named(place)})"
        at, subject = self.bundle.locate(place), self.artifacts.get(place.path)
        return Problem(at, message, remedy, subject=subject, related=related)

    def fault(self, artifact: str, member: str, fault: Fault, remedy: str) -> Problem:
        """A problem of a member that is no JSON, at its line."""
        root = self.bundle.name
        place = Location(f"{root}/{member}" if root else member, fault.line)
        message = f"expected {fault.expected}, found {fault.found} ({artifact}, {member})"
        return Problem(place, message, remedy, subject=artifact)

    def named(self, place: Place) -> str:
        """A place as messages name it: artifact, member and JSON pointer."""
        artifact = self.artifacts.get(place.path)
        where = f"{place.path}#{place.pointer}" if place.pointer else place.path
        return f"{artifact}, {where}" if artifact else where


def number(value: float) -> str:
    """A number as messages show it: nine digits tell any two apart that matter."""
    return f"{value:,.9g}"


def times(claim: Claim, seconds: float) -> str:
    """A time in the unit of a claim."""
    return f"{number(seconds / claim.size)} {claim.percentiles.unit}"


def name(text: str) -> str:
    """A name out of a bundle, as messages quote it."""
    return f'"{text if len(text) <= MAX_NAME else text[: MAX_NAME - 1] + "…"}"'
