"""Finds the performance doctrine and its contract among the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.cli.files import UsageError
from doctrine_check.cli.pool import Job
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.engine import FileResult


class Chosen(Record):
    """The two performance documents, as far as they are there."""

    doctrine: DocumentFacts | None
    contract: DocumentFacts | None


def jobs_for(documents: Sequence[str], config: Config) -> list[Job]:
    """The files to check, with the roles that the config names."""
    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    return [Job(path, named.get(path)) for path in documents]


def choose(results: Sequence[FileResult], config: Config) -> tuple[Chosen, list[Job]]:
    """The pair, and the documents that must be read again as ordinary spec contracts.

    Raises UsageError when there are two of a kind and the config names none.
    """
    again: list[Job] = []
    chosen: dict[Role, DocumentFacts | None] = {}
    for role, named in ((Role.DOCTRINE, config.doctrine), (Role.CONTRACT, config.contract)):
        candidates = [r for r in results if r.role is role and r.facts is not None]
        if named is not None:
            again += [Job(r.path, Role.SPEC) for r in candidates if r.path != named]
            candidates = [r for r in candidates if r.path == named]
        if len(candidates) > 1:
            what = role.value
            key = "doctrine" if role is Role.DOCTRINE else "contract"
            paths = ", ".join(r.path for r in candidates)
            raise UsageError(
                f"found {len(candidates)} documents that are a {what}: {paths}; name one in the "
                f'config with {key} = "..."'
            )
        chosen[role] = candidates[0].facts if candidates else None
    return Chosen(chosen[Role.DOCTRINE], chosen[Role.CONTRACT]), again
