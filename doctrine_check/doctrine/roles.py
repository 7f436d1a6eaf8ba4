"""What a document is, told by what it defines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import section_kinds
from doctrine_check.doctrine.model import Form, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Definition, Labelled

_ADR_TITLE = r"(?i)ADR[- ]?\d{1,5}\b"
_BEAD_TITLE = r"(?P<bead>[a-z]{2,8}-[a-z0-9]{2,8}(?:\.\d+)*)\s*[:–—]"
_ADR_FOLDERS = frozenset({"adr", "adrs"})
_NO_ADR_NAMES = frozenset({"readme.md", "index.md"})
_ADR_HEADINGS = frozenset({"status", "decision", "decision outcome", "considered options"})
_PERFORMANCE_KINDS = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)
_PRINCIPLE_LABELS = frozenset({"target", "measurement", "ci gate", "gate"})
_DECLARING_LABELS = frozenset({"bead", "section", "type"})
_OF_OTHERS = frozenset({"readme", "changelog", "contributing"})
PERFORMANCE_ROLES = (Role.DOCTRINE, Role.CONTRACT)


def bead_of_title(title: str) -> str | None:
    """``bd-2vl5`` of "bd-2vl5: Some title"."""
    match = re.match(_BEAD_TITLE, title)
    return match["bead"] if match else None


def role_of(
    document: Document, definitions: Sequence[Definition], labels: Sequence[Labelled]
) -> Role:
    """The role of a document.

    A performance document defines ids of at least two of the families principle, lever and
    artifact, or several of one, and is no excerpt of another. It is the doctrine when it argues
    them under headings, and the contract when it lists them. Events or invariants of any family
    make a spec contract.
    """
    parts = document.path.casefold().split("/")
    if _is_adr(document, parts):
        return Role.ADR
    counts = {
        form: sum(
            definition.form is form and definition.kind in _PERFORMANCE_KINDS
            for definition in definitions
        )
        for form in Form
    }
    kinds = {d.kind for d in definitions if d.kind in _PERFORMANCE_KINDS}
    enough = len(kinds) >= 2 or sum(counts.values()) >= 3
    if enough and not _excerpt(document, definitions, labels, counts[Form.HEADING]):
        return _which(labels, counts, parts)
    if _is_contract(document, definitions):
        return Role.SPEC
    first = document.sections[1].heading if len(document.sections) > 1 else None
    bead = bead_of_title(document.plain(first.raw)) if first and first.level == 1 else None
    # "cold-start: notes" is a title of two words; the second half of a bead has a digit.
    if bead is not None and (any(map(str.isdigit, bead)) or parts[-1].endswith("_contract.md")):
        return Role.SPEC
    return Role.OTHER


def stands_for_others(path: str) -> bool:
    """Whether a file of this name tells of other documents: a README is no doctrine."""
    return path.casefold().rpartition("/")[2].partition(".")[0] in _OF_OTHERS


def declared(document: Document, labels: Sequence[Labelled]) -> bool:
    """Whether a document says of itself, by title, metadata or path, that it is one of ours."""
    parts = document.path.casefold().split("/")
    if "doctrine" in parts or parts[-1].endswith("_contract.md"):
        return True
    if any(label.label.casefold() in _DECLARING_LABELS for label in labels):
        return True
    first = document.sections[1].heading if len(document.sections) > 1 else None
    return first is not None and bead_of_title(document.plain(first.raw)) is not None


def of_performance(definition: Definition) -> bool:
    """Whether an id belongs to the performance families, events and invariants included."""
    text = definition.read.id.text
    return definition.kind in _PERFORMANCE_KINDS or text.startswith(("PRF-", "INV-PRF-"))


def _excerpt(
    document: Document,
    definitions: Sequence[Definition],
    labels: Sequence[Labelled],
    headings: int,
) -> bool:
    """Whether a document only repeats some table of a performance document.

    A whole one argues its facts under headings, or has principles and what follows from them, or
    says of itself what it is.
    """
    if stands_for_others(document.path):
        return True
    if headings > 1 or declared(document, labels):
        return False
    kinds = {d.kind for d in definitions if of_performance(d)}
    return Kind.PRINCIPLE not in kinds or kinds <= {Kind.PRINCIPLE, Kind.LEVER}


def _is_contract(document: Document, definitions: Sequence[Definition]) -> bool:
    """Whether events or invariants are defined. ``INV-A7`` by itself may be an invoice."""
    found = [d for d in definitions if d.kind in (Kind.EVENT, Kind.INVARIANT)]
    if not found or any(definition.read.problem != "malformed" for definition in found):
        return bool(found)
    kinds = section_kinds(document)
    return any(kinds[definition.section] is not None for definition in found)


def _which(
    labels: Sequence[Labelled],
    counts: dict[Form, int],
    parts: Sequence[str],
) -> Role:
    argued = any(label.label.casefold() in _PRINCIPLE_LABELS for label in labels)
    listed = counts[Form.ROW] + counts[Form.ITEM]
    if argued or counts[Form.HEADING] > listed:
        return Role.DOCTRINE
    if counts[Form.HEADING] == listed and "doctrine" in parts:
        return Role.DOCTRINE
    return Role.CONTRACT


def _is_adr(document: Document, parts: Sequence[str]) -> bool:
    name = parts[-1]
    if name in _NO_ADR_NAMES or "template" in name:
        return False
    first = document.sections[1].heading if len(document.sections) > 1 else None
    if first is not None and re.match(_ADR_TITLE, document.plain(first.raw)):
        return True
    if not _ADR_FOLDERS.intersection(parts[:-1]):
        return False
    # Beside the records stand pages about them, which decide nothing.
    headings = (section.heading for section in document.sections)
    return (
        name.startswith("adr")
        or name[0].isdigit()
        or any(h and document.plain(h.raw).casefold() in _ADR_HEADINGS for h in headings)
    )
