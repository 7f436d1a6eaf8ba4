"""Whether a line is emptied: it keeps its words and limits, and takes its own force away.

What empties a line is asked of the vocabulary that ``lint`` asks, so that what an edit makes void
loosens, and what makes a void line bind again tightens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_binding import Stance, lets_off, speaks_of_law, stance
from doctrine_check.doctrine.difference_shift import HOLDS
from doctrine_check.doctrine.fields import field_words
from doctrine_check.doctrine.gains import loss
from doctrine_check.doctrine.gating import idle
from doctrine_check.doctrine.gone import denied_gate, gone_heading
from doctrine_check.doctrine.law_lines import (
    in_demand,
    in_impact,
    in_loop,
    in_measurement,
    in_release,
    in_risk,
    in_statement,
    in_target,
)
from doctrine_check.doctrine.left_out import denied_part
from doctrine_check.doctrine.softening import (
    clauses,
    first_of,
    hedge,
    often,
    permission,
    unbound,
    undecided,
)
from doctrine_check.doctrine.wording import names_measure, says_nothing
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.doctrine.model import Text
    from doctrine_check.doctrine.softening import Span

TEXT = "text"
"""The field of running text."""


class Force(Record):
    """The words, before and after, that take the force out of a line; ``None``: it binds."""

    before: Text | None
    after: Text | None

    @property
    def weaker(self) -> bool | None:
        """Whether the line was emptied, or filled again; ``None`` where neither happened."""
        if (self.before is None) is (self.after is None):
            return None
        return self.before is None

    @property
    def void(self) -> bool:
        """Whether it binds in neither version."""
        return self.before is not None and self.after is not None

    def judged(self, *, weaker: bool | None) -> bool | None:
        """What a part of the line does: no limit of a line that was emptied is a demand."""
        return None if self.weaker is not None and weaker is not self.weaker else weaker


def force(field: str, old: Text, new: Text, subject: str = "") -> Force:
    """What empties a line in either version."""
    return Force(emptied(field, old, subject), emptied(field, new, subject))


def emptied(field: str, text: Text, subject: str = "") -> Text | None:
    """The words that take the force out of a line, ``None`` where it binds."""
    if says_nothing(text.text):
        return None  # it is not there at all, and that is told as such
    if field == "CI gate":
        span = idle(text) or denied_gate(text.text)
    elif field == TEXT:
        span = _in_text(text.text, subject)
    else:
        asked = _ASKED.get(field)
        span = asked(text.text) if asked else None
    return None if span is None else text.part(*span)


def _in_text(text: str, subject: str) -> Span | None:
    """What empties a sentence of running text, whose words mean more in a sentence that binds."""
    found = in_loop(text) if subject[:4] in ("leve", "LEV-") else None
    if subject[:4] in ("arti", "ART-"):
        found = in_release(text)
    found = found or first_of(clauses(text), permission, unbound)
    binds = stance(text) is not Stance.TELLS
    if found is None and (binds or speaks_of_law(text)):
        found = first_of(clauses(text), hedge, undecided, *([often] if binds else []))
    if found is None and lets_off(text):
        found = 0, len(text)
    return found


def _in_measurement(text: str) -> Span | None:
    found = in_measurement(text)
    if found is None and not names_measure(text):
        found = 0, len(text)
    return found


def _in_impact(text: str) -> Span | None:
    return in_impact(text) or loss(text)


def _in_held(text: str) -> Span | None:
    return in_demand(text) or denied_part(text, field_words())


def _in_heading(text: str) -> Span | None:
    found = first_of(clauses(text), hedge, undecided)
    return (0, len(text)) if found is None and gone_heading(text) else found


_ASKED: dict[str, Callable[[str], Span | None]] = {
    "Target": in_target,
    "Metric": in_target,
    "Measurement": _in_measurement,
    "expected impact": _in_impact,
    "risk": in_risk,
    "statement": in_statement,
    HOLDS: _in_held,
    "mandate": in_demand,
    "heading": _in_heading,
    "title": _in_heading,
    "profile gate": in_target,
    "Required For": in_target,
}
"""By what each line of the law is asked whether it binds."""
