"""Finds the performance doctrine and its contract among the documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli.files import LOOK, Look, UsageError
from doctrine_check.cli.pool import Job
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.conclude import Run
    from doctrine_check.rules.engine import FileResult, PairResult


class Chosen(Record):
    """The two performance documents, as far as they are there."""

    doctrine: DocumentFacts | None
    contract: DocumentFacts | None


class Judged(Record):
    """What the two documents came to together, and the doctrine whose events are told."""

    doctrine: DocumentFacts | None
    pair: PairResult


def jobs_for(
    documents: Sequence[str], config: Config, root: str | None = None, look: Look = LOOK
) -> list[Job]:
    """The files to check, with the roles that the config names.

    Links to a file that is checked anyway, told under ``root``, are left out.
    """
    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    links = frozenset() if root is None else _links(documents, frozenset(named), root, look)
    return [Job(path, named.get(path)) for path in documents if path not in links]


def _links(
    documents: Sequence[str], named: frozenset[str | None], root: str, look: Look
) -> frozenset[str]:
    """The documents that are links to others of them; what the config names is none."""
    places = {path: os.path.join(root, path) for path in documents}
    if not sum(map(look.is_link, places.values())):
        return frozenset()
    base = look.real(root)
    real = {path: look.real(place) for path, place in places.items()}
    first: dict[str, str] = {}
    # The one that the config names stands for the file, else the file itself, else a link.
    for path in sorted(
        documents,
        key=lambda path: (path not in named, real[path] != f"{base}/{path}"),
    ):
        first.setdefault(real[path], path)
    return frozenset(documents) - frozenset(first.values())


def require_not_swapped(config: Config, root: str, look: Look = LOOK) -> None:
    """Raises UsageError where the config calls each document of the pair what the other one is.

    Either may be written so that only the config can say what it is; both are not.
    """
    from doctrine_check.cli.cache import digest
    from doctrine_check.cli.files import Existing, read_document
    from doctrine_check.doctrine.examine import examine

    if config.doctrine is None or config.contract is None:
        return
    for path, mistaken in ((config.doctrine, Role.CONTRACT), (config.contract, Role.DOCTRINE)):
        data = read_document(root, path)
        look.document(root, path, digest(data) if data is not None else "")
        facts = examine(path, data, Existing(root)).facts if data is not None else None
        if facts is None or facts.role is not mistaken:
            return
    raise UsageError(
        f"{config.source} names {config.doctrine} as doctrine, which is a spec contract by what it "
        f"holds, and {config.contract} as contract, which is a doctrine: exchange the two"
    )


def choose(results: Sequence[FileResult], config: Config) -> tuple[Chosen, list[Job]]:
    """The pair, and the documents that must be read again as what else they are.

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
            candidates, others = _whole(candidates)
            again += others
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


def gathered(
    subject: str, looked_at: Sequence[str], results: Sequence[FileResult], judged: Judged
) -> Run:
    """Everything that a run over documents found out, ready to be concluded from."""
    from doctrine_check.rules.conclude import Run

    pair = judged.pair
    return Run(
        subject=subject,
        documents=tuple(r.path for r in results if r.role is not Role.OTHER),
        looked_at=tuple(looked_at),
        found=(*(item for r in results for item in r.found), *pair.found),
        ran=frozenset().union(*(r.ran for r in results), pair.ran),
        waivers=tuple(waiver for r in results for waiver in r.waivers),
        sources=(*(line for r in results for line in r.sources), *pair.sources),
        rows=sum(r.rows for r in results),
        files=len(results),
        doctrine=judged.doctrine,
        roles=tuple((r.path, r.role) for r in results),
    )


def _whole(candidates: Sequence[FileResult]) -> tuple[list[FileResult], list[Job]]:
    """The candidates that count: a page whose example a fence swallows is no second doctrine.

    Where no other can be read, it is one.
    """
    whole: list[FileResult] = []
    others: list[Job] = []
    for result in candidates:
        seen = result.facts.swallowed if result.facts is not None else None
        if seen is None:
            whole.append(result)
        else:
            others.append(Job(result.path, seen))
    return (whole, others) if whole else (list(candidates), [])
