"""The profile loop in two versions: its id, and the steps that levers owe.

The introduction of the levers describes it; another section that lists its steps does so, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_sections import free_headings, subjects_of
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Kind
from doctrine_check.doctrine.profile_steps import STEMS, STEPS, profile_loop, steps_in
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text

_LISTED = 4
"""From so many steps on a section is taken for a list of them."""
_LEVERS = Kind.LEVER.value


class StepChange(Record):
    """A step that one version names under a subject, and the other one does not."""

    subject: str
    step: str
    before: Text | None
    after: Text | None


def step_changes(old: DocumentFacts, new: DocumentFacts) -> list[StepChange]:
    """The steps that went or came, wherever a section of that subject lists them."""
    if [raw for _, raw, _ in _texts(old)] == [raw for _, raw, _ in _texts(new)]:
        return []
    before, after = _by_subject(old), _by_subject(new)
    changes = [
        StepChange(subject, step, was.get(step), now.get(step))
        for subject in sorted(before.keys() | after.keys())
        for was, now in [(before.get(subject, {}), after.get(subject, {}))]
        if max(len(was), len(now)) >= _LISTED
        for step in STEPS
        if (step in was) is not (step in now)
    ]
    lost = {change.step for change in changes if change.after is None}
    gained = {change.step for change in changes if change.before is None}
    # A list under another heading has not lost its steps.
    return [change for change in changes if change.step not in lost & gained]


def words_for_steps(
    old: DocumentFacts, new: DocumentFacts, changes: Iterable[StepChange]
) -> dict[str, frozenset[str]]:
    """The words, by subject, for the steps that differ and for a loop of another id."""
    found: dict[str, set[str]] = {}
    for change in changes:
        found.setdefault(change.subject, set()).update(STEMS[change.step])
    names = [profile_loop(facts).name for facts in (old, new)]
    shown = {name.text.casefold() for name in names if name is not None}
    if old.levers and new.levers and (len(shown) == 2 or None in names):
        found.setdefault(_LEVERS, set()).update(shown)
    return {subject: frozenset(words) for subject, words in found.items()}


_HINTS = ("baseline", "profil", "prove", "proof", "implement", "verif")


def _by_subject(facts: DocumentFacts) -> dict[str, dict[str, Text]]:
    """The steps that the running text and the headings under each subject name."""
    document, subjects = facts.document, subjects_of(facts)
    found: dict[str, dict[str, Text]] = {}
    for number, raw, line in _texts(facts):
        low = raw.casefold()
        if any(hint in low for hint in _HINTS):
            named = found.setdefault(subjects[number], {})
            for step in steps_in(fold(document, document.plain(raw), line)):
                named.setdefault(step.name, step.place)
    found[_LEVERS] = {step.name: step.place for step in profile_loop(facts).steps}
    return found


def _texts(facts: DocumentFacts) -> Iterator[tuple[int, str, int]]:
    """Section, source and first line of every text that may list steps."""
    document = facts.document
    for paragraph in document.paragraphs:
        yield paragraph.section, paragraph.raw, paragraph.line
    for number, line in free_headings(facts).items():
        section = document.sections[number]
        if section.heading is not None:
            yield section.parent, section.heading.raw, line
