"""Bundles that were seen before, so that copied numbers are recognised."""

from __future__ import annotations

from hashlib import sha256
from struct import pack
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.evidence.bundle import Bundle


class SeenBundle(Record):
    """A bundle of the past: its name, and the commit that each series was measured at."""

    name: str
    commits: Mapping[bytes, str]

    def commit_of(self, values: Sequence[float]) -> str | None:
        """The commit for which this bundle brought the same values, in whatever order and unit."""
        return self.commits.get(fingerprint(values))


def seen(bundle: Bundle) -> SeenBundle | None:
    """What is remembered of a bundle; ``None`` when its manifest cannot be read."""
    manifest = bundle.manifest
    if manifest is None:
        return None
    commits = {
        fingerprint(series.values): (
            manifest.base_commit if series.side == "before" else manifest.measured_commit
        )
        for series in bundle.samples
    }
    return SeenBundle(bundle.name, commits)


def fingerprint(values: Sequence[float]) -> bytes:
    """The digest of a series of samples, the same in every order and every unit.

    Each value counts as a share of the least one, to nine digits: fewer than any two series
    measured by themselves agree in, and more than a change of unit can alter.
    """
    ordered = sorted(values)
    least = ordered[0] if ordered and ordered[0] > 0 else 1.0
    shares = [float(f"{value / least:.9g}") for value in ordered]
    return sha256(pack(f"<{len(shares)}d", *shares)).digest()
