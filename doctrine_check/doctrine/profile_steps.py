"""The profile loop that levers go through: its id and its steps, as a document introduces them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.limits import at, glued, tokenize
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.limits import Token

STEPS = ("baseline", "profile", "prove", "implement", "verify", "re-profile")
"""The steps of the loop, in their order."""
STEMS = {
    "baseline": ("baseline", "baselines"),
    "profile": ("profile", "profiles", "profiling"),
    "prove": ("prove", "proof", "proves"),
    "implement": ("implement", "implements", "implementation"),
    "verify": ("verify", "verifies", "verification"),
    "re-profile": ("re-profile", "reprofile", "re-profiling", "reprofiling"),
}
"""The words that name each step."""
STEP_OF = {stem: step for step in STEPS for stem in STEMS[step]}
"""The step that each word names."""
_FAMILIES = ("PRF-", "LEV-", "ART-")


class Step(Record):
    """A step of the loop, and where it is first named."""

    name: str
    place: Text


class ProfileLoop(Record):
    """The loop as the introduction of the levers describes it.

    ``introduction`` is what stands around the levers, before the first of them; ``name`` is the id
    of the loop, such as ``MS-01``; ``steps`` are those that are named, in the order of ``STEPS``.
    """

    introduction: tuple[Text, ...]
    name: Text | None
    steps: tuple[Step, ...]


def profile_loop(facts: DocumentFacts) -> ProfileLoop:
    """The loop that a document describes; empty where it introduces no levers."""
    intro = _introduction(facts)
    places: dict[str, Text] = {}
    for text in intro:
        for step in steps_in(text):
            places.setdefault(step.name, step.place)
    steps = tuple(Step(name, places[name]) for name in STEPS if name in places)
    return ProfileLoop(tuple(intro), _name(intro), steps)


def steps_in(text: Text) -> Iterator[Step]:
    """The steps that a text names, as often as it does."""
    for word, start, end in _placed_words(text.text):
        if word in STEP_OF:
            yield Step(STEP_OF[word], text.part(start, end))


def loop_words(text: str) -> Iterator[str]:
    """The words of a text; "re-profile" is one."""
    return (word for word, _, _ in _placed_words(text))


def _introduction(facts: DocumentFacts) -> list[Text]:
    """What stands in the section around the levers, before the first of them."""
    sections = {
        facts.document.sections[definition.section].parent
        if definition.form is Form.HEADING
        else definition.section
        for definition in facts.definitions
        if definition.kind is Kind.LEVER
    }
    return [
        fold(facts.document, facts.document.plain(paragraph.raw), paragraph.line)
        for paragraph in facts.document.paragraphs
        if paragraph.section in sections
    ]


def _placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        again = at(tokens, index - 1).low == "-" and at(tokens, index - 2).low == "re"
        first = tokens[index - 2] if again else token
        yield f"re-{token.low}" if again else token.low, first.start, token.end


def _name(intro: list[Text]) -> Text | None:
    """The first id of a loop: two to four capitals and two digits, standing free."""
    for text in intro:
        tokens = tokenize(text.text)
        for index in range(1, len(tokens) - 1):
            name, number = tokens[index - 1], tokens[index + 1]
            whole = text.text[name.start : number.end]
            sound = name.text.isascii() and name.text.isupper() and 1 < len(name.text) < 5
            sound = sound and name.text.isalpha() and whole[len(name.text) :] == f"-{number.text}"
            sound = sound and len(number.text) == 2 and number.text.isdecimal()
            free = not _tied(tokens, index - 1, index - 2) and not _tied(
                tokens, index + 2, index + 2
            )
            if sound and free and not whole.startswith(_FAMILIES):
                return text.part(name.start, number.end)
    return None


def _tied(tokens: list[Token], joint: int, neighbour: int) -> bool:
    """Whether a word, number or hyphen is glued on at token ``joint``."""
    return glued(tokens, joint) and (
        at(tokens, neighbour).kind != "mark" or at(tokens, neighbour).low in {"-", "_"}
    )
