"""The profile gate of the levers is not the loop that the doctrine describes.

## What it does

Finds the loop id (`MS-nn`) in the doctrine's introduction of the levers and compares the contract's
"Profile Gate" column with it; demands that the introduction lists the six steps of the loop:
baseline, profile, prove, implement, verify, re-profile. A list of them keeps this order.

## Why

INV-PRF-PROFILED stands on this loop. A step that the doctrine does not list is a step that no lever
owes.

## How to fix

Name one loop in both documents, and all six steps in the doctrine.

## Example

Bad: "Each lever requires baseline, profile, implement evidence".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.limits import at, glued, tokenize
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.limits import Token
    from doctrine_check.rules.context import Context

STEPS = ("baseline", "profile", "prove", "implement", "verify", "re-profile")
_STEMS = {
    "baseline": ("baseline", "baselines"),
    "profile": ("profile", "profiles", "profiling"),
    "prove": ("prove", "proof", "proves"),
    "implement": ("implement", "implements", "implementation"),
    "verify": ("verify", "verifies", "verification"),
    "re-profile": ("re-profile", "reprofile", "re-profiling", "reprofiling"),
}
_FAMILIES = ("PRF-", "LEV-", "ART-")


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing steps, a missing loop id, and gates that name another loop."""
    if not facts.levers:
        return
    intro = _introduction(facts)
    loop = _loop(intro)
    words = {word for text in intro for word in _words(text.text)}
    missing = [step for step in STEPS if not words.intersection(_STEMS[step])]
    place = facts.at(intro[0]) if intro else facts.at(facts.levers[0].title)
    if missing:
        yield Problem(
            place,
            f"expected the six steps of the profile loop ({', '.join(STEPS)}) above the levers, "
            f"found none of: {', '.join(missing)}",
            "list all six steps in the introduction of the levers",
            subject="levers",
        )
    elif (mixed := _out_of_order(intro)) is not None:
        yield Problem(
            facts.at(mixed[0]),
            f"expected the steps of the profile loop in the order {', '.join(STEPS)}, "
            f"found {', '.join(mixed[1])}",
            "list the steps in their order",
            subject="levers",
        )
    if loop is None:
        yield Problem(
            place,
            "expected the id of the profile loop (`MS-nn`) above the levers, found none",
            "name the loop that levers must pass",
            subject="levers",
        )
        return
    if context.contract is None:
        return
    yield from _gates(facts, loop, context.contract)


def _gates(facts: DocumentFacts, loop: Text, contract: DocumentFacts) -> Iterator[Problem]:
    """Gates of the contract that name another loop; one finding where all name the same one."""
    gates = [
        (str(lever.id), lever.profile_gate)
        for lever in contract.levers
        if lever.profile_gate is not None and not says_nothing(lever.profile_gate.text)
    ]
    if len({gate.text.strip(" .") for _, gate in gates}) == 1:
        gates = [(" to ".join(dict.fromkeys((gates[0][0], gates[-1][0]))), gates[0][1])]
    for levers, gate in gates:
        if gate.text.strip(" .") == loop.text:
            continue
        yield Problem(
            contract.at(gate),
            f"expected the profile gate {loop.text} of {levers} ({facts.path}:{loop.line}), "
            f'found "{gate.text}"',
            "name the loop that the doctrine describes",
            subject=levers.partition(" ")[0],
            related=(facts.at(loop),),
        )


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


def _words(text: str) -> Iterator[str]:
    """The words of a text; "re-profile" is one."""
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        again = at(tokens, index - 1).low == "-" and at(tokens, index - 2).low == "re"
        yield f"re-{token.low}" if again else token.low


_BETWEEN = frozenset({"and", "then", ",", ";", "-", ">", "\u2192", "->", "=>", "/"})


def _out_of_order(intro: list[Text]) -> tuple[Text, list[str]] | None:
    """The first list of steps that runs in another order, and where it stands."""
    names = {stem: step for step in STEPS for stem in _STEMS[step]}
    for text in intro:
        run: list[str] = []
        for word in (*_words(text.text), "."):
            step = names.get(word)
            if step is not None:
                run.append(step)
            elif word not in _BETWEEN and word != "re":
                if set(run) == set(STEPS) and run != list(STEPS):
                    return text, run
                run = []
    return None


def _loop(intro: list[Text]) -> Text | None:
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
